/** Runs a run's query as one job that BigQuery bills once, however often it is tried. */
import { queryJobId, type SourceConfig } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "./bigquery-client.ts";
import { toJobError } from "./bigquery-errors.ts";

export interface Query {
  readonly text: string;
  /** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
  readonly parameters?: readonly object[];
}

export interface TableReference {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

export interface JobOptions {
  readonly runId: string;
  readonly pipelineId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

export interface Job {
  readonly jobReference: { readonly projectId: string; readonly jobId: string; readonly location?: string };
  readonly status?: { readonly state?: string; readonly errorResult?: { reason?: string; message?: string } };
  readonly configuration?: { readonly query?: { readonly destinationTable?: TableReference } };
  readonly statistics?: { readonly query?: { readonly totalBytesBilled?: string } };
}

/** BigQuery answers after this long whether the job is done or not. */
const pollMs = 20_000;

/** Jobs that BigQuery itself failed; each try is a new job. */
const maxJobTries = 5;

/**
 * Failure: the job's id comes from the run, so after a crash the same job is found instead of billed again. A job that
 * BigQuery failed by itself is followed by another.
 */
export async function runQuery(
  client: BigQueryClient,
  config: SourceConfig,
  query: Query,
  options: JobOptions,
): Promise<Job> {
  for (let tries = 1; ; tries++) {
    const jobId = `${queryJobId(options.runId, options.attempt)}${tries === 1 ? "" : `_${tries}`}`;
    await insertJob(client, config, query, jobId, options);
    const job = await awaitJob(client, config, jobId, options.signal);
    if (!job.status?.errorResult) return job;
    const error = toJobError(job.status.errorResult);
    if (!error.isRetryable || tries === maxJobTries) throw error;
  }
}

async function insertJob(
  client: BigQueryClient,
  config: SourceConfig,
  query: Query,
  jobId: string,
  { runId, pipelineId, signal }: JobOptions,
): Promise<void> {
  const body = {
    jobReference: { projectId: config.project, jobId, ...(config.location && { location: config.location }) },
    configuration: {
      labels: { ...config.labels, datamantri_run: runId, datamantri_pipeline: pipelineId },
      query: {
        query: query.text,
        useLegacySql: false,
        ...(query.parameters && { parameterMode: "NAMED", queryParameters: query.parameters }),
        ...(config.maximum_bytes_billed && { maximumBytesBilled: config.maximum_bytes_billed }),
      },
    },
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
  const path = `${encodeURIComponent(config.project)}/jobs/${encodeURIComponent(jobId)}`;
  const cancel = (): void => void cancelJob(client, path, location);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    for (;;) {
      const job = await client.json<Job>({ path, query: { location } }, signal);
      if (job.status?.state === "DONE") return job;
      await waitForResults(client, config.project, jobId, job.jobReference.location ?? location, signal);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Waits at the server; that the job failed is read from the job. */
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

/** Best effort, for a run that was cancelled: BigQuery stops computing. */
async function cancelJob(client: BigQueryClient, path: string, location: string | undefined): Promise<void> {
  const signal = AbortSignal.timeout(5_000);
  await client.json({ method: "POST", path: `${path}/cancel`, query: { location } }, signal).catch(() => undefined);
}
