import { ApiError, invalidQuery } from "../errors.ts";

const COVERAGE = "the sandbox covers part of BigQuery's SQL only, see its README";

/** BigQuery's error for a refusal of DuckDB, as near as its message allows (DuckDB gives no codes). */
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
  const [firstLine = message] = message.split("\n", 1);
  return invalidQuery(`The sandbox could not run this query: ${firstLine} (${COVERAGE})`);
}

function place(sql: string, word: string): string {
  const at = sql.toLowerCase().indexOf(word.toLowerCase());
  if (at < 0) return "";
  const before = sql.slice(0, at).split("\n");
  return ` at [${before.length}:${(before.at(-1)?.length ?? 0) + 1}]`;
}
