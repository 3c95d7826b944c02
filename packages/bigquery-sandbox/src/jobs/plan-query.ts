import type { DuckDBConnection } from "@duckdb/node-api";

import { toQueryError } from "../sql/duckdb-error.ts";
import { statementTypeOf } from "../sql/statement-type.ts";
import { type TranslatedQuery, translate } from "../sql/translate.ts";
import type { Catalog } from "../storage/catalog.ts";
import { fieldTypeOf } from "../storage/duckdb-type.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { defaultLocation } from "../storage/table-name.ts";
import { invalidQuery } from "../errors.ts";
import type { Field } from "../wire/field-type.ts";
import type { QueryPlan, QueryRequest } from "./job.ts";
import { planStatement } from "./statements/plan-statement.ts";
import { type ResolverOptions, TableResolver } from "./table-resolver.ts";

const select = "SELECT";

const noQuery = {
  sql: "",
  fields: [],
  referencedTables: [],
  bytesProcessed: 0,
  wholeTable: undefined,
  isDeterministic: false,
  statement: undefined,
};

/** Finds a query's tables, columns and bytes without running it, which is also all of a dry run. */
export async function planQuery(
  connection: DuckDBConnection,
  catalog: Catalog,
  request: QueryRequest,
  nowMs: number,
): Promise<QueryPlan> {
  const statementType = statementTypeOf(request.sql) ?? select;
  const { projectId, defaultDataset, location } = request;
  // A dry run of another statement says only what it is.
  if (request.dryRun && statementType !== select)
    return { ...noQuery, statementType, location: location ?? defaultLocation };
  const options = { catalog, projectId, defaultDataset, location, nowMs };
  // Translating a script says that it is one.
  if (statementType !== select && statementType !== "SCRIPT") {
    const statement = planStatement(statementType, request, options);
    const place = location ?? (statement.target ? catalog.locationOf(statement.target) : defaultLocation);
    return { ...noQuery, statementType, location: place, statement };
  }
  const { query, resolver } = await translateQuery(connection, request, options);
  const fields = await describeResult(connection, query.sql, request.sql);
  const { found } = resolver;
  return {
    statementType,
    location: resolver.location ?? defaultLocation,
    sql: query.sql,
    fields,
    referencedTables: found.map(({ name }) => name),
    bytesProcessed: found.reduce((sum, { table, through }) => sum + bytesRead(table, through ?? query), 0),
    wholeTable: query.isWholeTable ? unchangedResult(found.map(({ table }) => table)) : undefined,
    isDeterministic: query.isDeterministic,
    statement: undefined,
  };
}

/** A table of the sample data is a result as it is; a view's rows can be listed as a query's result. */
function unchangedResult([table]: readonly StoredTable[]): StoredTable | undefined {
  if (table === undefined || table.isAppendable) return undefined;
  const { viewQuery: _viewQuery, ...rows } = table;
  return rows;
}

/** Times of tables are computed by DuckDB, and then the query is translated again with them. */
async function translateQuery(connection: DuckDBConnection, request: QueryRequest, options: ResolverOptions) {
  const first = new TableResolver(options);
  const query = translate(request.sql, request.parameters, first);
  const times = query.references.map(({ systemTimeSql }) => systemTimeSql);
  if (times.every((time) => time === undefined)) return { query, resolver: first };
  const snapshots: (number | undefined)[] = [];
  for (const time of times) snapshots.push(time === undefined ? undefined : await evaluateTime(connection, time));
  const resolver = new TableResolver({ ...options, snapshots });
  return { query: translate(request.sql, request.parameters, resolver), resolver };
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

/** The bytes of the columns whose names appear in the query: close to what BigQuery bills, never less. */
function bytesRead(table: StoredTable, query: TranslatedQuery): number {
  const columns = table.columns.filter(
    ({ field }) => query.readsAllColumns || query.words.has(field.name.toLowerCase()),
  );
  return columns.reduce((sum, column) => sum + column.byteCount, 0);
}
