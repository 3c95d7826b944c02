import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../errors.ts";
import { toQueryError } from "../sql/duckdb-error.ts";
import { fieldTypeOf } from "../storage/duckdb-type.ts";
import type { Field } from "../wire/field-type.ts";

/** The times of FOR SYSTEM_TIME AS OF by the order of their tables; undefined if there are none. */
export async function evaluateTimes(
  connection: DuckDBConnection,
  timeSqls: readonly (string | undefined)[],
): Promise<(number | undefined)[] | undefined> {
  if (timeSqls.every((sql) => sql === undefined)) return undefined;
  const times: (number | undefined)[] = [];
  for (const sql of timeSqls) times.push(sql === undefined ? undefined : await evaluateTime(connection, sql));
  return times;
}

async function evaluateTime(connection: DuckDBConnection, timeSql: string): Promise<number> {
  const [row] = await run(connection, `SELECT (epoch_us((${timeSql})) // 1000)::DOUBLE`, timeSql);
  return Number(row?.[0]);
}

async function run(connection: DuckDBConnection, sql: string, original: string) {
  try {
    return (await connection.runAndReadAll(sql)).getRowsJS();
  } catch (error) {
    throw toQueryError(error, original);
  }
}

/** The columns of the result. DuckDB only prepares the query. */
export async function describeResult(connection: DuckDBConnection, sql: string, original: string): Promise<Field[]> {
  try {
    const prepared = await connection.prepare(sql);
    const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
    const names = toColumnNames(indexes.map((index) => prepared.columnName(index)));
    const fields = names.map((name, index) => ({
      name,
      type: fieldTypeOf(prepared.columnType(index)),
      required: false,
    }));
    prepared.destroySync();
    return fields;
  } catch (error) {
    throw toQueryError(error, original);
  }
}

/** BigQuery names unnamed expressions f0_, f1_, ...; DuckDB names them by their text. */
function toColumnNames(names: readonly string[]): string[] {
  let unnamed = 0;
  const columns = names.map((name) => (/^[A-Za-z_]\w*$/.test(name) ? name : `f${unnamed++}_`));
  const lower = columns.map((name) => name.toLowerCase());
  const repeated = columns.find((name, index) => lower.indexOf(name.toLowerCase()) !== index);
  if (repeated !== undefined) {
    throw invalidQuery(`Duplicate column names in the result are not supported. Found duplicate(s): ${repeated}`);
  }
  return columns;
}
