import { createRoute, z } from "@hono/zod-openapi";

import type { Backend } from "../backend.ts";
import { maxAgeMs } from "../http/max-age.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { itemsOf, listAnswer, numberCursor, pageQuery } from "../openapi/paging.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { idOf, wholeNumber } from "../openapi/parameters.ts";
import {
  occurrenceExample,
  occurrenceStatus,
  occurrenceView,
  scheduleBody,
  schedulePreviewExample,
  schedulePreviewView,
} from "@datamantri/api";

const tags = ["Schedules"];
const answer = jsonAnswer("Due times and warnings.", schedulePreviewView, schedulePreviewExample);

const preview = createRoute({
  method: "post",
  path: "/schedules/preview",
  operationId: "previewSchedule",
  summary: "Preview a schedule",
  tags,
  request: { body: jsonBody(scheduleBody, { schedule: "0 5 * * *", timezone: "Europe/Berlin" }) },
  responses: { 200: answer, ...problems(...signedIn, ...withBody) },
});

const previewPipeline = createRoute({
  method: "get",
  path: "/pipelines/{id}/schedule-preview",
  operationId: "previewPipelineSchedule",
  summary: "Preview a pipeline's schedule",
  description: "Empty without a schedule. For a paused pipeline: the times at which it would fire, with a warning.",
  tags,
  request: {
    params: idOf("pipeline"),
    query: z.object({ count: wholeNumber(100, 10).meta({ description: "Number of due times." }) }),
  },
  responses: { 200: answer, ...problems(...signedIn, 404) },
});

const listOccurrences = createRoute({
  method: "get",
  path: "/pipelines/{id}/occurrences",
  operationId: "listOccurrences",
  summary: "List a schedule's past due times",
  description: "The last 90 days. Manual runs and streams have none.",
  tags,
  request: {
    params: idOf("pipeline"),
    query: z.object({ ...pageQuery(1_000, numberCursor), status: occurrenceStatus.optional() }),
  },
  responses: {
    200: listAnswer("The due times, newest first; also of an archived pipeline.", occurrenceView, occurrenceExample),
    ...problems(...signedIn, 404),
  },
});

/** Under /api/v1 */
export function scheduleRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(preview, async (context) => {
    const { schedule: cron, timezone, count, schedule_jitter_seconds: jitter_seconds } = context.req.valid("json");
    return context.json(await backend.previewSchedule({ cron, timezone, count, jitter_seconds }), 200);
  });

  routes.openapi(previewPipeline, async (context) => {
    const pipeline = await backend.registry("pipelines.get", context.req.valid("param"));
    const { schedule: cron, timezone, is_active, schedule_jitter_seconds: jitter_seconds } = pipeline;
    if (cron === null) return context.json({ next: [], warnings: [] }, 200);
    const asked = { cron, timezone, jitter_seconds, ...context.req.valid("query") };
    const { next, warnings } = await backend.previewSchedule(asked);
    const paused = {
      code: "paused" as const,
      message: "The pipeline is paused: its schedule does not fire until it is resumed.",
    };
    return context.json({ next, warnings: is_active ? warnings : [paused, ...warnings] }, 200);
  });

  routes.openapi(listOccurrences, async (context) => {
    const request = { ...context.req.valid("query"), ...context.req.valid("param") };
    return context.json(
      itemsOf(context, await backend.registry("pipelines.occurrences", request, maxAgeMs(context))),
      200,
    );
  });
  return routes;
}
