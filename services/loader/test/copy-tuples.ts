/**
 * Rows in the format of batches: tuples of PostgreSQL's binary COPY format.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */

/** One row; null is a field without bytes. */
export function tuple(...fields: readonly (Buffer | null)[]): Buffer {
  const parts = fields.map((field) => (field === null ? int32(-1) : Buffer.concat([int32(field.length), field])));
  return Buffer.concat([int16(fields.length), ...parts]);
}

export function bigint(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

export function text(value: string): Buffer {
  return Buffer.from(value, "utf8");
}

export function float8(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

/** @param day `2026-01-31` */
export function date(day: string): Buffer {
  // PostgreSQL counts days since 2000-01-01.
  return int32((Date.parse(`${day}T00:00:00Z`) - Date.UTC(2000, 0, 1)) / 86_400_000);
}

const elementTypes = { text: 25, bigint: 20 };

/**
 * An array of one dimension without NULLs: dimensions, whether there are NULLs, the elements' type, size, first index.
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/arrayfuncs.c (array_recv)
 */
export function arrayOf(type: keyof typeof elementTypes, elements: readonly Buffer[]): Buffer {
  if (elements.length === 0) return Buffer.concat([0, 0, elementTypes[type]].map(int32));
  const head = [1, 0, elementTypes[type], elements.length, 1].map(int32);
  return Buffer.concat([...head, ...elements.flatMap((element) => [int32(element.length), element])]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
