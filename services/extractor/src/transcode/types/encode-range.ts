import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { encodeDate, encodeDatetime, encodeTimestamp } from "./encode-date-time.ts";
import type { Column } from "../column.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

const lowerInclusive = 0x02;
const lowerInfinite = 0x08;
const upperInfinite = 0x10;

const boundEncoders: Record<NonNullable<Column["rangeElementType"]>, CellEncoder> = {
  DATE: encodeDate,
  DATETIME: encodeDatetime,
  TIMESTAMP: encodeTimestamp,
};

/**
 * RANGE → daterange, tsrange, tstzrange: flags, then each finite bound as a field. Sources: PostgreSQL's range_send and
 * RANGE_LB_INC, RANGE_LB_INF, RANGE_UB_INF of rangetypes.h; BigQuery writes `[start, end)`, UNBOUNDED for no bound.
 */
export function encodeRangeOf(elementType: NonNullable<Column["rangeElementType"]>): CellEncoder {
  const encodeBound = boundEncoders[elementType];
  return (text, start, end, out) => {
    const match = /^\[([^,]+), ?([^,]+)\)$/.exec(text.toString("latin1", start, end));
    if (match === null) refuseValue("it is not a range");
    const lower = toBound(match[1]!);
    const upper = toBound(match[2]!);
    const fieldAt = out.length;
    out.int32(0);
    out.uint8((lower ? lowerInclusive : lowerInfinite) | (upper ? 0 : upperInfinite));
    const lowerAt = out.length;
    if (lower) encodeBound(lower, 0, lower.length, out);
    const upperAt = out.length;
    if (upper) encodeBound(upper, 0, upper.length, out);
    out.int32At(fieldAt, out.length - fieldAt - 4);
    if (lower && upper && isAfter(out.bytes.subarray(lowerAt, upperAt), out.bytes.subarray(upperAt, out.length))) {
      refuseValue("the range ends before it starts");
    }
  };
}

function toBound(text: string): Buffer | null {
  return isUnbounded(text) ? null : Buffer.from(text, "latin1");
}

export function isUnbounded(bound: string): boolean {
  return /^(unbounded|null)$/i.test(bound);
}

/** Both are fields of one length: a signed big-endian number behind its length word. */
function isAfter(lower: Buffer, upper: Buffer): boolean {
  const byteCount = lower.readInt32BE(0);
  if (byteCount === 4) return lower.readInt32BE(4) > upper.readInt32BE(4);
  return lower.readBigInt64BE(4) > upper.readBigInt64BE(4);
}
