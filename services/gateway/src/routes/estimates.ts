import { createRoute, z } from "@hono/zod-openapi";

import { mayReadRows } from "../auth/assert-scope.ts";
import type { Backend } from "../backend.ts";
import { estimatePipeline } from "../estimate-pipeline.ts";
import { maxAgeMs } from "../http/max-age.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import {
  estimateExample,
  estimateView,
  validationExample,
  validationView,
  pipelineBody,
  toPipelineRequest,
  pipelineBodyExample,
  secretOf,
} from "@datamantri/api";
import { idOf } from "../openapi/parameters.ts";
import { validatePipeline } from "../validate-pipeline.ts";

/** For an explicit request, whose caller waits. */
const inspectMs = 8_000;

const tags = ["Pipelines"];

/** An edited pipeline's stored secrets are not sent again. */
const forPipeline = z.object({ pipeline_id: secretOf });

const estimate = createRoute({
  method: "post",
  path: "/estimate",
  operationId: "estimatePipeline",
  summary: "Estimate a pipeline's cost",
  description: "The body is that of creating the pipeline. Saves and bills nothing.",
  tags,
  request: { query: forPipeline, body: jsonBody(pipelineBody, pipelineBodyExample) },
  responses: {
    200: jsonAnswer("Columns, bytes, cost and problems.", estimateView, estimateExample),
    ...problems(...signedIn, ...withBody),
  },
});

const validate = createRoute({
  method: "post",
  path: "/validate",
  operationId: "validatePipeline",
  summary: "Validate a pipeline",
  description: "The body is that of creating the pipeline. Returns every problem. Saves and bills nothing.",
  tags,
  request: { query: forPipeline, body: jsonBody(z.record(z.string(), z.unknown()), { ...pipelineBodyExample }) },
  responses: {
    200: jsonAnswer("Every problem, the next due times and the estimate.", validationView, validationExample),
    ...problems(...signedIn, ...withBody),
  },
});

const getEstimate = createRoute({
  method: "get",
  path: "/{id}/estimate",
  operationId: "getPipelineEstimate",
  summary: "Get the estimate from a pipeline's creation",
  tags,
  request: { params: idOf("pipeline") },
  responses: {
    200: jsonAnswer("The estimate.", estimateView, estimateExample),
    ...problems(...signedIn, 404),
  },
});

/** Under /api/v1/pipelines */
export function estimateRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(estimate, async (context) => {
    const request = toPipelineRequest(context.req.valid("json"));
    const { pipeline_id } = context.req.valid("query");
    const asked = { pipelineId: pipeline_id, showsVendorMessage: mayReadRows(context.get("identity")) };
    return context.json(await estimatePipeline(backend, request, inspectMs, asked), 200);
  });

  routes.openapi(validate, async (context) => {
    const { pipeline_id } = context.req.valid("query");
    const asked = { pipelineId: pipeline_id, showsVendorMessage: mayReadRows(context.get("identity")) };
    return context.json(await validatePipeline(backend, context.req.valid("json"), inspectMs, asked), 200);
  });

  routes.openapi(getEstimate, async (context) => {
    return context.json(
      await backend.registry("pipelines.estimate", context.req.valid("param"), maxAgeMs(context)),
      200,
    );
  });
  return routes;
}
