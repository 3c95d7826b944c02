import { createRoute } from "@hono/zod-openapi";

import {
  type ConnectionCheck,
  browseBody,
  checksExample,
  checksView,
  sourceListingExample,
  sourceListingView,
  credentialsText,
  connectionTestBody,
  connectionTestExample,
  destinationBrowseBody,
  destinationListingExample,
  destinationListingView,
} from "@datamantri/api";

import { assertMayRead, mayReadRows } from "../auth/assert-scope.ts";
import type { Identity } from "../auth/identity.ts";
import type { Backend } from "../backend.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";

/** For an explicit request, whose caller waits. */
export const sourceMs = 8_000;
/** Limit for each step of connecting to a destination. */
export const stepMs = 4_000;

const tags = ["Connections"];
const checks = jsonAnswer("The steps in order.", checksView, checksExample);

const browseSource = createRoute({
  method: "post",
  path: "/browse-source",
  operationId: "browseSource",
  summary: "Browse a BigQuery source",
  description: "Lists datasets, tables, columns and first rows. Saves and bills nothing.",
  tags,
  request: { body: jsonBody(browseBody, { project: "my-project", dataset: "shop" }) },
  responses: {
    200: jsonAnswer("The listing.", sourceListingView, sourceListingExample),
    ...problems(...signedIn, ...withBody, 404),
  },
});

const browseDestination = createRoute({
  method: "post",
  path: "/browse-destination",
  operationId: "browseDestination",
  summary: "Browse a PostgreSQL destination",
  description: "Lists schemas, tables, columns and a few rows. Saves and writes nothing.",
  tags,
  request: {
    body: jsonBody(destinationBrowseBody, {
      host: "db.example.com",
      database: "analytics",
      user: "loader",
      password: "correct horse battery staple",
      schema: "public",
      table: "orders",
    }),
  },
  responses: {
    200: jsonAnswer("The listing.", destinationListingView, destinationListingExample),
    ...problems(...signedIn, ...withBody, 404),
  },
});

const test = createRoute({
  method: "post",
  path: "/test",
  operationId: "testConnection",
  summary: "Check a connection",
  description: "Checks a BigQuery or PostgreSQL connection before it is stored. Saves, writes and bills nothing.",
  tags,
  request: { body: jsonBody(connectionTestBody, connectionTestExample) },
  responses: { 200: checks, ...problems(...signedIn, ...withBody, 404) },
});

/** Under /api/v1/connections */
export function connectionRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(browseSource, async (context) => {
    const { credentials, dataset, table, pipeline_id, ...config } = context.req.valid("json");
    assertMayRead(context.get("identity"), table);
    const access = { config, credentials: credentialsText(credentials), pipeline_id, timeout_ms: sourceMs };
    return context.json(await backend.browseSource({ ...access, dataset, table }), 200);
  });

  routes.openapi(browseDestination, async (context) => {
    const { password = null, schema, table, pipeline_id, ...config } = context.req.valid("json");
    assertMayRead(context.get("identity"), table);
    const access = { config, password, pipeline_id, timeout_ms: stepMs };
    return context.json(await backend.browseDestination({ ...access, schema, table }), 200);
  });

  routes.openapi(test, async (context) => {
    const body = context.req.valid("json");
    const { pipeline_id } = body;
    if (body.kind === "bigquery") {
      const { credentials, ...server } = body.config;
      const config = { ...server, data_project: body.data_project };
      const request = { config, credentials: credentialsText(credentials), pipeline_id, timeout_ms: sourceMs };
      return context.json(toChecks(await backend.checkSource(request), context.get("identity")), 200);
    }
    const { password = null, ...server } = body.config;
    const request = { config: { ...server, schema: body.schema }, password, pipeline_id, timeout_ms: stepMs };
    return context.json(toChecks(await backend.checkDestination(request), context.get("identity")), 200);
  });
  return routes;
}

export function toChecks(checks: readonly ConnectionCheck[], identity: Identity) {
  const isShown = mayReadRows(identity);
  const shown = checks.map(({ vendor_message = null, ...check }) => ({
    ...check,
    vendor_message: isShown ? vendor_message : null,
  }));
  return { ok: checks.every(({ ok }) => ok), checks: shown };
}
