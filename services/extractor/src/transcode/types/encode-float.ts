import { LOWER_E, MINUS, PLUS, POINT, TO_LOWER, ZERO } from "../page-json/ascii.ts";
import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

/** Powers of ten that a double holds exactly. */
const powersOf10 = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Any integer of so many digits is exact in a double. */
const maxExactDigits = 15;

/**
 * FLOAT64 → float8, correctly rounded. Sources: PostgreSQL's float8send; BigQuery writes "0.1", "1.0E10", "NaN",
 * "Infinity", "-Infinity".
 */
export const encodeFloat64: CellEncoder = (text, start, end, out) => {
  const ordinary = parseOrdinaryFloat(text, start, end);
  const value = Number.isNaN(ordinary) ? parseFloat64(text.toString("latin1", start, end)) : ordinary;
  out.int32(8);
  out.float64(value);
};

/**
 * `[-]digits[.digits][E[+-]digits]`. When integer and power of ten are both exact, one multiplication or division rounds
 * once, as it must; a longer text costs a string.
 * Source: Clinger, "How to Read Floating Point Numbers Accurately", 1990, section 4.
 *
 * @returns NaN for an invalid number, or when the result is zero or infinity: then ask parseFloat64
 */
function parseOrdinaryFloat(text: Buffer, start: number, end: number): number {
  const isNegative = text[start] === MINUS;
  let position = isNegative ? start + 1 : start;
  let mantissa = 0;
  let exponent = 0;
  let digitCount = 0;
  let inFraction = false;
  for (; position < end; position++) {
    const digit = text[position]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digitCount++;
      if (inFraction) exponent--;
    } else if (text[position] === POINT && !inFraction) {
      inFraction = true;
    } else {
      break;
    }
  }
  if (digitCount === 0) return Number.NaN;
  if (position < end) exponent += parseExponent(text, position, end);
  if (Number.isNaN(exponent)) return Number.NaN;
  if (digitCount > maxExactDigits || Math.abs(exponent) >= powersOf10.length) {
    const value = Number(text.toString("latin1", start, end));
    return Number.isFinite(value) && value !== 0 ? value : Number.NaN;
  }
  const value = exponent < 0 ? mantissa / powersOf10[-exponent]! : mantissa * powersOf10[exponent]!;
  return isNegative ? -value : value;
}

/** Of `E10`, `e-5`; NaN for anything else. */
function parseExponent(text: Buffer, start: number, end: number): number {
  if ((text[start]! | TO_LOWER) !== LOWER_E) return Number.NaN;
  const sign = text[start + 1];
  const first = sign === MINUS || sign === PLUS ? start + 2 : start + 1;
  if (first >= end || end - first > 3) return Number.NaN;
  let value = 0;
  for (let position = first; position < end; position++) {
    const digit = text[position]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return sign === MINUS ? -value : value;
}

/**
 * Any spelling of a double.
 *
 * @throws CellRefusal for an invalid number or, as PostgreSQL does, one that would round to zero or infinity
 */
export function parseFloat64(text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value)) refuseValue("it is beyond the range of float8");
    if (value === 0 && /^[^e]*[1-9]/i.test(text)) refuseValue("it is beyond the range of float8");
    return value;
  }
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^\+?inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf(inity)?$/i.test(text)) return Number.NEGATIVE_INFINITY;
  return refuseValue("it is not a number");
}
