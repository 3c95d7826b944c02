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
function toRuntimeMessage(message: string): string | undefined {
  const own = ownError.exec(message)?.[1];
  if (own !== undefined) return own;
  const ungrouped = /column "?([^"]+)"? must appear in the GROUP BY clause/.exec(message)?.[1];
  if (ungrouped !== undefined) {
    return `SELECT list expression references column ${ungrouped} which is neither grouped nor aggregated`;
  }
  if (/more than one row returned by a subquery/i.test(message))
    return "Scalar subquery produced more than one element";
  const required = /NOT NULL constraint failed: \w+\.(.*)$/s.exec(message);
  if (required) return `Required field ${required[1]} cannot be null`;
  const operation = integerOverflow.exec(message)?.[1];
  if (operation !== undefined) return `int64 overflow: ${operation}`;
  if (/(STDDEV|VAR|COVAR|CORR|REGR)\w* is out of range/.test(message)) return "double overflow";
  if (!outOfRange.test(message)) return undefined;
  return /DECIMAL|HUGEINT/.test(message) ? "numeric overflow" : "int64 overflow";
}
