/*
 * Reads values that clients send as text, as Google documents them, and writes each in the one form that `from-text-sql.ts`
 * expects. https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv#data_types and
 * https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-json#details_of_loading_json_data
 */
import type { ScalarName } from "../wire/field-type.ts";
import { canonicalJson } from "./canonical-json.ts";
import { readDate, readDatetime, readTime, readTimestamp } from "./time-text.ts";

/** A value that its column cannot hold; its message is BigQuery's. */
export class ValueError extends Error {}

type Reader = (text: string) => string | undefined;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const READERS: Readonly<Record<Exclude<ScalarName, "NUMERIC" | "BIGNUMERIC">, Reader>> = {
  INTEGER: readInteger,
  FLOAT: readFloat,
  BOOLEAN: readBoolean,
  STRING: (text) => text,
  BYTES: (text) =>
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(text) ? padded(text) : undefined,
  DATE: readDate,
  DATETIME: readDatetime,
  TIME: readTime,
  TIMESTAMP: readTimestamp,
  JSON: readJson,
  GEOGRAPHY: (text) =>
    /^(POINT|LINESTRING|POLYGON|MULTI\w+|GEOMETRYCOLLECTION)\s*(\(|EMPTY)/i.test(text) ? text : undefined,
  INTERVAL: readInterval,
};

/** The value's text in the form of `from-text-sql.ts`. @throws ValueError */
export function readScalar(text: string, name: ScalarName): string {
  const read =
    name === "NUMERIC"
      ? readDecimal(text, 29, 9)
      : name === "BIGNUMERIC"
        ? readDecimal(text, 39, 38)
        : READERS[name](text);
  if (read === undefined) throw new ValueError(badValue(text, name));
  return read;
}

const badNames: Partial<Record<ScalarName, string>> = { INTEGER: "int64", FLOAT: "double", BOOLEAN: "bool" };

function badValue(text: string, name: ScalarName): string {
  const bad = badNames[name];
  return bad === undefined ? `Invalid ${name} value: ${text}` : `Cannot convert value to ${bad} (bad value): ${text}`;
}

function readInteger(text: string): string | undefined {
  const trimmed = text.trim();
  // 1.0 and 1e3 are integers too.
  const whole = /^[+-]?\d+$/.test(trimmed) ? trimmed : wholeNumber(trimmed);
  if (whole === undefined) return undefined;
  const value = BigInt(whole.replace(/^\+/, ""));
  return value >= -(2n ** 63n) && value < 2n ** 63n ? String(value) : undefined;
}

function wholeNumber(text: string): string | undefined {
  return NUMBER.test(text) && Number.isSafeInteger(Number(text)) ? String(Number(text)) : undefined;
}

function readFloat(text: string): string | undefined {
  const trimmed = text.trim();
  const special = /^([+-]?)(nan|inf(?:inity)?)$/i.exec(trimmed);
  if (special) return /nan/i.test(special[2] as string) ? "nan" : `${special[1] === "-" ? "-" : ""}inf`;
  return NUMBER.test(trimmed) && Number.isFinite(Number(trimmed)) ? trimmed.replace(/^\+/, "") : undefined;
}

function readBoolean(text: string): string | undefined {
  if (/^(true|t|yes|y|1)$/i.test(text)) return "true";
  return /^(false|f|no|n|0)$/i.test(text) ? "false" : undefined;
}

/** At most `whole` digits before the point; digits after `scale` are rounded half away from zero. */
export function readDecimal(text: string, whole: number, scale: number): string | undefined {
  const trimmed = text.trim();
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,4}))?$/i.exec(trimmed);
  if (parts === null || !NUMBER.test(trimmed)) return undefined;
  const [, sign, before = "", after = "", exponent = "0"] = parts;
  const digits = BigInt(before + after);
  // The value is digits / 10^(after.length - exponent).
  const shift = scale - after.length + Number(exponent);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : roundHalfAway(digits, 10n ** BigInt(-shift));
  if (scaled >= 10n ** BigInt(whole + scale)) return undefined;
  const padded = String(scaled).padStart(scale + 1, "0");
  const point = padded.length - scale;
  const integer = padded.slice(0, point);
  const fraction = padded.slice(point).replace(/0+$/, "");
  return `${sign === "-" && scaled !== 0n ? "-" : ""}${integer}${fraction === "" ? "" : `.${fraction}`}`;
}

function roundHalfAway(value: bigint, divisor: bigint): bigint {
  return (value + divisor / 2n) / divisor;
}

function padded(base64: string): string {
  return base64 + "=".repeat((4 - (base64.length % 4)) % 4);
}

function readJson(text: string): string | undefined {
  try {
    return canonicalJson(text, "round");
  } catch {
    return undefined;
  }
}

/** The canonical form `[-]Y-M [-]D [-]H:M:S[.F]`, whose three parts have signs of their own. */
function readInterval(text: string): string | undefined {
  const parts = /^([+-]?)(\d+)-(\d+) ([+-]?\d+) ([+-]?)(\d+):(\d+):(\d+)(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, monthSign, years, months, days, clockSign, hours, minutes, seconds, fraction = ""] = parts;
  const monthCount = Number(years) * 12 + Number(months);
  const micros =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000 + Number(fraction.padEnd(6, "0"));
  const signed = (sign: string | undefined, count: number) => (sign === "-" ? -count : count);
  return `${signed(monthSign, monthCount)} months ${Number(days)} days ${signed(clockSign, micros)} microseconds`;
}
