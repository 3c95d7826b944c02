/** Canonical text of a value: the result of a cast to text, and the input of masks. */
import type { Column, ScalarType } from "../column.ts";
import { parseFloat64 } from "../types/encode-float.ts";
import { parseInt64 } from "../types/encode-integer.ts";
import { toPlainDecimal } from "../types/encode-numeric.ts";
import { isUnbounded } from "../types/encode-range.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";
import { parseTimestampText, toIsoTimestamp } from "../types/timestamp-text.ts";

const asItIs = (text: string): string => text;
const timestampText = (text: string): string => toIsoTimestamp(parseTimestampText(text));

const canonicalTexts: Record<Exclude<ScalarType, "RANGE">, (text: string) => string> = {
  INT64: (text) => parseInt64(text).toString(),
  FLOAT64: floatText,
  NUMERIC: toPlainDecimal,
  BIGNUMERIC: toPlainDecimal,
  BOOL: boolText,
  STRING: asItIs,
  BYTES: asItIs,
  DATE: asItIs,
  DATETIME: asItIs,
  TIME: asItIs,
  TIMESTAMP: timestampText,
  JSON: asItIs,
  GEOGRAPHY: asItIs,
  INTERVAL: asItIs,
};

/**
 * Converts a scalar's wire text to its canonical text, which is the same for equal values of BigQuery. A TIMESTAMP is
 * ISO 8601 in UTC, BYTES are base64, the rest is as BigQuery writes it.
 */
export function canonicalTextOf({ type, rangeElementType }: Column): (text: string) => string {
  if (type === "RANGE") return rangeElementType === "TIMESTAMP" ? timestampRangeText : asItIs;
  return canonicalTexts[type as keyof typeof canonicalTexts];
}

/** The shortest text that parses to the same value; zero keeps its sign. */
function floatText(text: string): string {
  const value = parseFloat64(text);
  return Object.is(value, -0) ? "-0" : String(value);
}

export function boolText(text: string): string {
  const lowerCase = text.toLowerCase();
  return lowerCase === "true" || lowerCase === "false" ? lowerCase : refuseValue("it is neither true nor false");
}

/** Writes the bounds like a TIMESTAMP; on the wire they are microseconds. */
export function timestampRangeText(text: string): string {
  const match = /^\[([^,]+), ?([^,]+)\)$/.exec(text);
  if (match === null) return refuseValue("it is not a range");
  const [lower, upper] = match.slice(1).map((bound) => (isUnbounded(bound) ? "UNBOUNDED" : timestampText(bound)));
  return `[${lower}, ${upper})`;
}
