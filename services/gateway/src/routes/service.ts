import { createRoute } from "@hono/zod-openapi";

import { jsonAnswer } from "../openapi/content.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { healthView, serviceView } from "../schemas/service.ts";

const service = { name: "DataMantri Pipeline Orchestrator", api: "/api/v1", health: "/health" };

const getService = createRoute({
  method: "get",
  path: "/",
  operationId: "getService",
  summary: "What this is",
  tags: ["Service"],
  security: [],
  responses: { 200: jsonAnswer("Where to go on.", serviceView, service) },
});

const getHealth = createRoute({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  summary: "Whether the API serves",
  tags: ["Service"],
  security: [],
  responses: { 200: jsonAnswer("It does.", healthView, { status: "healthy" }) },
});

/** Under / */
export function serviceRoutes(): Router {
  const routes = createRouter();
  routes.openapi(getService, (context) => context.json(service, 200));
  routes.openapi(getHealth, (context) => context.json({ status: "healthy" as const }, 200));
  return routes;
}
