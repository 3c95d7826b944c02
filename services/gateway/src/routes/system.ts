import { createRoute } from "@hono/zod-openapi";

import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { systemExample, systemView } from "@datamantri/resources";

const getSystem = createRoute({
  method: "get",
  path: "/",
  operationId: "getSystem",
  summary: "How the product is",
  description:
    "Broker, queues, workers, throughput, errors, sources and destinations (docs/operations.md). Answers also when a " +
    "part is away: it is null then, and `unavailable` says why. Asked at most once a second, however many ask.",
  tags: ["System"],
  responses: {
    200: jsonAnswer("The state, and what is wrong with it.", systemView, systemExample),
    ...problems(...signedIn),
  },
});

/** Under /api/v1/system */
export function systemRoutes(backend: Backend): Router {
  const routes = createRouter();
  routes.openapi(getSystem, async (context) => context.json(await backend.readSystem(), 200));
  return routes;
}
