import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";

/** BigQuery's maximum for one answer. */
export const maxListed = 1_000;

/** A server that never sends a last page must not occupy an extractor: a million tables. */
const maxPages = 1_000;

export interface ListedTable {
  readonly name: string;
  /** `TABLE`, `VIEW`, ... */
  readonly type: string;
  /** Unix milliseconds; 0 if not sent. */
  readonly createdMs: number;
}

export interface TablePage {
  readonly tables: readonly ListedTable[];
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

export interface DatasetReference {
  readonly projectId: string;
  readonly datasetId: string;
}

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables/list */
interface TableList {
  readonly tables?: readonly {
    readonly tableReference: { readonly tableId: string };
    readonly type?: string;
    readonly creationTime?: string;
  }[];
  readonly nextPageToken?: string | null;
}

/** Lists the first of a dataset's tables, or the next of them. Free of charge. @throws PipelineError for BigQuery's errors. */
export async function listTables(
  client: BigQueryClient,
  { projectId, datasetId }: DatasetReference,
  signal: AbortSignal,
  pageToken?: string,
): Promise<TablePage> {
  const path = `${encodeURIComponent(projectId)}/datasets/${encodeURIComponent(datasetId)}/tables`;
  const list = await client.json<TableList>({ path, query: { maxResults: maxListed, pageToken } }, signal);
  const tables = (list.tables ?? []).map(({ tableReference, type = "TABLE", creationTime = "0" }) => ({
    name: tableReference.tableId,
    type,
    createdMs: Number(creationTime),
  }));
  // Some servers send null or an empty one on the last page.
  return { tables, nextPageToken: list.nextPageToken || null };
}

/**
 * Lists all of a dataset's tables, page by page.
 * @throws PipelineError `source_response_refused` for more than a million of them, and BigQuery's errors.
 */
export async function* listAllTables(
  client: BigQueryClient,
  dataset: DatasetReference,
  signal: AbortSignal,
): AsyncGenerator<ListedTable, void> {
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const { tables, nextPageToken } = await listTables(client, dataset, signal, pageToken);
    yield* tables;
    if (nextPageToken === null) return;
    pageToken = nextPageToken;
  }
  const message = `dataset ${dataset.datasetId} has more than ${maxPages * maxListed} tables, or its list has no end`;
  throw new PipelineError("source_response_refused", message);
}
