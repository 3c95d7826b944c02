/*
 * Exact decimal arithmetic of NUMERIC and BIGNUMERIC, whose results are rounded half away from zero:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types
 */

export type DecimalType = "NUMERIC" | "BIGNUMERIC";

interface Limits {
  readonly scale: number;
  /** Greatest and least value, in units of the last digit. */
  readonly max: bigint;
  readonly min: bigint;
}

const limits: Readonly<Record<DecimalType, Limits>> = {
  NUMERIC: { scale: 9, max: 10n ** 38n - 1n, min: -(10n ** 38n) + 1n },
  // 38 digits after the point, and 256 bits.
  BIGNUMERIC: { scale: 38, max: 2n ** 255n - 1n, min: -(2n ** 255n) },
};

const number = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?\s*$/i;

/** The text as a decimal number of this type. @throws Error with BigQuery's message */
export function parseDecimal(text: string, type: DecimalType): string {
  const scaled = toScaled(text, type);
  if (scaled === undefined) throw new Error(`Invalid ${type} value: ${text}`);
  return toText(scaled, limits[type].scale);
}

/** `a operator b`. @throws Error with BigQuery's message, for an overflow and a division by zero */
export function calculate(operator: string, a: string, b: string, type: DecimalType): string {
  const { scale } = limits[type];
  const [x, y] = [toScaled(a, type), toScaled(b, type)];
  if (x === undefined || y === undefined) throw new Error(`Invalid ${type} value`);
  if ((operator === "/" || operator === "MOD" || operator === "DIV") && y === 0n)
    throw new Error(`division by zero: ${a} / ${b}`);
  const result = compute(operator, { x, y, scale });
  if (isOutside(result, type)) {
    throw new Error(`${type.toLowerCase()} overflow: ${a} ${operator} ${b}`);
  }
  return toText(result, scale);
}

function compute(operator: string, { x, y, scale }: { x: bigint; y: bigint; scale: number }): bigint {
  const unit = 10n ** BigInt(scale);
  switch (operator) {
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return divideRounded(x * y, unit);
    case "/":
      return divideRounded(x * unit, y);
    case "DIV":
      return (x / y) * unit;
    case "MOD":
      return x % y;
    default:
      throw new Error(`No operator ${operator}`);
  }
}

export type Rounding = "round" | "trunc" | "floor" | "ceil";

/** Rounds to this many digits after the point; negative ones are before it. */
export function roundDecimal(text: string, digits: number, how: Rounding, type: DecimalType = "BIGNUMERIC"): string {
  const { scale } = limits[type];
  const scaled = toScaled(text, type);
  if (scaled === undefined) throw new Error(`Invalid ${type} value: ${text}`);
  if (digits >= scale) return toText(scaled, scale);
  const unit = 10n ** BigInt(scale - digits);
  const result = quotient(scaled, unit, how) * unit;
  if (isOutside(result, type)) throw new Error(`${type.toLowerCase()} overflow: ROUND(${text})`);
  return toText(result, scale);
}

function quotient(x: bigint, unit: bigint, how: Rounding): bigint {
  const truncated = x / unit;
  const isExact = truncated * unit === x;
  if (how === "round") return divideRounded(x, unit);
  if (how === "floor" && !isExact && x < 0n) return truncated - 1n;
  if (how === "ceil" && !isExact && x > 0n) return truncated + 1n;
  return truncated;
}

const keyOffset = 2n ** 256n;

/** A text that sorts as the number does. */
export function orderKey(text: string): string {
  const scaled = toScaled(text, "BIGNUMERIC");
  if (scaled === undefined) throw new Error(`Invalid BIGNUMERIC value: ${text}`);
  return (scaled + keyOffset).toString(16).padStart(65, "0");
}

function isOutside(scaled: bigint, type: DecimalType): boolean {
  return scaled > limits[type].max || scaled < limits[type].min;
}

/** In units of the type's last digit; undefined if it is no number of the type. */
function toScaled(text: string, type: DecimalType): bigint | undefined {
  const [, sign, whole = "", fraction = "", exponent = "0"] = number.exec(text) ?? [];
  if (sign === undefined || whole + fraction === "" || Math.abs(Number(exponent)) > 1000) return undefined;
  const shift = limits[type].scale - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift));
  const scaled = sign === "-" ? -magnitude : magnitude;
  return isOutside(scaled, type) ? undefined : scaled;
}

/** Half away from zero. */
function divideRounded(x: bigint, y: bigint): bigint {
  const isNegative = x < 0n !== y < 0n;
  const [a, b] = [x < 0n ? -x : x, y < 0n ? -y : y];
  const rounded = (2n * a + b) / (2n * b);
  return isNegative ? -rounded : rounded;
}

function toText(scaled: bigint, scale: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  const text = `${digits.slice(0, -scale)}${fraction === "" ? "" : `.${fraction}`}`;
  return scaled < 0n ? `-${text}` : text;
}

/** SUM. @throws Error with BigQuery's message for an overflow */
export function sumDecimals(texts: readonly string[], type: DecimalType): string {
  const sum = texts.reduce((total, text) => total + (toScaled(text, type) ?? 0n), 0n);
  if (isOutside(sum, type)) throw new Error(`${type.toLowerCase()} overflow: SUM`);
  return toText(sum, limits[type].scale);
}

const parsable =
  /^\s*(?<before>[+-]?)\s*(?<number>(?:[\d,]*\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(?<after>[+-]?)\s*$/i;

/**
 * PARSE_NUMERIC and PARSE_BIGNUMERIC: https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions#parse_numeric
 *
 * @throws Error with BigQuery's message
 */
export function parseNumber(text: string, type: DecimalType): string {
  const { before = "", number = "", after = "" } = parsable.exec(text)?.groups ?? {};
  if (number === "" || (before !== "" && after !== "")) throw new Error(`Invalid input to PARSE_${type}: "${text}"`);
  return parseDecimal(`${before}${after}${number.replaceAll(",", "")}`, type);
}
