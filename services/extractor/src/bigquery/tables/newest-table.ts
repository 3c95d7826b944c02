import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import type { TableReference } from "../jobs/query-job.ts";
import { listAllTables, type ListedTable } from "./list-tables.ts";
import { getTable, type ServedTable } from "./table.ts";

/**
 * The table whose columns several tables have that are read as one:
 * https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables#schema_used_for_query_evaluation
 *
 * @param reference whose name ends with `*`.
 * @throws PipelineError `source_not_found` for no such table, and BigQuery's other errors.
 */
export async function getNewestTable(
  client: BigQueryClient,
  reference: TableReference,
  signal: AbortSignal,
): Promise<ServedTable> {
  const prefix = reference.tableId.slice(0, -1);
  let newest: ListedTable | undefined;
  for await (const table of listAllTables(client, reference, signal)) {
    if (table.type !== "TABLE" || !table.name.startsWith(prefix)) continue;
    if (newest === undefined || table.createdMs >= newest.createdMs) newest = table;
  }
  if (newest === undefined) throw new PipelineError("source_not_found", `there is no table ${reference.tableId}`);
  return getTable(client, { ...reference, tableId: newest.name }, signal);
}
