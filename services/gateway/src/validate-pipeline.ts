/** Checks whether a pipeline would be accepted and would work. Returns every problem at once, not only the first. */
import {
  pipelineBody,
  toPipelineRequest,
  type PipelineRequest,
  type Validation,
  type ValidationProblem,
} from "@datamantri/api";
import { toWriteMode } from "@datamantri/api/values";
import { errorPolicies, PipelineError, type ErrorCode } from "@datamantri/runtime";

import type { Backend } from "./backend.ts";
import { estimatePipeline, type EstimateOptions } from "./estimate-pipeline.ts";
import { codeOfIssue } from "./problem.ts";
import { stepMs } from "./routes/connections.ts";

/** Due times shown. */
const previewCount = 5;

/** @param timeoutMs limit for inspecting the source. */
export async function validatePipeline(
  backend: Backend,
  body: unknown,
  timeoutMs: number,
  options: EstimateOptions,
): Promise<Validation> {
  const parsed = pipelineBody.safeParse(body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      ...invalid(issue.message, codeOfIssue(issue)),
      field: issue.path.join("."),
    }));
    return { valid: false, problems, schedule: null, estimate: null };
  }
  const request = toPipelineRequest(parsed.data);
  const { schedule, problems } = await previewSchedule(backend, request.pipeline);
  // A schedule that cannot be parsed is left out of the estimate.
  const pipeline = problems.length > 0 ? { ...request.pipeline, schedule: null } : request.pipeline;
  const [estimate, refusals] = await Promise.all([
    estimatePipeline(backend, { ...request, pipeline }, timeoutMs, options),
    findDestinationRefusals(backend, request, timeoutMs, options),
  ]);
  const all = [...problems, ...estimate.problems, ...refusals];
  return { valid: all.length === 0, problems: all, schedule, estimate };
}

/** With these every run would fail before it reads a row. A server that is not reached now may be when a run starts. */
const destinationRefusals: ReadonlySet<string> = new Set<ErrorCode>(["sink_permission_denied", "sink_schema_missing"]);

/** Asks a loader whether the destination's user may write the target by the pipeline's mode. */
async function findDestinationRefusals(
  backend: Backend,
  { pipeline, secrets }: PipelineRequest,
  timeoutMs: number,
  { pipelineId }: EstimateOptions,
): Promise<readonly ValidationProblem[]> {
  const config = pipeline.destination_config;
  const { table, key, guards, delete_mode, deleted_at_column, valid_from_column, valid_to_column } = config;
  const own = { deleted_at_column, valid_from_column, valid_to_column };
  try {
    const checks = await backend.checkDestination({
      config,
      password: secrets.destination_password ?? null,
      pipeline_id: pipelineId,
      timeout_ms: Math.min(timeoutMs, stepMs),
      target: { write_mode: toWriteMode(pipeline), table, key, guards, delete_mode, ...own },
    });
    return checks.flatMap(({ code, message }) => {
      return code !== null && destinationRefusals.has(code)
        ? [{ ...invalid(message, code as ErrorCode), field: "destination_config" }]
        : [];
    });
  } catch (error) {
    // No loader answers, or the connection is unknown: saving the pipeline says so.
    if (!(error instanceof PipelineError)) throw error;
    return [];
  }
}

async function previewSchedule(
  backend: Backend,
  { schedule, timezone }: { readonly schedule: string | null; readonly timezone: string },
): Promise<Pick<Validation, "schedule" | "problems">> {
  if (schedule === null) return { schedule: null, problems: [] };
  try {
    const { next } = await backend.previewSchedule({ cron: schedule, timezone, count: previewCount });
    const problems = next.length > 0 ? [] : [{ ...invalid(`"${schedule}" never fires`), field: "schedule" }];
    return { schedule: { next }, problems };
  } catch (error) {
    if (!(error instanceof PipelineError) || error.code !== "request_invalid") throw error;
    return { schedule: null, problems: [{ ...invalid(error.message), field: "schedule" }] };
  }
}

function invalid(message: string, code: ErrorCode = "request_invalid"): Omit<ValidationProblem, "field"> {
  return { code, message, solution: errorPolicies[code].solution };
}
