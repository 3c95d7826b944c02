import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import type { TableReference } from "../jobs/query-job.ts";
import { getTable, type ServedTable } from "./table.ts";

/** BigQuery's maximum for one answer. */
const maxEntries = 1_000;

interface TableList {
  readonly tables?: readonly {
    readonly tableReference: { readonly tableId: string };
    readonly type?: string;
    /** Unix milliseconds. */
    readonly creationTime?: string;
  }[];
  readonly nextPageToken?: string | null;
}

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
  const { projectId, datasetId, tableId: pattern } = reference;
  const path = `${encodeURIComponent(projectId)}/datasets/${encodeURIComponent(datasetId)}/tables`;
  const newest = { tableId: "", createdMs: -1 };
  let pageToken: string | undefined;
  do {
    const list: TableList = await client.json<TableList>(
      { path, query: { maxResults: maxEntries, pageToken } },
      signal,
    );
    for (const { tableReference, type = "TABLE", creationTime = "0" } of list.tables ?? []) {
      const { tableId } = tableReference;
      if (type !== "TABLE" || !tableId.startsWith(pattern.slice(0, -1)) || Number(creationTime) < newest.createdMs)
        continue;
      Object.assign(newest, { tableId, createdMs: Number(creationTime) });
    }
    pageToken = list.nextPageToken || undefined;
  } while (pageToken !== undefined);
  if (newest.tableId === "") throw new PipelineError("source_not_found", `there is no table ${pattern}`);
  return getTable(client, { projectId, datasetId, tableId: newest.tableId }, signal);
}
