import { describable } from "../openapi/content.ts";
import { upgradeWebSocket } from "@hono/node-server";
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { WebSocket } from "ws";

import type { Auth } from "../auth/auth.ts";
import type { AppEnv } from "../auth/identity.ts";
import type { Backend } from "../backend.ts";
import { unexpectedMessage } from "../events/event-socket.ts";
import type { EventStreams } from "../events/event-streams.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ProblemError } from "../problem.ts";
import {
  eventsQuery,
  eventStream,
  eventStreamExample,
  streamedEventView,
  lastEventIdHeader,
  socketQuery,
} from "@datamantri/api";

const tags = ["Events"];

const streamAnswer = {
  description: "Events until the client or the server closes the connection.",
  content: { "text/event-stream": { schema: eventStream, example: eventStreamExample } },
};

const ofAll = createRoute({
  method: "get",
  path: "/events",
  operationId: "streamEvents",
  summary: "Stream events of runs",
  description: "Server-sent events from now on, or after `Last-Event-ID`, without gaps or repeats.",
  tags,
  request: { query: eventsQuery, headers: lastEventIdHeader },
  responses: { 200: streamAnswer, ...problems(...signedIn, 429) },
});

const socket = createRoute({
  method: "get",
  path: "/ws",
  operationId: "openEventSocket",
  summary: "Stream events over WebSocket",
  description:
    "Each message is one event as JSON. Send the token as `Authorization`, or as the protocols `datamantri.events.v1` " +
    "and `bearer.<token>`. Pages of other origins are refused.",
  tags,
  request: { query: socketQuery },
  responses: {
    101: { description: "Switched to a WebSocket; its messages are StreamedEvents." },
    ...problems(...signedIn, 404, 429),
  },
});

/** Under /api/v1 */
export function eventRoutes(backend: Backend, auth: Auth, streams: EventStreams): Router {
  const routes = createRouter();
  routes.openAPIRegistry.register("StreamedEvent", describable(streamedEventView));

  routes.openapi(ofAll, async (context) => {
    const { pipeline_id: pipelineId } = context.req.valid("query");
    const lastEventId = context.req.valid("header")["last-event-id"];
    return streams.answer(context, { filter: { pipelineId }, lastEventId });
  });

  routes.openapi(socket, async (context) => {
    const { run_id, pipeline_id, last_event_id: lastEventId } = context.req.valid("query");
    // Any page may open a WebSocket to any server, and the browser attaches its user's cookies.
    if (!auth.cookie.isFromHere(context)) {
      throw new ProblemError({
        status: 403,
        code: "request_forged",
        detail: "A page of another site cannot open this WebSocket.",
      });
    }
    const slot = streams.reserve(context);
    try {
      const run = run_id === undefined ? undefined : await backend.registry("runs.get", { id: run_id });
      const filter = run ? { runId: run.id, pipelineId: run.pipeline_id } : { pipelineId: pipeline_id };
      const isStillAllowed = context.get("isStillAllowed");
      const upgraded = await upgradeWebSocket(() => ({
        onOpen: (_event, connection) => {
          const opened = connection.raw as unknown as WebSocket;
          void streams.serve(opened, slot, isStillAllowed, { filter, lastEventId, ...(run ? { run } : {}) });
        },
        onMessage: (_event, connection) => connection.close(unexpectedMessage, "this WebSocket accepts no messages"),
      }))(context as never, async () => undefined);
      // From here on, a handshake that fails ends the connection.
      if (upgraded) return upgraded;
      const detail = "the request must ask for a WebSocket: Upgrade: websocket";
      throw new ProblemError({ status: 400, code: "request_invalid", detail });
    } catch (error) {
      slot.release();
      throw error;
    }
  });
  return routes;
}

/** True if the client requests a stream; an EventSource does so by itself. */
export function wantsStream(context: Context): boolean {
  return /(?:^|,)\s*text\/event-stream\b/i.test(context.req.header("accept") ?? "");
}

/** Streams one run's events from its beginning, or after `Last-Event-ID`. @throws PipelineError `not_found` */
export async function streamRun(
  context: Context<AppEnv>,
  runId: string,
  backend: Backend,
  streams: EventStreams,
): Promise<Response> {
  const run = await backend.registry("runs.get", { id: runId });
  const lastEventId = context.req.header("last-event-id");
  const request = { filter: { runId: run.id, pipelineId: run.pipeline_id }, lastEventId, run };
  // Stops an EventSource from reconnecting.
  if (await streams.isOver(request)) return context.body(null, 204);
  return streams.answer(context, request);
}
