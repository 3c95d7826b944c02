import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { isGoogle } from "../api/credentials.ts";
import type { TableReference } from "../jobs/query-job.ts";
import { tablePath, type CountedRows, type ListedRows } from "../tables/table.ts";

/**
 * Asks another server than Google's for the last row: some count a page's rows, do not keep the count, or send the same
 * rows whatever `startIndex` is. Nothing for a server that sends all rows at once.
 *
 * @param selectedFields as in `ReadOptions`.
 * @throws PipelineError `source_response_refused`
 */
export async function assertLastRow(
  client: BigQueryClient,
  { api_endpoint }: SourceConfig,
  reference: TableReference,
  { rowCount, isOnePage }: CountedRows,
  selectedFields: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (isOnePage || isGoogle(api_endpoint)) return;
  const [startIndex, last] = rowCount === 0 ? [0, 0] : [rowCount - 1, 1];
  const request = { path: `${tablePath(reference)}/data`, query: { startIndex, maxResults: 2, selectedFields } };
  const { rows } = await client.json<ListedRows>(request, signal);
  const sentRows = rows?.length ?? 0;
  if (sentRows === last) return;
  const message = `the server counts ${rowCount} rows of ${reference.tableId} (totalRows), and sends ${sentRows} from row ${startIndex} on (startIndex): its pages cannot be relied on`;
  throw new PipelineError("source_response_refused", message, { totalRows: rowCount, startIndex, sentRows });
}
