import type { DuckDBConnection } from "@duckdb/node-api";

import type { Catalog } from "../storage/catalog.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import type { TableWriter } from "../storage/table-writer.ts";
import { type Destination, openDestination } from "./destination.ts";
import type { QueryPlan } from "./job.ts";
import { assignedRowsSql, findField, withoutText } from "./statements/run-insert.ts";

interface PlannedResult {
  readonly plan: QueryPlan;
  readonly destination: Destination;
}

/** Writes a query's result to its destination table: columns are matched by name. */
export async function writeResult(
  connection: DuckDBConnection,
  writer: TableWriter,
  catalog: Catalog,
  { plan, destination }: PlannedResult,
): Promise<StoredTable> {
  const base = await openDestination(connection, writer, catalog, destination, plan.fields);
  const fields = base.columns.map(({ field }) => field);
  const columns = plan.fields.map(({ name }) => findField(fields, name));
  const found = { sql: plan.sql, columns: plan.columns.map(withoutText) };
  const rows = assignedRowsSql(found, { columns, fields });
  await writer.commit(connection, destination.table, await writer.append(connection, base, rows));
  return catalog.get(destination.table, Date.now());
}
