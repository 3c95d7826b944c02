/**
 * Cuts transcoded rows into the planned batches, independent of page boundaries: a batch id always means the same rows.
 */
import type { RejectedRow, TranscodedPage } from "./transcode/page-transcoder.ts";

export interface CutBatch {
  readonly sequence: number;
  readonly part: number;
  /** Row number in the split. */
  readonly firstRow: number;
  /** Rows in `tuples`; rejects are extra. */
  readonly rowCount: number;
  /** Larger than a message only for a single large row; then a view, valid until the emit resolves. */
  readonly tuples: Uint8Array;
  readonly rejects: readonly CutReject[];
}

/** A rejected row, by its number in the split. */
export type CutReject = RejectedRow;

/** Bytes of a reject besides its row: column names and the reason. */
const rejectOverheadBytes = 1_024;

function rejectBytes(sourceRow: string, tuple: Uint8Array): number {
  return Buffer.byteLength(sourceRow) + tuple.length + rejectOverheadBytes;
}

export class BatchCutter {
  readonly #batchRows: number;
  readonly #maxBytes: number;
  readonly #emit: (batch: CutBatch) => Promise<void>;
  #pieces: Uint8Array[] = [];
  #rejects: CutReject[] = [];
  /** Bytes of pieces and rejects. */
  #pieceBytes = 0;
  /** Includes the rejects. */
  #rowCount = 0;
  #firstRow = 0;
  #part = 0;

  /**
   * @param batchRows rows of a batch, from the plan.
   * @param maxBytes of a message's rows. A larger batch is cut into parts, each as full as possible; a larger row is a
   *   part by itself.
   * @param emit the next batch is cut when it resolved.
   */
  constructor(batchRows: number, maxBytes: number, emit: (batch: CutBatch) => Promise<void>) {
    this.#batchRows = batchRows;
    this.#maxBytes = maxBytes;
    this.#emit = emit;
  }

  /** Rows of the split that were cut so far, rejects included. */
  get rowCount(): number {
    return this.#firstRow + this.#rowCount;
  }

  async add(page: TranscodedPage): Promise<void> {
    let next = 0;
    for (const reject of page.rejects) {
      await this.#addRows(page, next, reject.row);
      await this.#addReject(reject);
      next = reject.row + 1;
    }
    await this.#addRows(page, next, page.rowCount);
  }

  async #addRows({ rowEnds, tuples }: TranscodedPage, from: number, to: number): Promise<void> {
    for (let row = from; row < to;) {
      const start = row === 0 ? 0 : rowEnds[row - 1]!;
      const wanted = Math.min(to, row + this.#rowsLeftInBatch());
      let end = this.#lastFitting(rowEnds, row, wanted, start);
      const isLargeRow = end === row && this.#rowCount === 0;
      if (isLargeRow) end++;
      const rows = tuples.subarray(start, rowEnds[end - 1]);
      // Copied, because the page's memory is used again. Not slice(): a Buffer's is a view.
      if (end > row) this.#take(isLargeRow ? rows : new Uint8Array(rows), end - row);
      const isOutOfBytes = isLargeRow || end < wanted;
      if (isOutOfBytes || this.#isBatchEnd(this.rowCount)) await this.#flush();
      row = end;
    }
  }

  async #addReject(row: RejectedRow): Promise<void> {
    const { fields, reason, sourceRow, tuple } = this.#fitReject(row);
    const byteCount = rejectBytes(sourceRow, tuple);
    if (this.#rowCount > 0 && this.#pieceBytes + byteCount > this.#maxBytes) await this.#flush();
    this.#rejects.push({ row: this.rowCount, fields, reason, sourceRow, tuple });
    this.#pieceBytes += byteCount;
    this.#rowCount++;
    if (this.#isBatchEnd(this.rowCount)) await this.#flush();
  }

  /** Drops the parts of a reject for which a message has no room: it cannot be replayed, but it is known. */
  #fitReject(row: RejectedRow): RejectedRow {
    const fits = (sourceRow: string, tuple: Uint8Array): boolean => rejectBytes(sourceRow, tuple) <= this.#maxBytes;
    if (fits(row.sourceRow, row.tuple)) return row;
    return { ...row, sourceRow: "", tuple: fits("", row.tuple) ? row.tuple : new Uint8Array() };
  }

  /** Emits the rest of the split. */
  async end(): Promise<void> {
    if (this.#rowCount > 0) await this.#flush();
  }

  #isBatchEnd(row: number): boolean {
    return row % this.#batchRows === 0;
  }

  #rowsLeftInBatch(): number {
    return this.#batchRows - (this.rowCount % this.#batchRows);
  }

  /** End of the rows from `row` on that fit beside the pending ones; found by bisection. */
  #lastFitting(rowEnds: Uint32Array, row: number, wanted: number, start: number): number {
    const room = this.#maxBytes - this.#pieceBytes;
    if (rowEnds[wanted - 1]! - start <= room) return wanted;
    let [fits, tooFar] = [row, wanted];
    while (tooFar - fits > 1) {
      const middle = (fits + tooFar) >>> 1;
      if (rowEnds[middle - 1]! - start <= room) fits = middle;
      else tooFar = middle;
    }
    return fits;
  }

  #take(bytes: Uint8Array, rowCount: number): void {
    this.#pieces.push(bytes);
    this.#pieceBytes += bytes.length;
    this.#rowCount += rowCount;
  }

  async #flush(): Promise<void> {
    const tuples = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    const sequence = Math.floor(this.#firstRow / this.#batchRows);
    const rejects = this.#rejects;
    const rowCount = this.#rowCount - rejects.length;
    const batch = { sequence, part: this.#part, firstRow: this.#firstRow, rowCount, tuples, rejects };
    this.#firstRow += this.#rowCount;
    this.#part = this.#isBatchEnd(this.#firstRow) ? 0 : this.#part + 1;
    this.#pieces = [];
    this.#rejects = [];
    this.#pieceBytes = 0;
    this.#rowCount = 0;
    await this.#emit(batch);
  }
}
