import type { BigQueryClient } from "../api/bigquery-client.ts";

/** BigQuery's maximum for one answer. */
export const maxListed = 1_000;

export interface ListedTable {
  readonly name: string;
  readonly type: string;
}

export interface TablePage {
  readonly tables: readonly ListedTable[];
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables/list */
interface TableList {
  readonly tables?: readonly { readonly tableReference: { readonly tableId: string }; readonly type?: string }[];
  readonly nextPageToken?: string | null;
}

/** Lists a dataset's tables. Free of charge. @throws PipelineError for BigQuery's errors. */
export async function listTables(
  client: BigQueryClient,
  dataset: { readonly projectId: string; readonly datasetId: string },
  signal: AbortSignal,
  pageToken?: string,
): Promise<TablePage> {
  const path = `${encodeURIComponent(dataset.projectId)}/datasets/${encodeURIComponent(dataset.datasetId)}/tables`;
  const list = await client.json<TableList>({ path, query: { maxResults: maxListed, pageToken } }, signal);
  const tables = (list.tables ?? []).map(({ tableReference, type }) => ({
    name: tableReference.tableId,
    type: type ?? "TABLE",
  }));
  // Some servers send null or an empty one on the last page.
  return { tables, nextPageToken: list.nextPageToken || null };
}
