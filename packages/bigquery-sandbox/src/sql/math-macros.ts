/*
 * DuckDB macros of FLOAT64's functions: what BigQuery refuses and DuckDB computes, and the other way round.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/mathematical_functions
 */

/** Finite arguments with another result are an error. */
const checked = (name: string, call: string): string =>
  `CREATE MACRO bq_${name}(x) AS CASE WHEN isfinite(x) AND NOT isfinite(${call})
     THEN bq_raise(concat('Floating point error in function: ${name.toUpperCase()}(', bq_float_string(x), ')'))::DOUBLE
     ELSE ${call} END`;

/** NaN of infinities, for which DuckDB raises an error. */
const trigonometric = (name: string): string =>
  `CREATE MACRO bq_${name}(x) AS CASE WHEN isinf(x) THEN 'nan'::DOUBLE ELSE ${name}(x) END`;

const inverse = (name: string): string =>
  `CREATE MACRO bq_${name}(x) AS CASE WHEN isnan(x) OR isinf(x) THEN 'nan'::DOUBLE
     WHEN abs(x) > 1 THEN bq_raise('Argument to ${name.toUpperCase()} must be in the range [-1, 1]')::DOUBLE
     ELSE ${name}(x) END`;

export const MATH_MACROS: readonly string[] = [
  `CREATE MACRO bq_sqrt(x) AS CASE
     WHEN x < 0 THEN bq_raise('Argument to SQRT cannot be negative')::DOUBLE ELSE sqrt(x) END`,
  `CREATE MACRO bq_ln(x) AS CASE
     WHEN x <= 0 THEN bq_raise('LN is undefined for zero or negative value')::DOUBLE ELSE ln(x) END`,
  `CREATE MACRO bq_log10(x) AS CASE
     WHEN isinf(x) AND x < 0 THEN 'nan'::DOUBLE
     WHEN x <= 0 THEN bq_raise('LOG10 is undefined for zero or negative value')::DOUBLE ELSE log10(x) END`,
  `CREATE MACRO bq_log(x, base) AS CASE
     WHEN isnan(x) OR isnan(base) THEN 'nan'::DOUBLE
     WHEN x <= 0 AND NOT isinf(x) OR base <= 0 OR base = 1
     THEN bq_raise(concat('LOG is undefined for these arguments: LOG(', bq_float_string(x), ', ', bq_float_string(base), ')'))::DOUBLE
     WHEN x < 0 OR isinf(base) THEN 'nan'::DOUBLE
     ELSE ln(x) / ln(base) END`,
  `CREATE MACRO bq_pow(x, y) AS CASE WHEN isfinite(x) AND isfinite(y) AND NOT isfinite(pow(x, y))
     THEN bq_raise(concat('Floating point error in function: POW(', bq_float_string(x), ', ', bq_float_string(y), ')'))::DOUBLE
     ELSE pow(x, y) END`,
  `CREATE MACRO bq_range_bucket(x, bounds) AS CASE
     WHEN x IS NULL OR bounds IS NULL THEN NULL
     WHEN len(list_filter(bounds, lambda bound: bound IS NULL)) > 0
     THEN bq_raise('Elements in input array to RANGE_BUCKET cannot be null')::BIGINT
     WHEN bounds <> list_sort(bounds)
     THEN bq_raise('Elements in input array to RANGE_BUCKET must be in ascending order')::BIGINT
     ELSE len(list_filter(bounds, lambda bound: bound <= x)) END`,
  checked("exp", "exp(x)"),
  checked("cosh", "cosh(x)"),
  checked("sinh", "sinh(x)"),
  ...["cos", "sin", "tan"].map(trigonometric),
  ...["acos", "asin"].map(inverse),
];
