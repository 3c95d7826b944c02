import type { DuckDBConnection } from "@duckdb/node-api";

import { notImplemented } from "../errors.ts";
import { checkLimits } from "../sql/check-limits.ts";
import type { TableUse } from "../sql/compile/table-use.ts";
import { SCRIPTS } from "../sql/coverage.ts";
import { fieldsRead } from "../sql/fields-read.ts";
import { statementTypeOf } from "../sql/statement-type.ts";
import { parseStatement } from "../sql/syntax/parse-statement.ts";
import type { TranslatedQuery } from "../sql/translate.ts";
import type { Catalog } from "../storage/catalog.ts";
import { rowsSql, type StoredTable } from "../storage/stored-table.ts";
import { defaultLocation } from "../storage/table-name.ts";
import { columnBytesSql } from "../wire/size-sql.ts";
import { describeResult, translateQuery } from "./describe-result.ts";
import type { QueryPlan } from "./job.ts";
import type { QueryRequest } from "./job-request.ts";
import { planStatement } from "./statements/plan-statement.ts";
import { TableResolver } from "./table-resolver.ts";

const select = "SELECT";

const noQuery = {
  sql: "",
  fields: [],
  columns: [],
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
  const { sql, parameters, projectId, defaultDataset, location } = request;
  // A dry run of another statement says only what it is.
  if (request.dryRun && statementType !== select)
    return { ...noQuery, statementType, location: location ?? defaultLocation };
  if (statementType === "SCRIPT") throw notImplemented(SCRIPTS);
  const options = { catalog, projectId, defaultDataset, location, nowMs };
  if (statementType !== select) {
    const statement = planStatement(statementType, request, options);
    const place = location ?? (statement.target ? catalog.locationOf(statement.target) : defaultLocation);
    return { ...noQuery, statementType, location: place, statement };
  }
  const resolver = new TableResolver(options);
  const query = await translateQuery(connection, { query: parseStatement(sql), sql, parameters }, resolver);
  checkLimits(query.uses);
  return {
    statementType,
    location: resolver.location ?? defaultLocation,
    sql: query.sql,
    fields: await describeResult(connection, query),
    columns: query.columns,
    referencedTables: query.uses.map(({ name }) => name),
    bytesProcessed: await bytesOf(connection, query.uses),
    wholeTable: unchangedResult(query),
    isDeterministic: query.isDeterministic,
    statement: undefined,
  };
}

/** A table of the sample data is a result as it is; a client's table changes. */
function unchangedResult({ isWholeTable, uses }: TranslatedQuery): StoredTable | undefined {
  const [{ table } = { table: undefined }, other] = uses;
  if (!isWholeTable || table === undefined || other !== undefined) return undefined;
  return table.isAppendable || table.limits !== undefined ? undefined : table;
}

async function bytesOf(connection: DuckDBConnection, uses: readonly TableUse[]): Promise<number> {
  let sum = 0;
  for (const use of uses) sum += await bytesRead(connection, use);
  return sum;
}

/** The bytes of the columns and fields that the query names. Those of fields are counted, the others are known. */
async function bytesRead(connection: DuckDBConnection, use: TableUse): Promise<number> {
  const columns = new Map(use.table.columns.map((column) => [column.field.name, column]));
  const read = fieldsRead(use);
  const parts = read.filter((field) => columns.get(field.name)!.field !== field);
  const known = read
    .filter((field) => !parts.includes(field))
    .reduce((sum, { name }) => sum + columns.get(name)!.byteCount, 0);
  if (parts.length === 0) return known;
  const counts = parts.map((field) => `(${columnBytesSql(field)})`).join(" + ");
  const result = await connection.runAndReadAll(`SELECT (${counts})::DOUBLE FROM ${rowsSql(use.table)}`);
  return known + Number(result.getRowsJS()[0]![0]);
}
