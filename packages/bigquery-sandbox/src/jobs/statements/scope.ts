import type { DuckDBConnection, DuckDBType } from "@duckdb/node-api";

import { toQueryError } from "../../sql/duckdb-error.ts";
import { translate } from "../../sql/translate.ts";
import type { StoredTable } from "../../storage/stored-table.ts";
import { evaluateTimes } from "../describe-result.ts";
import type { StatementContext } from "./statement.ts";

/**
 * DuckDB SQL of a query that is a part of a statement, or was made of parts of it.
 *
 * @param target that the query reads under the name {@link targetPath}
 */
export async function selectSql(
  connection: DuckDBConnection,
  { resolver, parameters }: StatementContext,
  query: string,
  target?: StoredTable,
): Promise<string> {
  const first = translate(query, parameters, resolver(target));
  const times = first.references.map(({ systemTimeSql }) => systemTimeSql);
  const snapshots = await evaluateTimes(connection, times);
  return snapshots === undefined ? first.sql : translate(query, parameters, resolver(target, snapshots)).sql;
}

/** The types of a query's columns. DuckDB only prepares the query. */
export async function describeSelect(
  connection: DuckDBConnection,
  sql: string,
  original: string,
): Promise<DuckDBType[]> {
  try {
    const prepared = await connection.prepare(sql);
    const types = Array.from({ length: prepared.columnCount }, (_, index) => prepared.columnType(index));
    prepared.destroySync();
    return types;
  } catch (error) {
    throw toQueryError(error, original);
  }
}
