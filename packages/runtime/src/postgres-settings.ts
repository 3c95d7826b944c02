/**
 * PostgreSQL's settings that change what a statement means or what its answer looks like, with the values that we
 * expect. A role or a database may have any other (`ALTER ROLE ... SET`).
 * https://www.postgresql.org/docs/current/runtime-config-client.html
 */
export const postgresSettings = {
  // How values become texts.
  datestyle: "ISO, MDY",
  intervalstyle: "postgres",
  timezone: "UTC",
  extra_float_digits: "1",
  bytea_output: "hex",
  xmloption: "content",
  lc_monetary: "C",
  lc_numeric: "C",
  lc_time: "C",
  // How statements are read.
  quote_all_identifiers: "off",
  standard_conforming_strings: "on",
  transform_null_equals: "off",
  array_nulls: "on",
  row_security: "on",
  // A limit for people's queries ends work for good that always takes longer.
  statement_timeout: "0",
} as const;
