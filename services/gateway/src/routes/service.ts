import { createRoute } from "@hono/zod-openapi";

import { jsonAnswer } from "../openapi/content.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import type { Auth } from "../auth/auth.ts";
import { healthView, keySetExample, keySetView, serviceView } from "@datamantri/api";

const service = {
  message: "DataMantri Pipeline Orchestrator API",
  name: "DataMantri Pipeline Orchestrator",
  api: "/api/v1",
  health: "/health",
};

const getService = createRoute({
  method: "get",
  path: "/",
  operationId: "getService",
  summary: "Get the service's name and paths",
  tags: ["Service"],
  security: [],
  responses: { 200: jsonAnswer("Name and paths.", serviceView, service) },
});

const getHealth = createRoute({
  method: "get",
  path: "/health",
  operationId: "getHealth",
  summary: "Check the API's health",
  tags: ["Service"],
  security: [],
  responses: { 200: jsonAnswer("The API is healthy.", healthView, { status: "healthy" }) },
});

const getKeys = createRoute({
  method: "get",
  path: "/.well-known/jwks.json",
  operationId: "getKeys",
  summary: "Get the public keys of access tokens",
  description: "For services that validate access tokens. Fetch the keys again when a token has an unknown key id.",
  tags: ["Service"],
  security: [],
  responses: { 200: jsonAnswer("A JSON Web Key Set (RFC 7517).", keySetView, keySetExample) },
});

/** Under / */
export function serviceRoutes(auth: Auth): Router {
  const routes = createRouter();
  routes.openapi(getService, (context) => context.json(service, 200));
  routes.openapi(getHealth, (context) => context.json({ status: "healthy" as const }, 200));
  routes.openapi(getKeys, (context) => {
    context.header("cache-control", "public, max-age=300");
    return context.json({ keys: [...auth.tokens.publicJwks] }, 200);
  });
  return routes;
}
