/** Runs a run's query as one job that BigQuery bills once, however often it is tried. */
import { setTimeout as delay } from "node:timers/promises";

import { queryJobId } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { backoffMs, crashPoint, PipelineError, type Backoff } from "@datamantri/runtime";

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
  /** Pauses between questions about a job that nobody waits for. Default: half a second to ten seconds. */
  readonly pauses?: Backoff;
}

/** BigQuery answers after this long whether the job is done or not. */
const pollMs = 20_000;

const defaultPauses: Backoff = { firstMs: 500, maxMs: 10_000 };

/** Refusals in a row to wait for a job that is running; with the pauses about half a minute. */
const maxRefusals = 10;

/** Limit of jobs that BigQuery itself failed, one for each delivery of the task. */
const maxJobTries = 5;

/**
 * Failure: the job's id is derived from the run, so after a crash the same job is found instead of billed again. If
 * BigQuery itself failed a job, such as by a rate limit, the error is thrown, and another job follows when the caller
 * tries again after a pause.
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
    const { job, isNew } = await finishJob(client, config, query, jobId, options);
    if (!job.status?.errorResult) return job;
    const asked = { text: JSON.stringify([config, query.text]), query: query.text };
    const error = toJobError(job.status.errorResult, jobId, asked);
    if (isNew || !error.isRetryable || tries === maxJobTries) throw error;
  }
}

async function finishJob(
  client: BigQueryClient,
  config: SourceConfig,
  query: CheckedQuery,
  jobId: string,
  options: JobOptions,
): Promise<{ readonly job: Job; readonly isNew: boolean }> {
  let { location } = query;
  try {
    const inserted = await insertJob(client, config, query, jobId, options);
    await crashPoint("extractor.job.inserted");
    location = inserted?.jobReference?.location ?? location;
    const job = await awaitJob(client, { project: config.project, jobId, location }, options);
    return { job, isNew: inserted !== undefined };
  } catch (error) {
    if (options.runEnded.aborted) await cancelJob(client, { project: config.project, jobId, location });
    throw error;
  }
}

/** Labels of a run's jobs and dry runs, which lead from BigQuery's bill to the run. */
export function runLabels({ runId, pipelineId }: { runId: string; pipelineId: string }): Record<string, string> {
  return { datamantri_run: runId, datamantri_pipeline: pipelineId };
}

/** @returns undefined for a job that an earlier try inserted. */
async function insertJob(
  client: BigQueryClient,
  config: SourceConfig,
  query: CheckedQuery,
  jobId: string,
  { billing, signal, ...ids }: JobOptions,
): Promise<Partial<Job> | undefined> {
  const { location } = query;
  const body = {
    jobReference: { projectId: config.project, jobId, ...(location !== undefined && { location }) },
    configuration: toJobConfiguration(config, query, runLabels(ids), billing),
  };
  try {
    const path = `${encodeURIComponent(config.project)}/jobs`;
    return await client.json<Partial<Job>>({ method: "POST", path, body }, signal);
  } catch (error) {
    // Its answer or process was lost, or it failed.
    if (!(error instanceof PipelineError && error.facts.status === 409)) throw error;
    return undefined;
  }
}

/** A job outside US and EU is found only with its location: .../bigquery/docs/locations#specify_locations */
interface PlacedJob {
  readonly project: string;
  readonly jobId: string;
  readonly location: string | undefined;
}

/**
 * Waits for the end of a job. A job that failed refuses to be waited for, and so may a server: only the job itself tells
 * which it is.
 *
 * Failure: when the server has refused often enough, the job is cancelled, because the run ends with the refusal.
 */
async function awaitJob(
  client: BigQueryClient,
  placed: PlacedJob,
  { signal, pauses = defaultPauses }: JobOptions,
): Promise<Job> {
  const { location } = placed;
  let [early, refusals] = [0, 0];
  for (;;) {
    const job = await client.json<Job>({ path: jobPath(placed), query: { location } }, signal);
    if (job.status?.state === "DONE") return job;
    const askedAt = performance.now();
    const refusal = await waitForResults(client, placed, signal);
    refusals = refusal === undefined ? 0 : refusals + 1;
    if (refusal !== undefined && refusals === maxRefusals) {
      await cancelJob(client, placed);
      throw refusal;
    }
    // A job that has just ended answers early too, once.
    early = performance.now() - askedAt < pollMs / 2 ? early + 1 : 0;
    if (early > 1) await pause(backoffMs(early - 2, pauses), signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

function jobPath({ project, jobId }: PlacedJob): string {
  return `${encodeURIComponent(project)}/jobs/${encodeURIComponent(jobId)}`;
}

/** Waits at the server. @returns its refusal, which may be the job's own failure. */
async function waitForResults(
  client: BigQueryClient,
  { project, jobId, location }: PlacedJob,
  signal: AbortSignal,
): Promise<PipelineError | undefined> {
  const query = { location, maxResults: 0, timeoutMs: pollMs };
  try {
    await client.json({ path: `${encodeURIComponent(project)}/queries/${encodeURIComponent(jobId)}`, query }, signal);
  } catch (error) {
    if (!(error instanceof PipelineError) || error.isRetryable) throw error;
    return error;
  }
  return undefined;
}

/** Cancels the job of an ended run, so that BigQuery stops computing. Best effort. */
async function cancelJob(client: BigQueryClient, placed: PlacedJob): Promise<void> {
  const request = {
    method: "POST",
    path: `${jobPath(placed)}/cancel`,
    query: { location: placed.location },
  } as const;
  await client.json(request, AbortSignal.timeout(5_000)).catch(() => undefined);
}
