/* Functions of arrays, conversion, geography and debugging whose arguments are plain values. */
import { call, fn, type Signature } from "./signature.ts";

export const otherFunctions: Readonly<Record<string, readonly Signature[]>> = {
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/array_functions
  ARRAY_LENGTH: [fn("ARRAY<T>", "INT64", (x) => `CAST(len(${x}) AS BIGINT)`)],
  ARRAY_CONCAT: [fn("ARRAY<T>...", "ARRAY<T>", (...all) => `(${all.join(" || ")})`)],
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
  PARSE_NUMERIC: [
    fn("STRING", "NUMERIC", (x) => `CAST(bq_number_parse(replace(${x}, ',', ''), 'NUMERIC') AS DECIMAL(38, 9))`),
  ],
  PARSE_BIGNUMERIC: [
    fn("STRING", "BIGNUMERIC", (x) => `{'$bignumeric': bq_number_parse(replace(${x}, ',', ''), 'BIGNUMERIC')}`),
  ],
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/geography_functions
  ST_GEOGPOINT: [
    fn(
      "FLOAT64, FLOAT64",
      "GEOGRAPHY",
      (x, y) => `{'$geography': concat('POINT(', bq_float_string(${x}), ' ', bq_float_string(${y}), ')')}`,
    ),
  ],
  ST_GEOGFROMTEXT: [fn("STRING", "GEOGRAPHY", (x) => `{'$geography': ${x}}`)],
  ST_ASTEXT: [fn("GEOGRAPHY", "STRING", (x) => `${x}."$geography"`)],
};
