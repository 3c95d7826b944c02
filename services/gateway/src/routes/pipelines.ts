import { createRoute, z } from "@hono/zod-openapi";

import { requestedRunId } from "@datamantri/contracts";

import { assertMayRun } from "../auth/assert-scope.ts";
import type { Backend } from "../backend.ts";
import { estimateNew } from "../estimate-pipeline.ts";
import { toRequestedId, toRunKey } from "../idempotency.ts";
import { maxAgeMs } from "../http/max-age.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { toTriggered, triggeredAnswer } from "../openapi/triggered.ts";
import { ProblemError } from "../problem.ts";
import { itemsOf, listAnswer, pageQuery } from "../openapi/paging.ts";
import { ifMatchIfAny, setVersion, toVersion, versionHeaders } from "../openapi/versions.ts";
import { idempotencyKey, idOf } from "../openapi/parameters.ts";
import {
  pipelineBody,
  toPipelineRequest,
  pipelineBodyExample,
  pipelineExample,
  pipelineFilter,
  pipelineView,
  runExample,
  runView,
  messageView,
  typeReportExample,
  typeReportView,
} from "@datamantri/api";

const noTypeReport = {
  status: 404,
  code: "not_found",
  detail: "the pipeline has no type report: its source could not be inspected when the pipeline was created",
  solution: "Trigger the pipeline. Planning the run creates the report.",
} as const;

const tags = ["Pipelines"];
const params = idOf("pipeline");

/** The pipeline, with its version in a header. */
export const pipelineAnswer = (description: string) => ({
  ...jsonAnswer(description, pipelineView, pipelineExample),
  headers: versionHeaders,
});

const list = createRoute({
  method: "get",
  path: "/",
  operationId: "listPipelines",
  summary: "List pipelines",
  tags,
  request: { query: z.object({ ...pageQuery(1_000), ...pipelineFilter }) },
  responses: {
    200: listAnswer("The pipelines that are not archived, newest first.", pipelineView, pipelineExample),
    ...problems(...signedIn),
  },
});

const create = createRoute({
  method: "post",
  path: "/",
  operationId: "createPipeline",
  summary: "Create a pipeline",
  description: "Inspects the source first. A pipeline whose runs would exceed the cost limits is rejected.",
  tags,
  request: { headers: idempotencyKey, body: jsonBody(pipelineBody, pipelineBodyExample) },
  responses: {
    201: pipelineAnswer("The pipeline, without its secrets."),
    ...problems(...signedIn, ...withBody, 409),
  },
});

const get = createRoute({
  method: "get",
  path: "/{id}",
  operationId: "getPipeline",
  summary: "Get a pipeline",
  tags,
  request: { params },
  responses: {
    200: pipelineAnswer("The pipeline."),
    ...problems(...signedIn, 404),
  },
});

const getTypeReport = createRoute({
  method: "get",
  path: "/{id}/type-report",
  operationId: "getPipelineTypeReport",
  summary: "Get a pipeline's type report",
  description: "Created when the pipeline's source is inspected, and again when a run is planned.",
  tags,
  request: { params },
  responses: {
    200: jsonAnswer(
      "Each column's source and target type, whether values may change, and alternatives.",
      typeReportView,
      typeReportExample,
    ),
    ...problems(...signedIn, 404),
  },
});

const archive = createRoute({
  method: "delete",
  path: "/{id}",
  operationId: "archivePipeline",
  summary: "Delete a pipeline",
  description: "Archives the pipeline: it is hidden and no longer runs. Its run history stays.",
  tags,
  request: { params, headers: ifMatchIfAny },
  responses: {
    200: jsonAnswer("The pipeline was archived.", messageView, {
      message: 'Pipeline "orders" was archived. Its run history stays.',
    }),
    ...problems(...signedIn, 404, 412),
  },
});

const trigger = createRoute({
  method: "post",
  path: "/{id}/trigger",
  operationId: "triggerPipeline",
  summary: "Start a run",
  tags,
  request: { params, headers: idempotencyKey },
  responses: {
    202: triggeredAnswer,
    ...problems(...signedIn, 404),
  },
});

const listRuns = createRoute({
  method: "get",
  path: "/{id}/runs",
  operationId: "listPipelineRuns",
  summary: "List a pipeline's runs",
  tags,
  request: { params, query: z.object(pageQuery(100)) },
  responses: {
    200: listAnswer("The runs, newest first; also of an archived pipeline.", runView, runExample),
    ...problems(...signedIn, 404),
  },
});

/** Under /api/v1/pipelines */
export function pipelineRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => {
    return context.json(
      itemsOf(context, await backend.registry("pipelines.list", context.req.valid("query"), maxAgeMs(context))),
      200,
    );
  });

  routes.openapi(create, async (context) => {
    const request = toPipelineRequest(context.req.valid("json"));
    const { pipeline, secrets } = request;
    assertMayRun(context.get("identity"), pipeline);
    const requested_by = context.get("user").email;
    const estimate = await estimateNew(backend, request);
    const id = toRequestedId("pipeline", context.get("user"), context.req.valid("header")["Idempotency-Key"]);
    const created = await backend.registry("pipelines.create", { id, pipeline, secrets, requested_by, estimate });
    setVersion(context, created);
    return context.json(created, 201);
  });

  routes.openapi(get, async (context) => {
    const pipeline = await backend.registry("pipelines.get", context.req.valid("param"), maxAgeMs(context));
    setVersion(context, pipeline);
    return context.json(pipeline, 200);
  });

  routes.openapi(getTypeReport, async (context) => {
    const report = await backend.registry("pipelines.type_report", context.req.valid("param"), maxAgeMs(context));
    if (report === null) throw new ProblemError(noTypeReport);
    return context.json(report, 200);
  });

  routes.openapi(archive, async (context) => {
    const requested_by = context.get("user").email;
    const { id } = context.req.valid("param");
    const header = context.req.valid("header")["If-Match"];
    const version = header === undefined ? null : toVersion(header);
    const pipeline = await backend.registry("pipelines.archive", { id, version, requested_by });
    return context.json({ message: `Pipeline "${pipeline.name}" was archived. Its run history stays.` }, 200);
  });

  routes.openapi(trigger, async (context) => {
    const { id: pipelineId } = context.req.valid("param");
    const key = context.req.valid("header")["Idempotency-Key"];
    const runId = requestedRunId(pipelineId, toRunKey(context.get("user"), key));
    const request = context.get("takeAudit")();
    const requestedBy = context.get("user").email;
    await backend.startRun({ runId, pipelineId, cause: "manual", requestedBy, request });
    return context.json(...toTriggered(runId));
  });

  routes.openapi(listRuns, async (context) => {
    const { id: pipeline_id } = context.req.valid("param");
    const request = { pipeline_id, ...context.req.valid("query") };
    return context.json(itemsOf(context, await backend.registry("runs.list", request, maxAgeMs(context))), 200);
  });
  return routes;
}
