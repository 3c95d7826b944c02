/*
 * FORMAT(): https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_string
 */
import { general } from "./floats.ts";

/** An argument: its type's SQL name, its text as CAST writes it, and its literal as `%T` does; null for NULL. */
export interface FormatArgument {
  readonly type: string;
  readonly text: string | null;
  readonly literal: string;
}

const specifier = /%(?:([-+ #0']*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%]))?/g;

/** @throws Error with BigQuery's message */
export function formatText(format: string, list: readonly FormatArgument[]): string | null {
  let at = 0;
  let isNull = false;
  const take = (): FormatArgument => {
    const argument = list[at];
    at += 1;
    if (argument === undefined) throw new Error("Error in format string: Too few arguments to FORMAT");
    return argument;
  };
  const size = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text === "*" ? take().text : text);
  const result = format.replaceAll(specifier, (_, flags: string, widthText, precisionText, conversion?: string) => {
    if (conversion === undefined) throw new Error("Error in format string: Missing conversion specifier after %");
    if (conversion === "%") return "%";
    const [width, precision] = [size(widthText), size(precisionText)];
    const argument = take();
    if (argument.text === null && !/[tT]/.test(conversion)) isNull = true;
    return pad(convert(conversion, flags, precision, argument), flags, width ?? 0, /[sTt]/.test(conversion));
  });
  if (at < list.length) throw new Error("Error in format string: Too many arguments to FORMAT");
  return isNull ? null : result;
}

function convert(conversion: string, flags: string, precision: number | undefined, argument: FormatArgument): string {
  const { type, text } = argument;
  if (conversion === "T") return cut(argument.literal, precision);
  if (conversion === "t") return cut(text === null ? "NULL" : readable(type, text), precision);
  if (text === null) return "";
  if (conversion === "s") {
    assertType(conversion, argument, /^STRING$/);
    return cut(text, precision);
  }
  if (conversion === "p") {
    assertType(conversion, argument, /^JSON$/);
    return text;
  }
  if (/[dioxX]/.test(conversion)) {
    assertType(conversion, argument, /^INT64$/);
    return integer(conversion, flags, precision, BigInt(text));
  }
  if (/[feEgG]/i.test(conversion)) {
    assertType(conversion, argument, /^(FLOAT64|NUMERIC|BIGNUMERIC)$/);
    return float(conversion, flags, precision ?? 6, type, text);
  }
  throw new Error(`Error in format string: Invalid conversion specifier "%${conversion}"`);
}

function cut(text: string, length: number | undefined): string {
  return length === undefined ? text : Array.from(text).slice(0, length).join("");
}

/** Numbers that may have a fraction have a point. */
function readable(type: string, text: string): string {
  return /^(FLOAT64|NUMERIC|BIGNUMERIC)$/.test(type) && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function assertType(conversion: string, { type }: FormatArgument, expected: RegExp): void {
  if (expected.test(type)) return;
  throw new Error(`Error in format string: Invalid type for argument to %${conversion}; it is ${type}`);
}

function sign(isNegative: boolean, flags: string): string {
  if (isNegative) return "-";
  return flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

function integer(conversion: string, flags: string, precision: number | undefined, n: bigint): string {
  const magnitude = n < 0n ? -n : n;
  const base = conversion === "o" ? 8 : /x/i.test(conversion) ? 16 : 10;
  if (base !== 10 && n < 0n) throw new Error(`Error in format string: %${conversion} of a negative number: ${n}`);
  let digits = precision === 0 && n === 0n ? "" : magnitude.toString(base).padStart(precision ?? 0, "0");
  if (flags.includes("'")) digits = grouped(digits, base);
  if (flags.includes("#") && base === 16 && n !== 0n) digits = `0x${digits}`;
  if (flags.includes("#") && base === 8 && n !== 0n) digits = `0${digits}`;
  const signed = sign(n < 0n, flags) + digits;
  return conversion === "X" ? signed.toUpperCase() : signed;
}

/** 12,345,678; bc:614e; 15,4403 */
function grouped(digits: string, base: number): string {
  const isEnd = base === 10 ? /\B(?=(\w{3})+$)/g : /\B(?=(\w{4})+$)/g;
  return digits.replaceAll(isEnd, base === 16 ? ":" : ",");
}

function float(conversion: string, flags: string, precision: number, type: string, text: string): string {
  const lower = conversion.toLowerCase();
  const x = Number(text === "inf" || text === "-inf" ? text.replace("inf", "Infinity") : text);
  const isNegative = x < 0 || Object.is(x, -0);
  const written = Number.isFinite(x)
    ? finite(lower, precision, { x: Math.abs(x), type, text: text.replace(/^-/, ""), hasPoint: flags.includes("#") })
    : Number.isNaN(x)
      ? "nan"
      : "inf";
  const separated = flags.includes("'") ? written.replace(/^\d+/, (whole) => grouped(whole, 10)) : written;
  const signed = sign(isNegative, flags) + separated;
  return conversion === lower ? signed : signed.toUpperCase();
}

interface Finite {
  readonly x: number;
  readonly type: string;
  readonly text: string;
  /** The point is there without a fraction, and zeros at the end stay. */
  readonly hasPoint: boolean;
}

function finite(conversion: string, precision: number, { x, type, text, hasPoint }: Finite): string {
  const written = unpointed(conversion, precision, { x, type, text, hasPoint });
  return hasPoint && !written.includes(".") ? written.replace(/^\d+/, "$&.") : written;
}

function unpointed(conversion: string, precision: number, { x, type, text, hasPoint }: Finite): string {
  if (conversion === "g") return general(x, precision || 1, hasPoint);
  if (conversion === "e") return x.toExponential(precision).replace(/e([+-])(\d)$/, "e$10$2");
  return type === "FLOAT64" ? fixed(x, precision) : fixedDecimal(text, precision);
}

/** toFixed changes to exponents at 1e21. */
function fixed(x: number, precision: number): string {
  if (x < 1e21) return x.toFixed(precision);
  return BigInt(x).toString() + (precision > 0 ? `.${"0".repeat(precision)}` : "");
}

function fixedDecimal(text: string, precision: number): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const digits = BigInt(whole + fraction.padEnd(precision + 1, "0").slice(0, precision + 1));
  const rounded = ((digits + 5n) / 10n).toString().padStart(precision + 1, "0");
  return precision === 0 ? rounded : `${rounded.slice(0, -precision)}.${rounded.slice(-precision)}`;
}

function pad(text: string, flags: string, width: number, isText: boolean): string {
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!flags.includes("0") || isText || !/\d/.test(text)) return " ".repeat(missing) + text;
  const [, head = "", rest = ""] = /^([+\- ]?(?:0x)?)(.*)$/is.exec(text) ?? [];
  return head + "0".repeat(missing) + rest;
}
