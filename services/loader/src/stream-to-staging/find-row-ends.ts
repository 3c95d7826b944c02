import { PipelineError } from "@datamantri/runtime";

const nullLength = -1;

/**
 * Finds the end of each row in binary COPY data.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 *
 * @param tuples without header and trailer.
 * @throws PipelineError `run_inconsistent` when they are not complete rows with that many fields.
 */
export function findRowEnds(tuples: Uint8Array, fieldCount: number): number[] {
  const view = new DataView(tuples.buffer, tuples.byteOffset, tuples.byteLength);
  const ends: number[] = [];
  for (let at = 0; at < tuples.length;) {
    if (at + 2 > tuples.length || view.getInt16(at) !== fieldCount) throw malformed(ends.length);
    at += 2;
    for (let field = 0; field < fieldCount; field++) {
      const length = at + 4 > tuples.length ? Number.NaN : view.getInt32(at);
      if (!(length >= nullLength)) throw malformed(ends.length);
      at += 4 + Math.max(length, 0);
    }
    if (at > tuples.length) throw malformed(ends.length);
    ends.push(at);
  }
  return ends;
}

/** The tuple with these fields set to NULL. */
export function setNull(tuple: Uint8Array, fields: ReadonlySet<number>): Buffer {
  const source = Buffer.from(tuple.buffer, tuple.byteOffset, tuple.byteLength);
  const pieces = [source.subarray(0, 2)];
  let at = 2;
  for (let field = 0; field < source.readInt16BE(0); field++) {
    const end = at + 4 + Math.max(source.readInt32BE(at), 0);
    pieces.push(fields.has(field) ? nullField : source.subarray(at, end));
    at = end;
  }
  return Buffer.concat(pieces);
}

const nullField = Buffer.from([0xff, 0xff, 0xff, 0xff]);

function malformed(row: number): PipelineError {
  return new PipelineError("run_inconsistent", "a batch's bytes are not whole rows of the planned columns", {
    tuple: row,
  });
}

/** The rows of several pieces of COPY data, numbered consecutively. */
export class TupleRows {
  readonly #pieces: readonly { readonly bytes: Uint8Array; readonly ends: readonly number[]; readonly first: number }[];
  readonly rowCount: number;

  /** @throws PipelineError as findRowEnds does. */
  constructor(pieces: readonly Uint8Array[], fieldCount: number) {
    let first = 0;
    this.#pieces = pieces.map((bytes) => {
      const ends = findRowEnds(bytes, fieldCount);
      const piece = { bytes, ends, first };
      first += ends.length;
      return piece;
    });
    this.rowCount = first;
  }

  /** The bytes of the rows `from` up to, not including, `to`. */
  slice(from: number, to: number): Uint8Array[] {
    return this.#pieces.flatMap(({ bytes, ends, first }) => {
      const begin = Math.max(from - first, 0);
      const end = Math.min(to - first, ends.length);
      return begin >= end ? [] : [bytes.subarray(begin === 0 ? 0 : ends[begin - 1], ends[end - 1])];
    });
  }

  /** Returns the piece that contains a row, and the row's index in it. */
  locate(row: number): { readonly piece: number; readonly index: number } {
    const piece = this.#pieces.findLastIndex(({ first, ends }) => first <= row && ends.length > 0);
    return { piece, index: row - this.#pieces[piece]!.first };
  }
}
