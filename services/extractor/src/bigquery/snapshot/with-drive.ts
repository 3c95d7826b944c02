/** Sources whose rows are in Google Drive need tokens that may read it: only they get one. */
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { isInDrive, type Table } from "../tables/table.ts";

/** What BigQuery says of a token without the scope, as in https://github.com/googleapis/python-bigquery/issues/1392 */
const refusal = /\bDrive credentials\b/;

/**
 * Works with a token for Drive if the table is there. A view or a query says only when it is refused whether it reads
 * one that is; then the work is done again.
 *
 * @param table of the source; null for a query and for several tables.
 * @param work `isAgain` for the second time.
 */
export async function withDrive<T>(
  client: BigQueryClient,
  table: Table | null,
  work: (client: BigQueryClient, isAgain: boolean) => Promise<T>,
): Promise<T> {
  if (table !== null && isInDrive(table)) return work(await client.withDrive(), false);
  try {
    return await work(client, false);
  } catch (error) {
    if (!(error instanceof PipelineError && refusal.test(error.vendorMessage ?? ""))) throw error;
    return work(await client.withDrive(), true);
  }
}
