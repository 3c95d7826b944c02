/** Estimates a pipeline's cost before it is created. A source that does not respond does not prevent the creation. */
import { isDeepStrictEqual } from "node:util";

import {
  defaultIntervalSeconds,
  type PipelineConfiguration,
  type PipelineEstimate,
  type PipelineRequest,
} from "@datamantri/api";
import { errorPolicies, PipelineError, toPipelineError, type ErrorCode } from "@datamantri/runtime";

import type { Backend } from "./backend.ts";
import { ProblemError } from "./problem.ts";
import { runsPerDay } from "./runs-per-day.ts";

const secondsPerDay = 86_400;

/** Maximum number of due times that a scheduler returns. */
const previewCount = 100;

/** Keeps saving a pipeline quick; a slower source is inspected by its first run. */
const inspectMs = 3_000;

/**
 * Problems of the configuration that prevent the creation: every run, or every later one, would fail with them. Not
 * among them is what others may mend meanwhile: a missing table, missing rights.
 */
const refusals: ReadonlySet<string> = new Set<ErrorCode>([
  "cost_limit_exceeded",
  "billed_query_not_allowed",
  "mapping_invalid",
  "request_invalid",
  "sink_key_invalid",
  "sink_table_mismatch",
  "source_query_invalid",
]);

export interface EstimateOptions {
  /** Pipeline whose stored credentials are used if the request has none. */
  readonly pipelineId?: string | undefined;
  /** True for users who may read rows. Never for an estimate that is stored. */
  readonly showsVendorMessage?: boolean;
}

/**
 * @param timeoutMs limit for inspecting the source; an estimate reports when it was exceeded.
 * @throws PipelineError `request_invalid` for a schedule that cannot be parsed, `bus_unavailable` without a scheduler.
 */
export async function estimatePipeline(
  backend: Backend,
  { pipeline, secrets }: PipelineRequest,
  timeoutMs: number,
  { pipelineId, showsVendorMessage = false }: EstimateOptions = {},
): Promise<PipelineEstimate> {
  const inspected_at = new Date().toISOString();
  const credentials = secrets.source_credentials ?? null;
  const perDay = await countRunsPerDay(backend, pipeline);
  try {
    const inspection = await backend.inspectSource({
      configuration: pipeline,
      credentials,
      pipeline_id: pipelineId,
      has_mask_key: secrets.mask_key !== undefined,
      timeout_ms: timeoutMs,
    });
    const problems = inspection.problems.map((problem) => ({ ...problem, solution: solutionOf(problem.code) }));
    const cost_usd_per_day = perDay === null ? null : inspection.estimate.cost_usd * perDay;
    return { inspected_at, cost_usd_per_day, ...inspection, problems };
  } catch (error) {
    const { code, message: reason, vendorMessage } = toPipelineError(error);
    const vendor = showsVendorMessage && vendorMessage !== undefined ? { vendor_message: vendorMessage } : {};
    const message = code === "internal" ? "the extractor could not read the source; see its log" : reason;
    return { inspected_at, ...noEstimate, problems: [{ code, message, solution: solutionOf(code), ...vendor }] };
  }
}

/**
 * Estimates a pipeline that is about to be created.
 *
 * @throws PipelineError `request_invalid` for a schedule that cannot be parsed, or the code with which its runs would
 *   fail; ProblemError for a schedule that never fires.
 */
export async function estimateNew(backend: Backend, request: PipelineRequest): Promise<PipelineEstimate> {
  const { estimate, refusal } = await assess(backend, request);
  if (refusal !== undefined) throw refusal;
  return estimate;
}

interface Assessment {
  readonly estimate: PipelineEstimate;
  /** Why a new pipeline is not created. */
  readonly refusal: PipelineError | undefined;
}

async function assess(backend: Backend, request: PipelineRequest): Promise<Assessment> {
  const { schedule: cron, timezone } = request.pipeline;
  if (cron !== null) {
    const { next } = await backend.previewSchedule({ cron, timezone, count: 1 });
    const detail = `schedule: "${cron}" never fires`;
    if (next.length === 0) throw new ProblemError({ status: 400, code: "request_invalid", detail });
  }
  const estimate = await estimatePipeline(backend, request, inspectMs, { showsVendorMessage: true });
  const found = estimate.problems.find(({ code }) => refusals.has(code));
  // It is stored, and every viewer sees it.
  const problems = estimate.problems.map(({ vendor_message: _vendorMessage, ...problem }) => problem);
  return { estimate: { ...estimate, problems }, refusal: found && toRefusal(found) };
}

function toRefusal({ code, message, vendor_message }: PipelineEstimate["problems"][number]): PipelineError {
  return new PipelineError(code as ErrorCode, message, {}, { vendorMessage: vendor_message ?? undefined });
}

/**
 * Like `estimateNew`, for a pipeline that may exist: what is wrong with it already does not prevent a change of anything
 * else, such as its name or schedule.
 *
 * @param present the pipeline as it is; undefined if there is none.
 * @returns undefined if only its stored credentials, unknown here, could read the source.
 */
export async function estimateChange(
  backend: Backend,
  request: PipelineRequest,
  present: () => Promise<PipelineConfiguration | undefined>,
): Promise<PipelineEstimate | undefined> {
  const { pipeline, secrets } = request;
  const { estimate, refusal } = await assess(backend, request);
  if (refusal !== undefined && !isDeepStrictEqual(workOf(await present()), workOf(pipeline))) throw refusal;
  const hasCredentials = Boolean(secrets.source_credentials) || pipeline.source_config.connection_id !== undefined;
  return estimate.estimate !== null || hasCredentials ? estimate : undefined;
}

/** What a run reads and writes. */
function workOf(pipeline: PipelineConfiguration | undefined) {
  if (pipeline === undefined) return undefined;
  const { mode, mapping, source_config, destination_config } = pipeline;
  return { mode, mapping, source_config, destination_config };
}

const noEstimate = {
  estimate: null,
  cost_usd_per_day: null,
  columns: [],
  row_count: null,
  location: null,
  last_modified: null,
  type_report: null,
} as const;

/** Null if nothing starts runs automatically. */
async function countRunsPerDay(
  backend: Backend,
  { mode, schedule, timezone, source_config }: PipelineRequest["pipeline"],
): Promise<number | null> {
  if (mode === "stream") return secondsPerDay / (source_config.interval_seconds ?? defaultIntervalSeconds);
  if (schedule === null) return null;
  const { next } = await backend.previewSchedule({ cron: schedule, timezone, count: previewCount });
  return runsPerDay(next, previewCount, new Date());
}

function solutionOf(code: string): string {
  return errorPolicies[code as ErrorCode].solution;
}
