/** Runs a run's query as one job that BigQuery bills once, however often it is tried. */
import { queryJobId } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { toJobError } from "../api/bigquery-errors.ts";
import type { Billing } from "./cost.ts";
import { toJobConfiguration, type CheckedQuery, type Job } from "./query-job.ts";

export interface JobOptions {
  readonly runId: string;
  readonly pipelineId: string;
  readonly attempt: number;
  readonly billing: Billing;
  /** Default: the id of the run's query. */
  readonly jobId?: string;
  readonly signal: AbortSignal;
  /**
   * Aborts when the run has ended, to cancel the job. When only `signal` aborts, the process stops, and the next one
   * finds the job again.
   */
  readonly runEnded: AbortSignal;
}

/** BigQuery answers after this long whether the job is done or not. */
const pollMs = 20_000;

/** Limit of jobs that BigQuery itself failed; each try is a new job. */
const maxJobTries = 5;

/**
 * Failure: the job's id is derived from the run, so after a crash the same job is found instead of billed again. If
 * BigQuery itself failed a job, another one follows.
 */
export async function runQuery(
  client: BigQueryClient,
  config: SourceConfig,
  query: CheckedQuery,
  options: JobOptions,
): Promise<Job> {
  const firstId = options.jobId ?? queryJobId(options.runId, options.attempt);
  for (let tries = 1; ; tries++) {
    const jobId = `${firstId}${tries === 1 ? "" : `_${tries}`}`;
    const job = await finishJob(client, config, query, jobId, options);
    if (!job.status?.errorResult) return job;
    const asked = { text: JSON.stringify([config, query.text]), query: query.text };
    const error = toJobError(job.status.errorResult, jobId, asked);
    if (!error.isRetryable || tries === maxJobTries) throw error;
  }
}

async function finishJob(
  client: BigQueryClient,
  config: SourceConfig,
  query: CheckedQuery,
  jobId: string,
  options: JobOptions,
): Promise<Job> {
  try {
    await insertJob(client, config, query, jobId, options);
    return await awaitJob(client, config, jobId, options.signal);
  } catch (error) {
    if (options.runEnded.aborted) await cancelJob(client, config, jobId);
    throw error;
  }
}

/** Labels of a run's jobs and dry runs, which lead from BigQuery's bill to the run. */
export function runLabels({ runId, pipelineId }: { runId: string; pipelineId: string }): Record<string, string> {
  return { datamantri_run: runId, datamantri_pipeline: pipelineId };
}

async function insertJob(
  client: BigQueryClient,
  config: SourceConfig,
  query: CheckedQuery,
  jobId: string,
  { billing, signal, ...ids }: JobOptions,
): Promise<void> {
  const body = {
    jobReference: { projectId: config.project, jobId, ...(config.location && { location: config.location }) },
    configuration: toJobConfiguration(config, query, runLabels(ids), billing),
  };
  try {
    await client.json({ method: "POST", path: `${encodeURIComponent(config.project)}/jobs`, body }, signal);
  } catch (error) {
    // Inserted by an earlier try, whose answer or process was lost.
    if (!(error instanceof PipelineError && error.facts.status === 409)) throw error;
  }
}

async function awaitJob(
  client: BigQueryClient,
  config: SourceConfig,
  jobId: string,
  signal: AbortSignal,
): Promise<Job> {
  const location = config.location;
  for (;;) {
    const job = await client.json<Job>({ path: jobPath(config, jobId), query: { location } }, signal);
    if (job.status?.state === "DONE") return job;
    await waitForResults(client, config.project, jobId, job.jobReference.location ?? location, signal);
  }
}

function jobPath({ project }: SourceConfig, jobId: string): string {
  return `${encodeURIComponent(project)}/jobs/${encodeURIComponent(jobId)}`;
}

/** Waits at the server; a failure of the job is read from the job. */
async function waitForResults(
  client: BigQueryClient,
  project: string,
  jobId: string,
  location: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const query = { location, maxResults: 0, timeoutMs: pollMs };
  try {
    await client.json({ path: `${encodeURIComponent(project)}/queries/${encodeURIComponent(jobId)}`, query }, signal);
  } catch (error) {
    if (!(error instanceof PipelineError) || error.isRetryable) throw error;
  }
}

/** Cancels the job of an ended run, so that BigQuery stops computing. Best effort. */
async function cancelJob(client: BigQueryClient, config: SourceConfig, jobId: string): Promise<void> {
  const request = {
    method: "POST",
    path: `${jobPath(config, jobId)}/cancel`,
    query: { location: config.location },
  } as const;
  await client.json(request, AbortSignal.timeout(5_000)).catch(() => undefined);
}
