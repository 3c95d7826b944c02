import { createRoute } from "@hono/zod-openapi";

import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { systemExample, systemView } from "@datamantri/api";

const getSystem = createRoute({
  method: "get",
  path: "/",
  operationId: "getSystem",
  summary: "Get the system's state",
  description:
    "Broker, queues, workers, throughput, errors, sources and destinations (docs/operations.md). A part that does not " +
    "respond is null, and `unavailable` has the reason. The answer is up to a second old.",
  tags: ["System"],
  responses: {
    200: jsonAnswer("The state and its problems.", systemView, systemExample),
    ...problems(...signedIn),
  },
});

/** Under /api/v1/system */
export function systemRoutes(backend: Backend): Router {
  const routes = createRouter();
  routes.openapi(getSystem, async (context) => context.json(await backend.readSystem(), 200));
  return routes;
}
