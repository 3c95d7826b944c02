import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../errors.ts";
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
  return {
    statementType,
    location: location ?? defaultLocation,
    sql: query.sql,
    fields,
    referencedTables: query.uses.map(({ name }) => name),
    bytesProcessed: query.uses.reduce((sum, use) => sum + bytesRead(use), 0),
    wholeTable: isWhole ? first?.table : undefined,
    isDeterministic: query.isDeterministic,
  };
}

/**
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
}

/** The bytes of the columns that the query names. */
function bytesRead({ table, columns }: TableUse): number {
  return table.columns.reduce((sum, { field, byteCount }) => sum + (columns.has(field.name) ? byteCount : 0), 0);
}
