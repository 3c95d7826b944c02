import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../errors.ts";
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
  checkPartitionFilters(resolver.found, query);
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

/**
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
}

/** The bytes of the columns whose names appear in the query: close to what BigQuery bills, never less. */
function bytesRead(table: StoredTable, query: TranslatedQuery): number {
  const columns = table.columns.filter(
    ({ field }) => query.readsAllColumns || query.words.has(field.name.toLowerCase()),
  );
  return columns.reduce((sum, column) => sum + column.byteCount, 0);
}
