/**
 * A value of each type as a literal, and the text that PostgreSQL makes of it, by docs/types.md.
 * https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/lexical#literals
 */
export interface TypeValue {
  readonly name: string;
  readonly type: string;
  readonly literal: string;
  readonly arrives: string;
}

const typeValue = (name: string, type: string, literal: string, arrives: string): TypeValue => ({
  name,
  type,
  literal,
  arrives,
});

export const typeValues: readonly TypeValue[] = [
  typeValue("an_int64", "INT64", "9223372036854775807", "9223372036854775807"),
  typeValue("a_float64", "FLOAT64", "0.1", "0.1"),
  typeValue("a_nan", "FLOAT64", "CAST('NaN' AS FLOAT64)", "NaN"),
  typeValue(
    "a_numeric",
    "NUMERIC",
    "NUMERIC '99999999999999999999999999999.999999999'",
    "99999999999999999999999999999.999999999",
  ),
  typeValue(
    "a_bignumeric",
    "BIGNUMERIC",
    "BIGNUMERIC '0.00000000000000000000000000000000000001'",
    "0.00000000000000000000000000000000000001",
  ),
  typeValue("a_bool", "BOOL", "TRUE", "true"),
  typeValue("a_string", "STRING", String.raw`'ä "quoted" 😀'`, 'ä "quoted" 😀'),
  typeValue("some_bytes", "BYTES", String.raw`b'\x00\xff'`, String.raw`\x00ff`),
  typeValue("a_date", "DATE", "DATE '0001-01-01'", "0001-01-01"),
  typeValue("a_datetime", "DATETIME", "DATETIME '2026-01-31 12:34:56.789012'", "2026-01-31 12:34:56.789012"),
  typeValue("a_time", "TIME", "TIME '23:59:59.999999'", "23:59:59.999999"),
  typeValue("a_timestamp", "TIMESTAMP", "TIMESTAMP '2026-01-31 12:34:56.789012+00'", "2026-01-31 12:34:56.789012+00"),
  typeValue("a_json", "JSON", `JSON '{"b": 1.5, "a": [null]}'`, '{"a": [null], "b": 1.5}'),
  typeValue("a_geography", "GEOGRAPHY", "ST_GEOGPOINT(1, 2)", "POINT(1 2)"),
  typeValue("an_interval", "INTERVAL", "INTERVAL '1-2 3 4:5:6.7' YEAR TO SECOND", "1 year 2 mons 3 days 04:05:06.7"),
  typeValue("a_range", "RANGE<DATE>", "RANGE(DATE '2026-01-01', NULL)", "[2026-01-01,)"),
  typeValue("an_array", "ARRAY<INT64>", "[1, 2]", "[1, 2]"),
  typeValue("a_struct", "STRUCT<n INT64, t STRING>", "STRUCT(1 AS n, 'x' AS t)", '{"n": 1, "t": "x"}'),
];
