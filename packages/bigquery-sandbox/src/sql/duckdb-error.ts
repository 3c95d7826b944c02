import { ApiError, invalidQuery } from "../errors.ts";
import { COVERAGE } from "./coverage.ts";
import { ownErrorMark } from "./native/register-natives.ts";


/** Maps DuckDB's error to BigQuery's, as closely as its message allows (DuckDB has no codes). */
export function toQueryError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const runtime = toRuntimeMessage(message);
  if (runtime !== undefined) return invalidQuery(runtime);
  const [firstLine = message] = message.split("\n", 1);
  return invalidQuery(`The sandbox could not run this query: ${firstLine} (${COVERAGE})`);
}

const ownError = new RegExp(`${ownErrorMark}(.*)$`, "s");

const outOfRange = /^(?:Out of Range|Conversion) Error: .*(?:Overflow|out of range)/is;
const integerOverflow = /Overflow in \w+ of INT64 \((.*)\)!/;

/**
 * BigQuery's message about a row, value included. Real ones: `Bad int64 value: 1.0`
 * (https://github.com/OHDSI/CohortGenerator/issues/244); for ERROR() its argument
 * (https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/debugging_functions#error).
 */
<<<<<<< HEAD
function toRuntimeMessage(message: string): string | undefined {
  const own = ownError.exec(message)?.[1];
  if (own !== undefined) return own;
  const ungrouped = /column "?([^"]+)"? must appear in the GROUP BY clause/.exec(message)?.[1];
  if (ungrouped !== undefined) {
    return `SELECT list expression references column ${ungrouped} which is neither grouped nor aggregated`;
  }
  if (/more than one row returned by a subquery/i.test(message)) return "Scalar subquery produced more than one element";
  const operation = integerOverflow.exec(message)?.[1];
  if (operation !== undefined) return `int64 overflow: ${operation}`;
  if (!outOfRange.test(message)) return undefined;
  return /DECIMAL/.test(message) ? "numeric overflow" : "int64 overflow";
=======
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
>>>>>>> main
}
