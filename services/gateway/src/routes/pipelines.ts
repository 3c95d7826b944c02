import { Hono } from "hono";

import { requestedRunId } from "@datamantri/contracts";

import type { AppEnv } from "../auth/authenticate.ts";
import type { Backend } from "../backend.ts";
import { pipelineBody, toPipelineRequest } from "../pipeline-input.ts";
import { idParameter, limitParameter } from "../parameters.ts";
import { ProblemError } from "../problem.ts";
import { readBody } from "../read-body.ts";
import { awaitAdmission } from "./runs.ts";

/** Under /api/v1/pipelines */
export function pipelineRoutes(backend: Backend): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/", async (context) => {
    const limit = limitParameter(context, 1_000);
    return context.json(await backend.registry("pipelines.list", { limit }));
  });

  routes.post("/", async (context) => {
    const { pipeline, secrets } = toPipelineRequest(await readBody(context, pipelineBody));
    if (pipeline.schedule !== null) await assertFires(backend, pipeline.schedule, pipeline.timezone);
    const requested_by = context.get("user").email;
    return context.json(await backend.registry("pipelines.create", { pipeline, secrets, requested_by }), 201);
  });

  routes.get("/:id", async (context) => {
    return context.json(await backend.registry("pipelines.get", { id: idParameter(context, "pipeline") }));
  });

  routes.delete("/:id", async (context) => {
    const requested_by = context.get("user").email;
    const id = idParameter(context, "pipeline");
    const pipeline = await backend.registry("pipelines.archive", { id, requested_by });
    return context.json({ message: `Pipeline "${pipeline.name}" was archived; its run history is kept.` });
  });

  routes.post("/:id/trigger", async (context) => {
    const pipelineId = idParameter(context, "pipeline");
    await backend.registry("pipelines.get", { id: pipelineId });
    const key = context.req.header("idempotency-key") ?? crypto.randomUUID();
    const runId = requestedRunId(pipelineId, key);
    await backend.startRun({ runId, pipelineId, cause: "manual", requestedBy: context.get("user").email });
    await awaitAdmission(backend, runId);
    return context.json({ task_id: runId, status: "triggered" }, 202, { location: `/api/v1/runs/${runId}` });
  });

  routes.get("/:id/runs", async (context) => {
    const pipeline_id = idParameter(context, "pipeline");
    return context.json(await backend.registry("runs.list", { pipeline_id, limit: limitParameter(context, 100) }));
  });
  return routes;
}

/** @throws PipelineError `request_invalid` for a schedule that cannot be read; ProblemError for one that never fires. */
async function assertFires(backend: Backend, cron: string, timezone: string): Promise<void> {
  const { next } = await backend.previewSchedule({ cron, timezone, count: 1 });
  if (next.length > 0) return;
  throw new ProblemError({ status: 400, code: "request_invalid", detail: `schedule: "${cron}" never fires` });
}
