import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../errors.ts";
<<<<<<< HEAD
import { checkLimits } from "../sql/check-limits.ts";
import type { FoundTable } from "../sql/compile/context.ts";
import type { TableUse } from "../sql/compile/table-use.ts";
import { toQueryError } from "../sql/duckdb-error.ts";
import { statementTypeOf } from "../sql/statement-type.ts";
import { type ResultColumn, translate } from "../sql/translate.ts";
import { type Catalog, checkSnapshot, DATA_PROJECT, defaultLocation } from "../storage/catalog.ts";
import { fieldTypeOf } from "../storage/duckdb-type.ts";
import type { Field, FieldType } from "../wire/field-type.ts";
import type { QueryPlan, QueryRequest } from "./job.ts";
=======
import { statementTypeOf } from "../sql/statement-type.ts";
import { type TranslatedQuery, translate } from "../sql/translate.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { needsPartitionFilter, partitionColumn } from "../storage/partitioning.ts";
import { defaultLocation } from "../storage/table-name.ts";
import { describeResult, evaluateTimes } from "./describe-result.ts";
import type { QueryPlan } from "./job.ts";
import type { QueryRequest } from "./job-request.ts";
import { planStatement } from "./statements/plan-statement.ts";
import { type ReadTable, type ResolverOptions, TableResolver } from "./table-resolver.ts";
>>>>>>> main

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
<<<<<<< HEAD
    return { ...noQuery, statementType, location: request.location ?? defaultLocation };
  // A job runs where its data is: https://cloud.google.com/bigquery/docs/locations#specify_locations
  let { location } = request;
  const query = translate(request.sql, request.parameters, {
    find: (parts) => {
      const tables = findTables(catalog, parts, location);
      location ??= catalog.locationOf(tables[0]!.name);
      return tables;
    },
    defaultDataset: defaultDataset(request),
  });
  checkLimits([...query.uses, ...query.usesInViews]);
  await checkSystemTimes(connection, query.uses, nowMs);
  const fields = toFields(query.columns);
  await checkResult(connection, query.sql, fields);
  const [first] = query.uses;
  const isWhole = query.isWholeTable && first?.table.viewQuery === undefined && first?.table.limits === undefined;
=======
    return { ...noQuery, statementType, location: location ?? defaultLocation };
  const options = { catalog, projectId, defaultDataset, location, nowMs };
  // Translating a script says that it is one.
  if (statementType !== select && statementType !== "SCRIPT") {
    const statement = planStatement(statementType, request, options);
    const place = location ?? (statement.target ? catalog.locationOf(statement.target) : defaultLocation);
    return { ...noQuery, statementType, location: place, statement };
  }
  const { query, resolver } = await translateQuery(connection, request, options);
  checkPartitionFilters(resolver.found, query);
  const fields = await describeResult(connection, query.sql, request.sql);
  const { found } = resolver;
>>>>>>> main
  return {
    statementType,
    location: resolver.location ?? defaultLocation,
    sql: query.sql,
    fields,
<<<<<<< HEAD
    referencedTables: query.uses.map(({ name }) => name),
    bytesProcessed: query.uses.reduce((sum, use) => sum + bytesRead(use), 0),
    wholeTable: isWhole ? first?.table : undefined,
=======
    referencedTables: found.map(({ name }) => name),
    bytesProcessed: found.reduce((sum, { table, through }) => sum + bytesRead(table, through ?? query), 0),
    wholeTable: query.isWholeTable ? unchangedResult(found.map(({ table }) => table)) : undefined,
>>>>>>> main
    isDeterministic: query.isDeterministic,
    statement: undefined,
  };
}

/**
<<<<<<< HEAD
 * The table of a name, or all that begin as it does before its last `*`:
 * https://cloud.google.com/bigquery/docs/querying-wildcard-tables
 */
function findTables(catalog: Catalog, parts: readonly string[], location: string | undefined): readonly FoundTable[] {
  const last = parts.at(-1) ?? "";
  if (!last.endsWith("*")) return [catalog.resolve(parts, location)];
  const prefix = last.slice(0, -1);
  const [datasetId = "", projectId = DATA_PROJECT] = parts.slice(0, -1).toReversed();
  const names = catalog.tables(projectId, datasetId).filter((name) => name.startsWith(prefix));
  if (names.length === 0) throw invalidQuery(`${projectId}:${datasetId}.${last} does not match any table.`);
  return names.map((name) => catalog.resolve([projectId, datasetId, name], location));
}

function defaultDataset({ defaultDataset }: QueryRequest): readonly string[] | undefined {
  return defaultDataset && [defaultDataset.projectId ?? DATA_PROJECT, defaultDataset.datasetId];
}

/** A table's past equals the table itself, because nothing changes here; only the time is validated. */
async function checkSystemTimes(connection: DuckDBConnection, uses: readonly TableUse[], nowMs: number): Promise<void> {
  for (const { systemTimeSql, table, name } of uses) {
    if (systemTimeSql === undefined) continue;
    const [row] = await run(connection, `SELECT epoch_ms((${systemTimeSql}))::DOUBLE`);
    checkSnapshot(table, name, Number(row?.[0]), nowMs);
  }
}

async function run(connection: DuckDBConnection, sql: string) {
  try {
    return (await connection.runAndReadAll(sql)).getRowsJS();
  } catch (error) {
    throw toQueryError(error);
  }
}

/** DuckDB prepares the query, and must find the types that the analysis found. */
async function checkResult(connection: DuckDBConnection, sql: string, fields: readonly Field[]): Promise<void> {
  try {
    const prepared = await connection.prepare(sql);
    const types = fields.map((_, index) => fieldTypeOf(prepared.columnType(index)));
    prepared.destroySync();
    const wrong = fields.findIndex(({ type }, index) => shapeOf(type) !== shapeOf(types[index]));
    if (wrong >= 0) throw new Error(`column ${fields[wrong]!.name} is ${shapeOf(types[wrong])} instead of ${shapeOf(fields[wrong]!.type)}`);
  } catch (error) {
    throw toQueryError(error);
  }
}

function shapeOf(type: FieldType | undefined): string {
  return JSON.stringify(type);
}

/** BigQuery names unnamed expressions f0_, f1_, ... */
function toFields(columns: readonly ResultColumn[]): Field[] {
  let unnamed = 0;
  const names = columns.map(({ name }) => name ?? `f${unnamed++}_`);
  const lower = names.map((name) => name.toLowerCase());
  const repeated = names.find((name, index) => lower.indexOf(name.toLowerCase()) !== index);
  if (repeated !== undefined) {
    throw invalidQuery(`Duplicate column names in the result are not supported. Found duplicate(s): ${repeated}`);
  }
  return columns.map(({ type }, index) => ({ name: names[index]!, type, required: false }));
=======
 * Refuses a query that reads all partitions of a table that forbids it. A condition is looked for by its words.
 * https://cloud.google.com/bigquery/docs/querying-partitioned-tables#require_a_partition_filter_in_queries
 */
function checkPartitionFilters(found: readonly ReadTable[], query: TranslatedQuery): void {
  for (const { name, table, through } of found) {
    const { properties = {} } = table;
    const column = partitionColumn(properties);
    if (column === undefined || !needsPartitionFilter(properties)) continue;
    const isFiltered = [query, through].some((one) => one?.words.has("where") && one.words.has(column.toLowerCase()));
    if (isFiltered) continue;
    const label = `${name.projectId}.${name.datasetId}.${name.tableId}`;
    throw invalidQuery(
      `Cannot query over table '${label}' without a filter over column(s) '${column}' that can be used for partition elimination`,
    );
  }
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
  const snapshots = await evaluateTimes(
    connection,
    query.references.map(({ systemTimeSql }) => systemTimeSql),
  );
  if (snapshots === undefined) return { query, resolver: first };
  const resolver = new TableResolver({ ...options, snapshots });
  return { query: translate(request.sql, request.parameters, resolver), resolver };
>>>>>>> main
}

/** The bytes of the columns that the query names. */
function bytesRead({ table, columns }: TableUse): number {
  return table.columns.reduce((sum, { field, byteCount }) => sum + (columns.has(field.name) ? byteCount : 0), 0);
}
