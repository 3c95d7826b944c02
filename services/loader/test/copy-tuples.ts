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
