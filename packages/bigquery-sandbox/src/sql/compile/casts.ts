/*
 * Explicit conversions: https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules#casting and
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions
 */
import { duckdbTypeOf, RANGE_FIELDS } from "../../storage/duckdb-type.ts";
import { invalidQuery } from "../../errors.ts";
import type { FieldType } from "../../wire/field-type.ts";
import { quoteIdentifier, quoteText } from "../quote.ts";
import { bigText } from "./bignumeric.ts";
import { describeType, isA, isSame, type RangeType, scalar } from "./types.ts";
import { describeValue, nullOf, raise, raiseSql, type Value } from "./value.ts";

type Cast = (sql: string) => string;

const plain =
  (type: string): Cast =>
  (x) =>
    `CAST(${x} AS ${type})`;
const macro =
  (name: string): Cast =>
  (x) =>
    `${name}(${x})`;
const toBig: Cast = (text) => `bq_big(${text})`;
const toNumeric: Cast = (text) => `CAST(bq_number_parse(${text}, 'NUMERIC') AS DECIMAL(38, 9))`;

/** By the type they are from, then the type they are to. */
const casts: Readonly<Record<string, Readonly<Record<string, Cast>>>> = {
  INT64: {
    BOOL: plain("BOOLEAN"),
    NUMERIC: plain("DECIMAL(38, 9)"),
    BIGNUMERIC: (x) => toBig(`CAST(${x} AS VARCHAR)`),
    FLOAT64: plain("DOUBLE"),
    STRING: plain("VARCHAR"),
  },
  NUMERIC: {
    INT64: plain("BIGINT"),
    BIGNUMERIC: (x) => toBig(`bq_numeric_text(${x})`),
    FLOAT64: plain("DOUBLE"),
    STRING: macro("bq_numeric_text"),
  },
  BIGNUMERIC: {
    INT64: (x) => `CAST(bq_number_round(${bigText(x)}, 0, 'round') AS BIGINT)`,
    NUMERIC: (x) => toNumeric(bigText(x)),
    FLOAT64: (x) => `CAST(${bigText(x)} AS DOUBLE)`,
    // Stored digits may end with zeros.
    STRING: (x) => `bq_numeric_text(${bigText(x)})`,
  },
  FLOAT64: {
    INT64: macro("bq_float_to_int64"),
    NUMERIC: (x) => toNumeric(`bq_float_exact(${x})`),
    BIGNUMERIC: (x) => toBig(`bq_float_exact(${x})`),
    // 0 has no sign.
    STRING: (x) => `bq_float_string(CASE WHEN ${x} <> 0 THEN ${x} ELSE abs(${x}) END)`,
  },
  BOOL: { INT64: plain("BIGINT"), STRING: plain("VARCHAR") },
  STRING: {
    BOOL: macro("bq_parse_bool"),
    INT64: macro("bq_parse_int64"),
    NUMERIC: toNumeric,
    BIGNUMERIC: toBig,
    FLOAT64: macro("bq_parse_float64"),
    BYTES: (x) => `encode(${x})`,
    DATE: macro("bq_parse_date"),
    DATETIME: macro("bq_parse_datetime"),
    TIME: macro("bq_parse_time"),
    TIMESTAMP: macro("bq_parse_timestamp"),
  },
  BYTES: { STRING: macro("bq_utf8") },
  DATE: { STRING: plain("VARCHAR"), DATETIME: plain("TIMESTAMP"), TIMESTAMP: plain("TIMESTAMPTZ") },
  DATETIME: {
    STRING: macro("bq_datetime_string"),
    DATE: plain("DATE"),
    TIME: plain("TIME"),
    TIMESTAMP: plain("TIMESTAMPTZ"),
  },
  TIME: { STRING: macro("bq_time_string") },
  TIMESTAMP: {
    STRING: macro("bq_timestamp_string"),
    DATE: (x) => `CAST(bq_utc(${x}) AS DATE)`,
    TIME: (x) => `CAST(bq_utc(${x}) AS TIME)`,
    DATETIME: macro("bq_utc"),
  },
  INTERVAL: { STRING: macro("bq_interval_text") },
};

/** DuckDB's SQL for a conversion that exists; throws BigQuery's error for others. */
export function castSql(from: Value, to: FieldType): string {
  if (from.literal === "NULL") return nullOf(to);
  if (from.literal === "EMPTY_ARRAY" && to.kind === "array") return `CAST([] AS ${duckdbTypeOf(to)})`;
  if (isSame(from.type, to)) return from.sql;
  if (from.type.kind === "struct" && to.kind === "struct" && from.type.fields.length === to.fields.length) {
    return structSql(from.sql, from.type, to);
  }
  if (to.kind === "range" && isA(from.type, "STRING")) return parsedRange(from.sql, to);
  if (from.type.kind === "range" && isA(to, "STRING")) return rangeText(from.sql, from.type);
  const cast = casts[describeType(from.type)]?.[describeType(to)];
  if (cast === undefined) throw invalidQuery(`Invalid cast from ${describeValue(from)} to ${describeType(to)}`);
  return cast(from.sql);
}

/** `[start, end)`, of which either may be UNBOUNDED or NULL. */
function parsedRange(text: string, type: RangeType): string {
  const pattern = "'\\[ *([^,]*[^, ]) *, *([^,]*[^, ]) *\\)'";
  const [from, to] = [1, 2].map((group) => {
    const bound = `regexp_extract(${text}, ${pattern}, ${group})`;
    const parsed = castSql({ sql: bound, type: scalar("STRING") }, scalar(type.element));
    return `CASE WHEN upper(${bound}) NOT IN ('UNBOUNDED', 'NULL') THEN ${parsed} END`;
  });
  const invalid = raiseSql(`concat('Invalid range literal: ', ${text})`, type);
  return `CASE WHEN ${text} IS NULL THEN NULL WHEN regexp_full_match(${text}, ${pattern}) THEN ${rangeSql(from!, to!, type)} ELSE ${invalid} END`;
}

/** A RANGE of two bounds; NULL for no bound. Fails with the message if the first is not before the second. */
export function rangeSql(
  from: string,
  to: string,
  type: RangeType,
  message = "Range start element must be smaller than range end element",
): string {
  const [start, end] = RANGE_FIELDS.map(quoteIdentifier);
  return `CASE WHEN ${from} >= ${to} THEN ${raise(message, type)} ELSE struct_pack(${start} := ${from}, ${end} := ${to}) END`;
}

function rangeText(sql: string, { element }: RangeType): string {
  const [start, end] = RANGE_FIELDS.map((name) => {
    const bound = { sql: `struct_extract(${sql}, ${quoteText(name)})`, type: scalar(element) };
    return `coalesce(${castSql(bound, scalar("STRING"))}, 'UNBOUNDED')`;
  });
  return `CASE WHEN ${sql} IS NOT NULL THEN concat('[', ${start}, ', ', ${end}, ')') END`;
}

type StructType = Extract<FieldType, { kind: "struct" }>;

/** Field by field in their order, whatever their names: DuckDB would match the names. */
function structSql(sql: string, from: StructType, to: StructType): string {
  const fields = to.fields.map((field, index) => {
    const source = from.fields[index]!;
    const value = { sql: `struct_extract(${sql}, ${quoteText(source.name)})`, type: source.type };
    return `${quoteIdentifier(field.name)} := ${castSql(value, field.type)}`;
  });
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(", ")}) END`;
}
