import type { DuckDBConnection } from "@duckdb/node-api";

import { toQueryError } from "../sql/duckdb-error.ts";
import { statementTypeOf } from "../sql/statement-type.ts";
import { type TranslatedQuery, translate } from "../sql/translate.ts";
import { type Catalog, checkSnapshot, DATA_PROJECT, defaultLocation, type TableName } from "../storage/catalog.ts";
import { fieldTypeOf } from "../storage/duckdb-type.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { invalidQuery } from "../errors.ts";
import type { Field } from "../wire/field-type.ts";
import type { QueryPlan, QueryRequest } from "./job.ts";

interface FoundTable {
  readonly name: TableName;
  readonly table: StoredTable;
}

const select = "SELECT";

const noQuery = {
  sql: "",
  fields: [],
  referencedTables: [],
  bytesProcessed: 0,
  wholeTable: undefined,
  isDeterministic: false,
};

/** Finds a query's tables, columns and bytes without running it, which is also all of a dry run. */
export async function planQuery(
  connection: DuckDBConnection,
  catalog: Catalog,
  request: QueryRequest,
  nowMs: number,
): Promise<QueryPlan> {
  const statementType = statementTypeOf(request.sql) ?? select;
  // No data changes here: statements that change data can be analysed, but are refused when they are to run
  // (translate).
  if (request.dryRun && statementType !== select)
    return { ...noQuery, statementType, location: request.location ?? defaultLocation };
  const found: FoundTable[] = [];
  // A job runs where its data is: https://cloud.google.com/bigquery/docs/locations#specify_locations
  let { location } = request;
  const query = translate(request.sql, request.parameters, {
    toSqlName: (parts) => {
      const table = catalog.resolve(parts, location);
      location ??= catalog.locationOf(table.name);
      found.push(table);
      return table.table.sqlName;
    },
    defaultDataset: defaultDataset(request),
  });
  await checkSystemTimes(connection, query, found, nowMs);
  const fields = await describeResult(connection, query.sql, request.sql);
  return {
    statementType,
    location: location ?? defaultLocation,
    sql: query.sql,
    fields,
    referencedTables: found.map(({ name }) => name),
    bytesProcessed: found.reduce((sum, { table }) => sum + bytesRead(table, query), 0),
    wholeTable: query.isWholeTable && found[0] !== undefined ? withoutView(found[0].table) : undefined,
    isDeterministic: query.isDeterministic,
  };
}

/** The rows of a view, which can be listed as a query's result. */
function withoutView({ viewQuery: _viewQuery, ...table }: StoredTable): StoredTable {
  return table;
}

function defaultDataset({ defaultDataset }: QueryRequest): readonly string[] | undefined {
  return defaultDataset && [defaultDataset.projectId ?? DATA_PROJECT, defaultDataset.datasetId];
}

/** A table's past equals the table itself, because nothing changes here; only the time is validated. */
async function checkSystemTimes(
  connection: DuckDBConnection,
  query: TranslatedQuery,
  found: readonly FoundTable[],
  nowMs: number,
): Promise<void> {
  for (const [index, { systemTimeSql }] of query.references.entries()) {
    const reference = found[index];
    if (systemTimeSql === undefined || reference === undefined) continue;
    const [row] = await run(connection, `SELECT epoch_ms((${systemTimeSql}))::DOUBLE`, systemTimeSql);
    const snapshotMs = Number(row?.[0]);
    checkSnapshot(reference.table, reference.name, snapshotMs, nowMs);
  }
}

async function run(connection: DuckDBConnection, sql: string, original: string) {
  try {
    return (await connection.runAndReadAll(sql)).getRowsJS();
  } catch (error) {
    throw toQueryError(error, original);
  }
}

/** The columns of the result. DuckDB only prepares the query. */
async function describeResult(connection: DuckDBConnection, sql: string, original: string): Promise<Field[]> {
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
