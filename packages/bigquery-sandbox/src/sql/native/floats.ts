/** FLOAT64 as CAST writes it: the fewest of 15 or 17 digits that identify it, without a point where none is needed. */
export function floatString(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  const digits = Number(x.toPrecision(15)) === x ? 15 : 17;
  return general(x, digits);
}

/** C's `%.<digits>g`, or `%#.<digits>g`. */
export function general(x: number, digits: number, keepsZeros = false): string {
  const drop = keepsZeros ? (text: string): string => text : dropZeros;
  if (x === 0) return (Object.is(x, -0) ? "-" : "") + drop((0).toFixed(digits - 1));
  const [mantissa = "", exponentText = "0"] = x.toExponential(digits - 1).split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < digits) return drop(x.toFixed(Math.max(0, digits - 1 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${drop(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function dropZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** All digits of a FLOAT64 that NUMERIC and BIGNUMERIC can hold. @throws Error for NaN and infinities */
export function exactDecimal(x: number): string {
  if (!Number.isFinite(x))
    throw new Error(`Illegal conversion of non-finite floating point number to numeric: ${floatString(x)}`);
  if (Math.abs(x) >= 1e21) return BigInt(x).toString();
  return x.toFixed(60);
}
