/**
 * jsonb stores numbers as numeric: up to 131072 digits before the point, up to 16383 after it. Source: PostgreSQL
 * manual, "Numeric Types"; numeric_in refuses larger ones (22003).
 */
const maxIntegerDigits = 131_072;
const maxScale = 16_383;

/** No shorter number, `1e99999`, can be beyond the limits. */
export const minOddNumberBytes = 7;

/** @param text a number in JSON syntax. */
export function isJsonbNumber(text: string): boolean {
  if (text.length < minOddNumberBytes) return true;
  const match = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  // Not a JSON number: PostgreSQL reports the error.
  if (match === null) return true;
  const [, integer = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (Math.max(fraction.length - exponent, 0) > maxScale) return false;
  const zeros = /^0*/.exec(integer + fraction)![0].length;
  const isZero = zeros === integer.length + fraction.length;
  return isZero || integer.length - zeros + exponent <= maxIntegerDigits;
}
