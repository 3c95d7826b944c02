/** Computes the statistics of a run's snapshot by one billed query over the rows that the run reads. */
import { sourceStatement, toStatistics, type Statistics } from "@datamantri/verification";
import { statisticsJobId, type Column, type RunSource, type Snapshot } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { assertAffordable, toBilledBytes, toUsd } from "./cost.ts";
import { dryRunQuery } from "./query-job.ts";
import { quoteReference, sourceAlias } from "../tables/table.ts";
import { runLabels, runQuery, type JobOptions } from "./run-query.ts";

export interface SourceStatistics {
  readonly statistics: Statistics;
  readonly jobId: string;
  /** Upper bound by the dry run, and the bytes that the job billed. */
  readonly bytesEstimated: number;
  readonly bytesBilled: number;
  readonly costUsd: number;
}

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults */
interface Answer {
  readonly rows?: readonly { readonly f: readonly { readonly v: string | null }[] }[];
}

/**
 * Failure: the query's job is found again by its id (`runQuery`).
 *
 * @throws PipelineError `cost_limit_exceeded` before anything is billed; BigQuery's errors.
 */
export async function computeSourceStatistics(
  client: BigQueryClient,
  { configuration: { source_config: source }, digest_key: key }: RunSource,
  snapshot: Snapshot,
  columns: readonly Column[],
  options: JobOptions,
): Promise<SourceStatistics> {
  const query = { text: sourceStatement(columns, toTableExpression(snapshot), sourceAlias) };
  const config = { ...source, ...(snapshot.location !== "" && { location: snapshot.location }) };
  const { billing, signal } = options;
  const dryRun = await dryRunQuery(client, config, query, { labels: runLabels(options), billing, signal });
  const bytesEstimated = toBilledBytes(dryRun);
  assertAffordable(bytesEstimated, config, billing);
  const job = await runQuery(client, config, dryRun.query, { ...options, jobId: statisticsJobId(options.runId) });
  const { projectId, jobId, location } = job.jobReference;
  const path = `${encodeURIComponent(projectId)}/queries/${encodeURIComponent(jobId)}`;
  const { rows } = await client.json<Answer>({ path, query: { location, maxResults: 1 } }, signal);
  const [row] = rows ?? [];
  if (!row) throw new PipelineError("source_response_invalid", "the verification's query has no row");
  const values = row.f.map(({ v }) => v);
  const bytesBilled = Number(job.statistics?.query?.totalBytesBilled ?? 0);
  return {
    statistics: toStatistics(columns, values, "columns", key),
    jobId,
    bytesEstimated,
    bytesBilled,
    costUsd: toUsd(bytesBilled, billing),
  };
}

/**
 * A table at its fixed time, or as it is if the server has no snapshots, or the table with a query's result, which
 * queries can read too; each with `sourceAlias`.
 * https://docs.cloud.google.com/bigquery/docs/access-historical-data
 * https://docs.cloud.google.com/bigquery/docs/cached-results#limitations
 */
export function toTableExpression({ project, dataset, table, jobId, takenAtMs, version }: Snapshot): string {
  const quote = (name: string) => quoteReference({ projectId: project, datasetId: dataset, tableId: name });
  if (jobId !== "" || version !== "") return `${quote(table)} AS ${sourceAlias}`;
  return `${quote(table.slice(0, table.lastIndexOf("@")))} AS ${sourceAlias} FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS(${takenAtMs})`;
}
