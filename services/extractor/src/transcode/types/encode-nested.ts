import type { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import { boolText, timestampRangeText } from "../mapped-columns/canonical-text.ts";
import type { BigQueryType, Column } from "../column.ts";
import { parseFloat64 } from "./encode-float.ts";
import { parseInt64 } from "./encode-integer.ts";
import { toPlainDecimal } from "./encode-numeric.ts";
import { checkJsonText, jsonbVersion } from "./encode-text.ts";
import { parseJson } from "../page-json/json-scan.ts";
import { refuseShape, refuseValue } from "../unrepresentable/refusal.ts";
import { parseTimestampText, toIsoTimestamp } from "./timestamp-text.ts";
import { holdsLoneSurrogate, holdsNul } from "../page-json/unescape.ts";

/** Writes one field for the JSON value `page[start..end)`, as it is on the wire. */
export type NestedEncoder = (page: Buffer, start: number, end: number, out: ByteWriter) => void;
export type ToJson = (wire: unknown) => string;

/**
 * STRUCT and repeated columns → jsonb: an object with the fields' names, or an array. Duplicate names get `_2`, `_3`; a
 * field without a name is called `_field_<position>`, as in BigQuery.
 *
 * On the wire a struct is `{"f":[{"v":..},..]}`, an array `[{"v":..},..]`. Source: REST reference, "TableRow".
 */
export function encodeNestedOf(column: Column): NestedEncoder {
  const toJson = columnToJson(column);
  return (page, start, end, out) => writeJsonb(toJson(parseJson(page, start, end)), out);
}

/** Writes a whole field. */
export function writeJsonb(text: string, out: ByteWriter): void {
  const byteCount = Buffer.byteLength(text);
  out.reserve(5 + byteCount);
  out.int32(1 + byteCount);
  out.uint8(jsonbVersion);
  out.length += out.bytes.write(text, out.length);
}

/** Makes the JSON text of a parsed cell. */
export function columnToJson(column: Column): ToJson {
  const elementToJson = nullOr(column.type === "STRUCT" ? structToJson(column.fields ?? []) : scalarToJson(column));
  return column.repeated ? nullOr(arrayToJson(elementToJson)) : elementToJson;
}

function nullOr(toJson: ToJson): ToJson {
  return (wire) => (wire === null ? "null" : toJson(wire));
}

function arrayToJson(elementToJson: ToJson): ToJson {
  return (wire) => {
    if (!Array.isArray(wire)) return refuseShape("a repeated cell is not an array");
    return `[${wire.map((element) => elementToJson(cellValue(element))).join(",")}]`;
  };
}

function structToJson(fields: readonly Column[]): ToJson {
  const keys = structKeys(fields);
  const members = fields.map((field, index) => ({
    key: `${JSON.stringify(keys[index])}:`,
    toJson: columnToJson(field),
  }));
  return (wire) => {
    const cells = (wire as { f?: unknown }).f;
    if (!Array.isArray(cells) || cells.length !== members.length) {
      return refuseShape("a struct does not have the fields of its column");
    }
    return `{${members.map(({ key, toJson }, index) => key + toJson(cellValue(cells[index]))).join(",")}}`;
  };
}

/** The value in `{"v":value}`. */
export function cellValue(cell: unknown): unknown {
  if (typeof cell !== "object" || cell === null || !("v" in cell)) return refuseShape("a nested cell has no value");
  return cell.v;
}

/** Keys of a struct. Exported for tests. */
export function structKeys(fields: readonly Column[]): readonly string[] {
  const taken = new Set(fields.map((field) => field.name));
  const used = new Set<string>();
  return fields.map((field, index) => {
    let key = field.name === "" ? `_field_${index + 1}` : field.name;
    for (let suffix = 2; used.has(key) || (key !== field.name && taken.has(key)); suffix++) {
      key = `${field.name}_${suffix}`;
    }
    used.add(key);
    return key;
  });
}

function scalarToJson({ type, rangeElementType }: Column): ToJson {
  const isTimestampRange = type === "RANGE" && rangeElementType === "TIMESTAMP";
  const toJson = isTimestampRange ? timestampRangeToJson : scalarsToJson[type as Exclude<BigQueryType, "STRUCT">];
  return (wire) => (typeof wire === "string" ? toJson(wire) : refuseShape("a nested scalar is not a string"));
}

/** Digits of exact numbers are copied verbatim: jsonb stores numbers as numeric. */
const scalarsToJson: Record<Exclude<BigQueryType, "STRUCT">, (text: string) => string> = {
  INT64: (text) => parseInt64(text).toString(),
  FLOAT64: floatToJson,
  NUMERIC: toPlainDecimal,
  BIGNUMERIC: toPlainDecimal,
  BOOL: boolText,
  STRING: quote,
  BYTES: quote,
  DATE: quote,
  DATETIME: quote,
  TIME: quote,
  TIMESTAMP: (text) => quote(toIsoTimestamp(parseTimestampText(text))),
  JSON: embedJson,
  GEOGRAPHY: quote,
  INTERVAL: quote,
  RANGE: quote,
};

function timestampRangeToJson(text: string): string {
  return `"${timestampRangeText(text)}"`;
}

/** JSON has no NaN and no infinities: these become strings. */
function floatToJson(text: string): string {
  const value = parseFloat64(text);
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

function quote(text: string): string {
  if (text.includes("\0")) refuseValue(holdsNul);
  if (!text.isWellFormed()) refuseValue(holdsLoneSurrogate);
  return JSON.stringify(text);
}

/**
 * Copied verbatim, or numbers would lose digits; but parsed once, because invalid JSON would break the text around it.
 */
export function embedJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    // The parser's message may quote row values, so it is dropped.
    refuseValue("it is not JSON");
  }
  if (!text.isWellFormed()) refuseValue(holdsLoneSurrogate);
  const bytes = Buffer.from(text);
  checkJsonText(bytes, 0, bytes.length);
  return text;
}
