import { createRoute, z } from "@hono/zod-openapi";

import {
  verificationExample,
  verificationReport,
  lastEventIdHeader,
  rejectsExample,
  rejectsView,
  replayExample,
  replayView,
  eventExample,
  eventView,
  runDetailExample,
  runDetailView,
  runFilter,
  runSummaryExample,
  runSummaryView,
  splitExample,
  splitView,
} from "@datamantri/api";

import { mayReadRows } from "../auth/assert-scope.ts";
import type { Backend } from "../backend.ts";
import type { EventStreams } from "../events/event-streams.ts";
import { maxAgeMs } from "../http/max-age.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { itemsOf, listAnswer, numberCursor, pageQuery } from "../openapi/paging.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { idOf } from "../openapi/parameters.ts";

import { streamRun, wantsStream } from "./events.ts";

const tags = ["Runs"];
const params = idOf("run");

const list = createRoute({
  method: "get",
  path: "/",
  operationId: "listRuns",
  summary: "List runs",
  tags,
  request: { query: z.object({ ...pageQuery(500), ...runFilter }) },
  responses: {
    200: listAnswer("The runs, newest first; also of archived pipelines.", runSummaryView, runSummaryExample),
    ...problems(...signedIn),
  },
});

const get = createRoute({
  method: "get",
  path: "/{id}",
  operationId: "getRun",
  summary: "Get a run",
  tags,
  request: { params },
  responses: { 200: jsonAnswer("The run.", runDetailView, runDetailExample), ...problems(...signedIn, 404) },
});

const verification = createRoute({
  method: "get",
  path: "/{id}/verification",
  operationId: "getRunVerification",
  summary: "Get a run's verification report",
  description: "Every successful run has one, unless `destination_config.verification` is `none`.",
  tags,
  request: { params },
  responses: {
    200: jsonAnswer("The report.", verificationReport, verificationExample),
    ...problems(...signedIn, 404),
  },
});

const listRejects = createRoute({
  method: "get",
  path: "/{id}/rejects",
  operationId: "listRejects",
  summary: "List a run's rejects",
  description: "Rejected rows by reason and column, with row numbers. The rows themselves stay in the destination.",
  tags,
  request: { params },
  responses: {
    200: jsonAnswer("The rejects.", rejectsView, rejectsExample),
    ...problems(...signedIn, 404),
  },
});

const replayRejects = createRoute({
  method: "post",
  path: "/{id}/rejects/replay",
  operationId: "replayRejects",
  summary: "Replay a run's rejects",
  description: "After a fix: writes the rows that can now be loaded, by the pipeline's write mode, each exactly once.",
  tags,
  request: { params },
  responses: {
    202: jsonAnswer("The replay was requested.", replayView, replayExample),
    ...problems(...signedIn, 404, 409),
  },
});

const listSplits = createRoute({
  method: "get",
  path: "/{id}/splits",
  operationId: "listRunSplits",
  summary: "List a run's splits",
  tags,
  request: { params, query: z.object(pageQuery(1_000, numberCursor)) },
  responses: {
    200: listAnswer(
      "The splits with their progress, in row order; empty until the run is planned.",
      splitView,
      splitExample,
    ),
    ...problems(...signedIn, 404),
  },
});

const listEvents = createRoute({
  method: "get",
  path: "/{id}/events",
  operationId: "listRunEvents",
  summary: "List or follow a run's events",
  description:
    "JSON, or with `Accept: text/event-stream` server-sent events until the run ends, then 204 (docs/events.md).",
  tags,
  request: { params, headers: lastEventIdHeader, query: z.object(pageQuery(1_000, numberCursor)) },
  responses: {
    200: listAnswer("The lines of its log, oldest first.", eventView, eventExample),
    ...problems(...signedIn, 404, 429),
  },
});

/** Under /api/v1/runs */
export function runRoutes(backend: Backend, streams: EventStreams): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => {
    return context.json(
      itemsOf(context, await backend.registry("runs.search", context.req.valid("query"), maxAgeMs(context))),
      200,
    );
  });

  routes.openapi(get, async (context) => {
    const { id } = context.req.valid("param");
    const request = { id, shows_vendor_message: mayReadRows(context.get("identity")) };
    return context.json(await backend.registry("runs.get", request, maxAgeMs(context)), 200);
  });

  routes.openapi(listRejects, async (context) => {
    const { id: run_id } = context.req.valid("param");
    const { rejected_count } = await backend.registry("runs.get", { id: run_id });
    const none = { run_id, rejected_count, kept_in: null, reasons: [] };
    return context.json(rejected_count === 0 ? none : await backend.listRejects({ run_id }), 200);
  });

  routes.openapi(replayRejects, async (context) => {
    const { id } = context.req.valid("param");
    await backend.registry("runs.replay", { id, requested_by: context.get("user").email });
    return context.json({ run_id: id, status: "replaying" } as const, 202);
  });

  routes.openapi(listSplits, async (context) => {
    const request = { ...context.req.valid("query"), ...context.req.valid("param") };
    return context.json(itemsOf(context, await backend.registry("runs.splits", request, maxAgeMs(context))), 200);
  });

  routes.openapi(listEvents, async (context) => {
    if (wantsStream(context)) {
      // The document describes this form of the answer only in words: clients generated from it read the list.
      return (await streamRun(context, context.req.valid("param").id, backend, streams)) as never;
    }
    const request = { ...context.req.valid("query"), ...context.req.valid("param") };
    return context.json(itemsOf(context, await backend.registry("runs.events", request, maxAgeMs(context))), 200);
  });

  routes.openapi(verification, async (context) => {
    return context.json(
      await backend.registry("runs.verification", context.req.valid("param"), maxAgeMs(context)),
      200,
    );
  });
  return routes;
}
