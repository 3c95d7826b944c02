/*
 * DuckDB macros of INTERVAL's multiplication and division. DuckDB divides each part by itself; BigQuery hands what is left
 * of the months to the days, 30 for a month, and what is left of the days to the time.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#interval_arithmetic_operators
 */
export const INTERVAL_MACROS: readonly string[] = [
  // 10,000 years: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#interval_type
  `CREATE MACRO bq_make_interval(months, days, micros) AS CASE
     WHEN abs(months) > 120000 OR abs(days) > 3660000 OR abs(micros) > 316224000000000000
     THEN bq_raise('interval overflow: more than 10000 years')::INTERVAL
     ELSE to_months(months::INTEGER) + to_days(days::INTEGER) + to_microseconds(micros::BIGINT) END`,
  `CREATE MACRO bq_interval_multiply(x, n) AS bq_make_interval(
     bq_interval_months(x)::HUGEINT * n, datepart('day', x)::HUGEINT * n, bq_interval_micros(x)::HUGEINT * n)`,
  `CREATE MACRO bq_divided_days(x, n) AS datepart('day', x) + bq_interval_months(x) % n * 30`,
  `CREATE MACRO bq_interval_divide(x, n) AS CASE
     WHEN n = 0 THEN bq_raise('division by zero')::INTERVAL
     ELSE bq_make_interval(
       bq_interval_months(x) // n,
       bq_divided_days(x, n) // n,
       (bq_interval_micros(x)::HUGEINT + bq_divided_days(x, n) % n * 86400000000::HUGEINT) // n) END`,
];
