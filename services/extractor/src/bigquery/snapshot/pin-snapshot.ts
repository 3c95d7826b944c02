/** Pins the rows that a run reads: a table at a fixed time, or the result of a query job. They cannot change. */
import type { Column, Snapshot } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { assertAffordable, formatBytes, formatUsd, toBilledBytes, toUsd } from "../jobs/cost.ts";
import { dryRunQuery } from "../jobs/query-job.ts";
import { runLabels, runQuery, type JobOptions } from "../jobs/run-query.ts";
import type { FieldSchema } from "../tables/schema.ts";
import { countRows, getTable, toColumns, type CountedRows, type Table } from "../tables/table.ts";
import {
  allowsBilling,
  assertBillingAllowed,
  selectTable,
  type QueryRead,
  type Read,
  type TableRead,
} from "./choose-read.ts";
import { assertLastRow } from "./assert-last-row.ts";
import { assertCursorOrder } from "./assert-byte-order.ts";
import { assertIncrements } from "./increment.ts";
import { fixInTime } from "./fix-in-time.ts";
import { isPolicyTagRefusal } from "./policy-tags.ts";

export interface PinnedSnapshot extends CountedRows {
  readonly snapshot: Snapshot;
  readonly columns: Column[];
  /** Average of BigQuery's logical size of a row; null if unknown. */
  readonly averageRowBytes: number | null;
  /** Upper bound by the dry run, and the bytes that the job billed; 0 for a table read. */
  readonly bytesEstimated: number;
  readonly bytesBilled: number;
  readonly costUsd: number;
  readonly notes: string[];
}

/** The fields to ask for of a source with these columns, as in `ReadOptions`. */
export type SelectFields = (columns: readonly Column[]) => string | undefined;

/**
 * Failure: a query's job is found again by its id (`runQuery`); a table gets another time on the next try.
 *
 * @param selectedFields is called before anything is billed, and may refuse the columns.
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
  assertIncrementable(config, read.table.schema?.fields);
  try {
    return await pinTable(client, config, read, options.signal, selectedFields);
  } catch (error) {
    if (!(error instanceof PipelineError && error.code === "source_permission_denied")) throw error;
    // A query would be refused too.
    if (isPolicyTagRefusal(error)) throw error;
    return pinQuery(client, config, insteadOfListing(config, read, error), options, selectedFields);
  }
}

/**
 * The query that reads a table whose rows may not be listed: with row access policies only queries read it.
 * https://docs.cloud.google.com/bigquery/docs/row-level-security-intro#limitations
 *
 * @throws PipelineError the refusal, when the table's owner has not allowed a query.
 */
export function insteadOfListing(config: SourceConfig, { leftOut }: TableRead, refusal: PipelineError): QueryRead {
  if (allowsBilling(config)) {
    return selectTable(
      config,
      leftOut,
      "BigQuery does not list the table's rows, as with row access policies: it is read",
    );
  }
  const advice = "A table with row access policies is read only by a query: set allow_query_billing";
  const { code, facts, vendorMessage } = refusal;
  throw new PipelineError(code, `${refusal.message}. ${advice}`, facts, { cause: refusal, vendorMessage });
}

async function pinTable(
  client: BigQueryClient,
  config: SourceConfig,
  { reference, table }: TableRead,
  signal: AbortSignal,
  selectedFields: SelectFields,
): Promise<PinnedSnapshot> {
  const columns = toColumns(table.schema?.fields);
  const fields = selectedFields(columns);
  const { notes, ...fixed } = await fixInTime(client, config, { reference, table }, fields, signal);
  return {
    ...fixed,
    columns,
    averageRowBytes: averageOf(table),
    bytesEstimated: 0,
    bytesBilled: 0,
    costUsd: 0,
    notes,
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
  if (dryRun.fields !== undefined) {
    assertIncrementable(config, dryRun.fields);
    selectedFields(toColumns(dryRun.fields));
  }
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
    version: "",
  };
  const bytesBilled = Number(job.statistics?.query?.totalBytesBilled ?? 0);
  const costUsd = toUsd(bytesBilled, billing);
  const cost = `estimated ${formatBytes(bytesEstimated)}, billed ${formatBytes(bytesBilled)} (${formatUsd(costUsd)})`;
  const columns = toColumns(table.schema?.fields);
  assertIncrementable(config, table.schema?.fields);
  const fields = selectedFields(columns);
  const counted = await countRows(client, destination, fields, signal);
  await assertLastRow(client, config, destination, counted, fields, signal);
  return {
    snapshot,
    columns,
    ...counted,
    averageRowBytes: averageOf(table),
    bytesEstimated,
    bytesBilled,
    costUsd,
    notes: [reason, cost],
  };
}

function assertIncrementable(config: SourceConfig, fields: readonly FieldSchema[] | undefined): void {
  assertIncrements(config, toColumns(fields));
  assertCursorOrder(config, fields);
}

function averageOf({ numRows, numBytes }: Table): number | null {
  const [rows, bytes] = [Number(numRows ?? 0), Number(numBytes ?? 0)];
  return rows > 0 && bytes > 0 ? bytes / rows : null;
}
