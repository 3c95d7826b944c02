import type { SourceConfig } from "@datamantri/api";
import { isWildcard } from "@datamantri/api/values";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { getNewestTable } from "../tables/newest-table.ts";
import { toReference, type Table } from "../tables/table.ts";
import { hasPartitionCursor } from "./lookback.ts";

/**
 * Fetches the table whose partitions a source's increments begin with. Tables that are read as one have partitions of
 * one unit, so the newest tells it: https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables#limitations
 *
 * @param table of the source; null for a query and for several tables.
 * @returns null for a source that has no such partitions.
 * @throws PipelineError what `getNewestTable` throws.
 */
export async function fetchPartitioned(
  client: BigQueryClient,
  config: SourceConfig,
  table: Table | null,
  signal: AbortSignal,
): Promise<Table | null> {
  if (table !== null || config.read !== "incremental" || !hasPartitionCursor(config) || !isWildcard(config))
    return table;
  return getNewestTable(client, toReference(config), signal);
}
