/** Pins the rows that a run reads: a table at a fixed time, or the result of a query job. They cannot change. */
import type { Column, Snapshot } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { assertBillingAllowed, type QueryRead, type Read, type TableRead } from "./choose-read.ts";
import { assertIncrements } from "./increment.ts";
import { assertAffordable, formatBytes, formatUsd, toBilledBytes, toUsd } from "../jobs/cost.ts";
import { dryRunQuery } from "../jobs/query-job.ts";
import { runLabels, runQuery, type JobOptions } from "../jobs/run-query.ts";
import { getTable, tablePath, toColumns, type Table } from "../tables/table.ts";

export interface PinnedSnapshot {
  readonly snapshot: Snapshot;
  readonly columns: Column[];
  readonly rowCount: number;
  /** Average of BigQuery's logical size of a row; null if unknown. */
  readonly averageRowBytes: number | null;
  /** Upper bound by the dry run, and the bytes that the job billed; 0 for a table read. */
  readonly bytesEstimated: number;
  readonly bytesBilled: number;
  readonly costUsd: number;
  readonly notes: string[];
}

/** The fields to ask for of a source with these columns, as in `ReadOptions`. */
type SelectFields = (columns: readonly Column[]) => string | undefined;

/**
 * Failure: a query's job is found again by its id (`runQuery`); a table gets another time on the next try.
 *
 * @param selectedFields is called before rows are counted, and may refuse the columns.
 * @throws PipelineError `billed_query_not_allowed`, `cost_limit_exceeded`, and what `assertIncrements` throws, before
 *   anything is billed; BigQuery's errors.
 */
export async function pinSnapshot(
  client: BigQueryClient,
  config: SourceConfig,
  read: Read,
  options: JobOptions,
  selectedFields: SelectFields = () => undefined,
): Promise<PinnedSnapshot> {
  assertBillingAllowed(read, config);
  if (read.kind === "query") return pinQuery(client, config, read, options, selectedFields);
  assertIncrements(config, toColumns(read.table.schema?.fields));
  return pinTable(client, read, options.signal, selectedFields);
}

/**
 * Fetches the columns of a source's table, or of its query by a dry run.
 * @throws PipelineError for BigQuery's errors.
 */
export async function fetchColumns(
  client: BigQueryClient,
  config: SourceConfig,
  table: Table | null,
  options: JobOptions,
): Promise<Column[]> {
  if (table !== null || config.query === undefined) return toColumns(table?.schema?.fields);
  const { billing, signal } = options;
  const dryRun = await dryRunQuery(
    client,
    config,
    { text: config.query },
    { labels: runLabels(options), billing, signal },
  );
  return toColumns(dryRun.fields);
}

/** Reading a table at a time of the last seven days: https://docs.cloud.google.com/bigquery/docs/table-decorators */
async function pinTable(
  client: BigQueryClient,
  { reference: { projectId, datasetId, tableId }, table }: TableRead,
  signal: AbortSignal,
  selectedFields: SelectFields,
): Promise<PinnedSnapshot> {
  const columns = toColumns(table.schema?.fields);
  const fields = selectedFields(columns);
  // BigQuery's clock has whole seconds: changes within the last one are still included.
  const takenAtMs = Math.max(table.serverTimeMs ?? Date.now(), Number(table.lastModifiedTime ?? 0));
  const snapshot = {
    project: projectId,
    dataset: datasetId,
    table: `${tableId}@${takenAtMs}`,
    jobId: "",
    location: table.location ?? "",
    takenAtMs,
  };
  return {
    snapshot,
    columns,
    rowCount: await countRows(client, snapshot, fields, signal),
    averageRowBytes: averageOf(table),
    bytesEstimated: 0,
    bytesBilled: 0,
    costUsd: 0,
    notes: [],
  };
}

async function pinQuery(
  client: BigQueryClient,
  config: SourceConfig,
  { query, reason }: QueryRead,
  options: JobOptions,
  selectedFields: SelectFields,
): Promise<PinnedSnapshot> {
  const { billing, signal } = options;
  const dryRun = await dryRunQuery(client, config, query, { labels: runLabels(options), billing, signal });
  assertIncrements(config, toColumns(dryRun.fields));
  const bytesEstimated = toBilledBytes(dryRun);
  assertAffordable(bytesEstimated, config, billing);
  const job = await runQuery(client, config, dryRun.query, options);
  const destination = job.configuration?.query?.destinationTable;
  if (!destination) throw new PipelineError("source_query_invalid", "the query has no result table");
  const table = await getTable(client, destination, signal);
  const snapshot = {
    project: destination.projectId,
    dataset: destination.datasetId,
    table: destination.tableId,
    jobId: job.jobReference.jobId,
    location: job.jobReference.location ?? "",
    takenAtMs: Date.now(),
  };
  const bytesBilled = Number(job.statistics?.query?.totalBytesBilled ?? 0);
  const costUsd = toUsd(bytesBilled, billing);
  const cost = `estimated ${formatBytes(bytesEstimated)}, billed ${formatBytes(bytesBilled)} (${formatUsd(costUsd)})`;
  const columns = toColumns(table.schema?.fields);
  return {
    snapshot,
    columns,
    rowCount: await countRows(client, snapshot, selectedFields(columns), signal),
    averageRowBytes: averageOf(table),
    bytesEstimated,
    bytesBilled,
    costUsd,
    notes: [reason, cost],
  };
}

/** Counts the rows that reading will find: the table's `numRows` omits rows that are still in its streaming buffer. */
async function countRows(
  client: BigQueryClient,
  snapshot: Snapshot,
  selectedFields: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const { project, dataset, table } = snapshot;
  const path = `${tablePath({ projectId: project, datasetId: dataset, tableId: table })}/data`;
  const { totalRows } = await client.json<{ totalRows?: string }>(
    { path, query: { maxResults: 1, selectedFields } },
    signal,
  );
  return Number(totalRows ?? 0);
}

function averageOf({ numRows, numBytes }: Table): number | null {
  const [rows, bytes] = [Number(numRows ?? 0), Number(numBytes ?? 0)];
  return rows > 0 && bytes > 0 ? bytes / rows : null;
}
