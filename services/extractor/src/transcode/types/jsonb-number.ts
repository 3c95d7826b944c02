/**
 * jsonb keeps numbers as numeric: up to 131072 digits before the point, up to 16383 after it. Source: PostgreSQL manual,
 * "Numeric Types"; numeric_in refuses what is beyond (22003).
 */
const maxIntegerDigits = 131_072;
const maxScale = 16_383;

/** No shorter number, `1e99999`, can be beyond the limits. */
export const minOddNumberBytes = 7;

/** @param text a number as JSON has it. */
export function isJsonbNumber(text: string): boolean {
  if (text.length < minOddNumberBytes) return true;
  const match = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  // No number of JSON: PostgreSQL says what it is.
  if (match === null) return true;
  const [, integer = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (Math.max(fraction.length - exponent, 0) > maxScale) return false;
  const zeros = /^0*/.exec(integer + fraction)![0].length;
  const isZero = zeros === integer.length + fraction.length;
  return isZero || integer.length - zeros + exponent <= maxIntegerDigits;
}
