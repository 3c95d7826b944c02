import { ApiError, invalidQuery } from "../errors.ts";

const COVERAGE = "the sandbox covers part of BigQuery's SQL only, see its README";

/** Maps DuckDB's error to BigQuery's, as closely as its message allows (DuckDB has no codes). */
export function toQueryError(error: unknown, sql: string): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const near = /syntax error at or near "([^"]*)"/.exec(message)?.[1];
  if (near !== undefined) return invalidQuery(`Syntax error: Unexpected "${near}"${place(sql, near)} (${COVERAGE})`);
  if (message.startsWith("Parser Error")) return invalidQuery(`Syntax error: Unexpected end of script (${COVERAGE})`);
  const column = /Referenced (?:column|table) "([^"]+)" not found/.exec(message)?.[1];
  if (column !== undefined) return invalidQuery(`Unrecognized name: ${column}${place(sql, column)}`);
  const name = /Function with name "?([^"\s]+)"? does not exist/.exec(message)?.[1];
  if (name !== undefined) return invalidQuery(`Function not found: ${name}${place(sql, name)} (${COVERAGE})`);
  const runtime = toRuntimeMessage(message, sql);
  if (runtime !== undefined) return invalidQuery(runtime);
  const [firstLine = message] = message.split("\n", 1);
  return invalidQuery(`The sandbox could not run this query: ${firstLine} (${COVERAGE})`);
}

/** BigQuery's names of the types in its messages about casts. */
const castTypes: Readonly<Record<string, string>> = { INT64: "int64", DOUBLE: "double", BOOL: "bool" };

/**
 * BigQuery's message about a row, value included. Real ones: `Bad int64 value: 1.0`
 * (https://github.com/OHDSI/CohortGenerator/issues/244); for ERROR() its argument
 * (https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/debugging_functions#error).
 */
function toRuntimeMessage(message: string, sql: string): string | undefined {
  const cast = /^Conversion Error: Could not convert string '(.*)' to (\w+)/s.exec(message);
  if (cast && castTypes[cast[2]!] !== undefined) return `Bad ${castTypes[cast[2]!]} value: ${cast[1]}`;
  const numeric = /^Conversion Error: Could not convert string "(.*)" to DECIMAL/s.exec(message);
  if (numeric) return `Invalid NUMERIC value: ${numeric[1]}`;
  const time = /^Conversion Error: invalid (date|timestamp) field format: "(.*)", expected format/s.exec(message);
  if (time) return `Invalid ${time[1]}: '${time[2]}'`;
  const required = /NOT NULL constraint failed: \w+\.(.*)$/s.exec(message);
  if (required) return `Required field ${required[1]} cannot be null`;
  const raised = /^Invalid Input Error: (.*)$/s.exec(message);
  return raised && /\berror\s*\(/i.test(sql) ? raised[1] : undefined;
}

function place(sql: string, word: string): string {
  const at = sql.toLowerCase().indexOf(word.toLowerCase());
  if (at < 0) return "";
  const before = sql.slice(0, at).split("\n");
  return ` at [${before.length}:${(before.at(-1)?.length ?? 0) + 1}]`;
}
