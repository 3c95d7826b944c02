import { MINUS, ZERO } from "../page-json/ascii.ts";
import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

const maxSafeDigits = 16;

/** INT64 → int8. Source: PostgreSQL's int8send; BigQuery writes plain decimal digits. */
export const encodeInt64: CellEncoder = (text, start, end, out) => {
  out.int32(8);
  const value = parseSafeInteger(text, start, end);
  if (Number.isNaN(value)) out.bigInt64(parseInt64(text.toString("latin1", start, end)));
  else out.int64(value);
};

/** The integer in `text[start..end)`; NaN when it is invalid or may not fit a double exactly: then ask parseInt64. */
export function parseSafeInteger(text: Buffer, start: number, end: number): number {
  const isNegative = text[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  if (first === end || end - first > maxSafeDigits) return Number.NaN;
  let value = 0;
  for (let position = first; position < end; position++) {
    const digit = text[position]! - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  if (value > Number.MAX_SAFE_INTEGER) return Number.NaN;
  return isNegative ? -value : value;
}

/** @throws CellRefusal when the text is not an integer or needs more than 64 bits */
export function parseInt64(text: string): bigint {
  if (!/^-?\d{1,40}$/.test(text)) refuseValue("it is not an integer");
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) !== value) refuseValue("it does not fit 64 bits");
  return value;
}
