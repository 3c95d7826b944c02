import { createRoute, z } from "@hono/zod-openapi";

import { assertMayRedirectPipeline, assertMayRun } from "../auth/assert-scope.ts";
import type { Backend } from "../backend.ts";
import { estimateChange } from "../estimate-pipeline.ts";
import { ifFound } from "../if-found.ts";
import { toRequestedId } from "../idempotency.ts";
import { jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ifMatch, setVersion, toVersion } from "../openapi/versions.ts";
import { idempotencyKey, idOf } from "../openapi/parameters.ts";
import { pipelineBody, pipelineBodyExample, pipelineName, toPipelineRequest } from "@datamantri/api";
import { pipelineAnswer } from "./pipelines.ts";

const tags = ["Pipelines"];
const params = idOf("pipeline");

const replace = createRoute({
  method: "put",
  path: "/{id}",
  operationId: "replacePipeline",
  summary: "Change a pipeline",
  description:
    "Replaces the whole pipeline. An omitted secret is kept, null removes it; another server, user or TLS setting needs it again. Running " +
    "runs are unaffected. With another source or target the pipeline starts without its watermark.",
  tags,
  request: { params, headers: ifMatch, body: jsonBody(pipelineBody, pipelineBodyExample) },
  responses: {
    200: pipelineAnswer("The changed pipeline."),
    ...problems(...signedIn, ...withBody, 404, 409, 412, 428),
  },
});

const pause = createRoute({
  method: "post",
  path: "/{id}/pause",
  operationId: "pausePipeline",
  summary: "Pause a pipeline",
  description: "Its schedule does not fire. Running runs continue, and runs can be started manually.",
  tags,
  request: { params },
  responses: { 200: pipelineAnswer("The paused pipeline."), ...problems(...signedIn, 404) },
});

const resume = createRoute({
  method: "post",
  path: "/{id}/resume",
  operationId: "resumePipeline",
  summary: "Resume a pipeline",
  description: "Its schedule fires again. Times that were due during the pause are not caught up.",
  tags,
  request: { params },
  responses: { 200: pipelineAnswer("The active pipeline."), ...problems(...signedIn, 404) },
});

const duplicate = createRoute({
  method: "post",
  path: "/{id}/duplicate",
  operationId: "duplicatePipeline",
  summary: "Duplicate a pipeline",
  description: "The copy has the same secrets and target table. It is paused and has no runs.",
  tags,
  request: {
    params,
    headers: idempotencyKey,
    body: {
      ...jsonBody(
        z
          .strictObject({ name: pipelineName.optional().meta({ description: "Default: the name with (copy)." }) })
          .meta({ id: "DuplicateInput" }),
        { name: "orders (copy)" },
      ),
      required: false,
    },
  },
  responses: { 201: pipelineAnswer("The copy."), ...problems(...signedIn, ...withBody, 404, 409) },
});

/** Under /api/v1/pipelines */
export function pipelineChangeRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(replace, async (context) => {
    const { id } = context.req.valid("param");
    const version = toVersion(context.req.valid("header")["If-Match"]);
    const request = toPipelineRequest(context.req.valid("json"));
    const identity = context.get("identity");
    assertMayRun(identity, request.pipeline);
    const present = () => ifFound(backend.registry("pipelines.get", { id }));
    await assertMayRedirectPipeline(identity, request.pipeline, present);
    const estimate = await estimateChange(backend, request, present);
    const requested_by = context.get("user").email;
    const changed = await backend.registry("pipelines.replace", { id, version, ...request, requested_by, estimate });
    setVersion(context, changed);
    return context.json(changed, 200);
  });

  for (const [route, is_active] of [
    [pause, false],
    [resume, true],
  ] as const) {
    routes.openapi(route, async (context) => {
      const { id } = context.req.valid("param");
      const requested_by = context.get("user").email;
      const changed = await backend.registry("pipelines.set_active", { id, is_active, requested_by });
      setVersion(context, changed);
      return context.json(changed, 200);
    });
  }

  routes.openapi(duplicate, async (context) => {
    const { id } = context.req.valid("param");
    const name = context.req.valid("json")?.name;
    const requested_by = context.get("user").email;
    const key = context.req.valid("header")["Idempotency-Key"];
    const copy_id = toRequestedId("copy", context.get("user"), key && `${id}:${key}`);
    const copy = await backend.registry("pipelines.duplicate", { id, copy_id, name, requested_by });
    setVersion(context, copy);
    return context.json(copy, 201);
  });
  return routes;
}
