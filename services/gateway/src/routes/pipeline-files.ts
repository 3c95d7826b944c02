import { createRoute, z } from "@hono/zod-openapi";

import { assertMayRedirectPipeline, assertMayRun } from "../auth/assert-scope.ts";
import type { Backend } from "../backend.ts";
import { estimateChange } from "../estimate-pipeline.ts";
import { ifFound } from "../if-found.ts";
import { maxAgeMs } from "../http/max-age.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { setVersion } from "../openapi/versions.ts";
import { toPipelineFile } from "../pipeline-file.ts";
import { ProblemError } from "../problem.ts";
import { idOf } from "../openapi/parameters.ts";
import {
  appliedExample,
  appliedView,
  pipelineBody,
  pipelineName,
  toPipelineRequest,
  pipelineBodyExample,
} from "@datamantri/api";
import { pipelineAnswer } from "./pipelines.ts";

const tags = ["Pipelines"];
const byName = z.object({ name: pipelineName.meta({ example: "orders" }) });

const getFile = createRoute({
  method: "get",
  path: "/{id}/yaml",
  operationId: "exportPipeline",
  summary: "Export a pipeline as YAML",
  description:
    "In the form of `PUT /api/v1/pipelines/by-name/{name}`, without secrets. `/api/v1/pipelines/{id}.yaml` is the same.",
  tags,
  request: { params: idOf("pipeline") },
  responses: {
    200: {
      description: "YAML.",
      content: { "application/yaml": { schema: z.string(), example: "name: orders\n" } },
    },
    ...problems(...signedIn, 404),
  },
});

const getByName = createRoute({
  method: "get",
  path: "/by-name/{name}",
  operationId: "getPipelineByName",
  summary: "Get a pipeline by name",
  tags,
  request: { params: byName },
  responses: {
    200: pipelineAnswer("The pipeline."),
    ...problems(...signedIn, 404),
  },
});

const apply = createRoute({
  method: "put",
  path: "/by-name/{name}",
  operationId: "applyPipeline",
  summary: "Apply a pipeline by name",
  description:
    "Creates or changes the pipeline with this name; idempotent. An omitted secret is kept. With `previous_name` the pipeline " +
    "of that name is renamed if there is none of this name: its runs and watermark stay, and it stays paused.",
  tags,
  request: {
    params: byName,
    query: z.object({
      dry_run: z.enum(["true", "false"]).default("false").meta({ description: "With `true`, only lists the changes." }),
      previous_name: pipelineName
        .optional()
        .meta({ description: "Name that the pipeline had before.", example: "sales" }),
    }),
    body: jsonBody(pipelineBody, pipelineBodyExample),
  },
  responses: {
    200: jsonAnswer("The applied, or planned, changes.", appliedView, appliedExample),
    ...problems(...signedIn, ...withBody, 404, 409, 412),
  },
});

/** Under /api/v1/pipelines */
export function pipelineFileRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(getFile, async (context) => {
    const pipeline = await backend.registry("pipelines.get", context.req.valid("param"), maxAgeMs(context));
    return context.body(await toPipelineFile(pipeline), 200, { "content-type": "application/yaml" });
  });

  routes.openapi(getByName, async (context) => {
    const pipeline = await backend.registry("pipelines.get_by_name", context.req.valid("param"), maxAgeMs(context));
    setVersion(context, pipeline);
    return context.json(pipeline, 200);
  });

  routes.openapi(apply, async (context) => {
    const request = toPipelineRequest(context.req.valid("json"));
    if (request.pipeline.name !== context.req.valid("param").name) {
      const detail = "name: differs from the name in the path";
      throw new ProblemError({ status: 400, code: "request_invalid", detail });
    }
    const identity = context.get("identity");
    assertMayRun(identity, request.pipeline);
    const { name } = request.pipeline;
    const { dry_run, previous_name: previousName } = context.req.valid("query");
    const names = [name, ...(previousName === undefined ? [] : [previousName])];
    const read = (one: string) => ifFound(backend.registry("pipelines.get_by_name", { name: one }));
    for (const one of names) await assertMayRedirectPipeline(identity, request.pipeline, () => read(one));
    const present = async () => (await read(name)) ?? (previousName === undefined ? undefined : read(previousName));
    const estimate = await estimateChange(backend, request, present);
    const applied = await backend.registry("pipelines.apply", {
      ...request,
      requested_by: context.get("user").email,
      dry_run: dry_run === "true",
      previous_name: previousName,
      estimate,
    });
    return context.json(applied, 200);
  });
  return routes;
}
