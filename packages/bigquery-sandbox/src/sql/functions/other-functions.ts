/* Functions of arrays, conversion, geography and debugging whose arguments are plain values. */
import { bigOf } from "../compile/bignumeric.ts";
import { call, fn, type Signature } from "./signature.ts";

/** NULL if any array is NULL: DuckDB's operator takes it for an empty one. */
function concatSql(arrays: readonly string[]): string {
  const present = arrays.map((array) => `${array} IS NOT NULL`);
  return `CASE WHEN ${present.join(" AND ")} THEN ${arrays.join(" || ")} END`;
}

export const otherFunctions: Readonly<Record<string, readonly Signature[]>> = {
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/array_functions
  ARRAY_LENGTH: [fn("ARRAY<T>", "INT64", (x) => `CAST(len(${x}) AS BIGINT)`)],
  ARRAY_CONCAT: [fn("ARRAY<T>...", "ARRAY<T>", (...all) => concatSql(all))],
  ARRAY_REVERSE: [fn("ARRAY<T>", "ARRAY<T>", call("list_reverse"))],
  ARRAY_TO_STRING: [
    fn(
      "ARRAY<STRING>, STRING, STRING?",
      "STRING",
      (x, d, n) =>
        `CASE WHEN ${x} IS NOT NULL THEN coalesce(array_to_string(${n === undefined ? `list_filter(${x}, lambda item: item IS NOT NULL)` : `list_transform(${x}, lambda item: coalesce(item, ${n}))`}, ${d}), '') END`,
    ),
  ],
  GENERATE_ARRAY: [
    fn("INT64, INT64, INT64?", "ARRAY<INT64>", (a, b, s) => `bq_generate_array(${a}, ${b}, ${s ?? "1"})`),
  ],
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions
  PARSE_NUMERIC: [fn("STRING", "NUMERIC", (x) => `CAST(bq_parse_number(${x}, 'NUMERIC') AS DECIMAL(38, 9))`)],
  PARSE_BIGNUMERIC: [fn("STRING", "BIGNUMERIC", (x) => bigOf(`bq_parse_number(${x}, 'BIGNUMERIC')`))],
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/geography_functions
  ST_GEOGPOINT: [
    fn(
      "FLOAT64, FLOAT64",
      "GEOGRAPHY",
      (x, y) =>
        `CASE WHEN ${x} IS NOT NULL AND ${y} IS NOT NULL THEN {'$geography': concat('POINT(', bq_float_string(${x}), ' ', bq_float_string(${y}), ')')} END`,
    ),
  ],
  ST_GEOGFROMTEXT: [fn("STRING", "GEOGRAPHY", (x) => `CASE WHEN ${x} IS NOT NULL THEN {'$geography': ${x}} END`)],
  ST_ASTEXT: [fn("GEOGRAPHY", "STRING", (x) => `${x}."$geography"`)],
};
