/** Checks whether a pipeline would be accepted and would work. Returns every problem at once, not only the first. */
import { pipelineBody, toPipelineRequest, type Validation, type ValidationProblem } from "@datamantri/api";
import { errorPolicies, PipelineError, type ErrorCode } from "@datamantri/runtime";

import type { Backend } from "./backend.ts";
import { estimatePipeline, type EstimateOptions } from "./estimate-pipeline.ts";
import { codeOfIssue } from "./problem.ts";

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
  const estimate = await estimatePipeline(backend, { ...request, pipeline }, timeoutMs, options);
  const all = [...problems, ...estimate.problems];
  return { valid: all.length === 0, problems: all, schedule, estimate };
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
