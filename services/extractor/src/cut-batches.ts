/**
 * Cuts transcoded rows into the planned batches. Where pages begin and end leaves no trace: a batch id always means
 * the same rows.
 */
import { PipelineError } from "@datamantri/runtime";

import type { TranscodedPage } from "./transcode/page-transcoder.ts";

export interface CutBatch {
  readonly sequence: number;
  readonly part: number;
  /** Within the split. */
  readonly firstRow: number;
  readonly rowCount: number;
  readonly tuples: Uint8Array;
}

export class BatchCutter {
  readonly #batchRows: number;
  readonly #maxBytes: number;
  readonly #emit: (batch: CutBatch) => Promise<void>;
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #rowCount = 0;
  #firstRow = 0;
  #part = 0;

  /**
   * @param batchRows rows of a batch, from the plan.
   * @param maxBytes of a message's rows; a batch that has more is cut into parts, as few rows early as it takes.
   * @param emit the next batch is cut when it resolved.
   */
  constructor(batchRows: number, maxBytes: number, emit: (batch: CutBatch) => Promise<void>) {
    this.#batchRows = batchRows;
    this.#maxBytes = maxBytes;
    this.#emit = emit;
  }

  /** Rows of the split that were cut so far. */
  get rowCount(): number {
    return this.#firstRow + this.#rowCount;
  }

  /** @throws PipelineError `row_too_large` for a row that fits no message. */
  async add({ rowCount, rowEnds, tuples }: TranscodedPage): Promise<void> {
    for (let row = 0; row < rowCount;) {
      const start = row === 0 ? 0 : rowEnds[row - 1]!;
      const wanted = Math.min(rowCount, row + this.#rowsLeftInBatch());
      const end = this.#lastFitting(rowEnds, row, wanted, start);
      // Copied, because the page's memory is used again. Not slice(): a Buffer's is a view.
      if (end > row) this.#take(new Uint8Array(tuples.subarray(start, rowEnds[end - 1])), end - row);
      else if (this.#rowCount === 0) throw this.#tooLarge(rowEnds[row]! - start);
      const isOutOfBytes = end < wanted;
      if (isOutOfBytes || this.#isBatchEnd(this.rowCount)) await this.#flush();
      row = end;
    }
  }

  /** Emits what is left of the split. */
  async end(): Promise<void> {
    if (this.#rowCount > 0) await this.#flush();
  }

  #isBatchEnd(row: number): boolean {
    return row % this.#batchRows === 0;
  }

  #rowsLeftInBatch(): number {
    return this.#batchRows - (this.rowCount % this.#batchRows);
  }

  /** End of the rows from `row` on that fit beside what is held; found by bisection. */
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
    const batch = { sequence, part: this.#part, firstRow: this.#firstRow, rowCount: this.#rowCount, tuples };
    this.#firstRow += this.#rowCount;
    this.#part = this.#isBatchEnd(this.#firstRow) ? 0 : this.#part + 1;
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#rowCount = 0;
    await this.#emit(batch);
  }

  #tooLarge(byteCount: number): PipelineError {
    const message = `row ${this.#firstRow} of the split has ${byteCount} bytes; a message takes ${this.#maxBytes}`;
    return new PipelineError("row_too_large", message, { byte_count: byteCount });
  }
}
