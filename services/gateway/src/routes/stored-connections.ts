/** Named connections. The API never returns their secrets: workers request them from the registry. */
import { createRoute, z } from "@hono/zod-openapi";

import { assertMayRead, assertMayRedirect } from "../auth/assert-scope.ts";
import type { Backend } from "../backend.ts";
import { toRequestedId } from "../idempotency.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ifMatch, setVersion, toVersion, versionHeaders } from "../openapi/versions.ts";
import { ProblemError } from "../problem.ts";
import {
  checksExample,
  checksView,
  sourceListingExample,
  sourceListingView,
  messageView,
  connectionBody,
  connectionBodyExample,
  connectionExample,
  connectionView,
  destinationListingView,
  storedBrowseBody,
  storedTestBody,
  toConnectionRequest,
} from "@datamantri/api";
import { idempotencyKey, idOf } from "../openapi/parameters.ts";
import { sourceMs, stepMs, toChecks } from "./connections.ts";

const tags = ["Connections"];
const params = idOf("connection");

const connectionAnswer = (description: string) => ({
  ...jsonAnswer(description, connectionView, connectionExample),
  headers: versionHeaders,
});

const list = createRoute({
  method: "get",
  path: "/",
  operationId: "listConnections",
  summary: "List stored connections",
  tags,
  responses: {
    200: jsonAnswer("The connections by name, without secrets.", z.array(connectionView).readonly(), [
      connectionExample,
    ]),
    ...problems(...signedIn),
  },
});

const create = createRoute({
  method: "post",
  path: "/",
  operationId: "createConnection",
  summary: "Store a connection",
  description: "Pipelines name it as `source_config.connection_id` or `destination_config.connection_id`.",
  tags,
  request: { headers: idempotencyKey, body: jsonBody(connectionBody, connectionBodyExample) },
  responses: { 201: connectionAnswer("The connection."), ...problems(...signedIn, ...withBody, 409) },
});

const get = createRoute({
  method: "get",
  path: "/{id}",
  operationId: "getConnection",
  summary: "Get a connection",
  tags,
  request: { params },
  responses: { 200: connectionAnswer("The connection."), ...problems(...signedIn, 404) },
});

const replace = createRoute({
  method: "put",
  path: "/{id}",
  operationId: "replaceConnection",
  summary: "Change a connection",
  description:
    "Replaces the whole connection. An omitted secret is kept, null removes it; another server, user or TLS setting needs it again. Running " +
    "runs are unaffected. After a change of server its pipelines start without their watermarks.",
  tags,
  request: { params, headers: ifMatch, body: jsonBody(connectionBody, connectionBodyExample) },
  responses: {
    200: connectionAnswer("The changed connection."),
    ...problems(...signedIn, ...withBody, 404, 409, 412, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/{id}",
  operationId: "deleteConnection",
  summary: "Delete a connection",
  description: "Refused with 409 while pipelines use it; the problem names them.",
  tags,
  request: { params },
  responses: {
    200: jsonAnswer("The connection was deleted.", messageView, { message: 'Connection "warehouse" was deleted.' }),
    ...problems(...signedIn, 404, 409),
  },
});

const test = createRoute({
  method: "post",
  path: "/{id}/test",
  operationId: "testStoredConnection",
  summary: "Check a stored connection",
  description: "Uses the stored secret. Saves, writes and bills nothing.",
  tags,
  request: { params, body: jsonBody(storedTestBody, { schema: "public" }) },
  responses: {
    200: jsonAnswer("The steps in order.", checksView, checksExample),
    ...problems(...signedIn, ...withBody, 404),
  },
});

const browse = createRoute({
  method: "post",
  path: "/{id}/browse",
  operationId: "browseStoredConnection",
  summary: "Browse a stored connection",
  description: "Lists datasets or schemas, tables, columns and a few rows. Bills nothing.",
  tags,
  request: { params, body: jsonBody(storedBrowseBody, { dataset: "shop" }) },
  responses: {
    200: jsonAnswer(
      "The listing, of BigQuery or PostgreSQL.",
      z.union([sourceListingView, destinationListingView]),
      sourceListingExample,
    ),
    ...problems(...signedIn, ...withBody, 404),
  },
});

/** Under /api/v1/connections */
export function storedConnectionRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => context.json(await backend.registry("connections.list", {}), 200));

  routes.openapi(create, async (context) => {
    const requested_by = context.get("user").email;
    const id = toRequestedId("connection", context.get("user"), context.req.valid("header")["Idempotency-Key"]);
    const request = { id, ...toConnectionRequest(context.req.valid("json")), requested_by };
    const made = await backend.registry("connections.create", request);
    setVersion(context, made);
    return context.json(made, 201);
  });

  routes.openapi(get, async (context) => {
    const connection = await backend.registry("connections.get", context.req.valid("param"));
    setVersion(context, connection);
    return context.json(connection, 200);
  });

  routes.openapi(replace, async (context) => {
    const { id } = context.req.valid("param");
    const version = toVersion(context.req.valid("header")["If-Match"]);
    assertMayRedirect(context.get("identity"));
    const request = { id, version, ...toConnectionRequest(context.req.valid("json")) };
    const changed = await backend.registry("connections.replace", request);
    setVersion(context, changed);
    return context.json(changed, 200);
  });

  routes.openapi(remove, async (context) => {
    const { name } = await backend.registry("connections.delete", context.req.valid("param"));
    return context.json({ message: `Connection "${name}" was deleted.` }, 200);
  });

  routes.openapi(test, async (context) => {
    const { id: connection_id } = context.req.valid("param");
    const { schema, data_project } = context.req.valid("json");
    const { kind } = await backend.registry("connections.get", { id: connection_id });
    const checks =
      kind === "bigquery"
        ? await backend.checkSource({
            config: { connection_id, data_project },
            credentials: null,
            timeout_ms: sourceMs,
          })
        : await backend.checkDestination({ config: { connection_id, schema }, password: null, timeout_ms: stepMs });
    return context.json(toChecks(checks, context.get("identity")), 200);
  });

  routes.openapi(browse, async (context) => {
    const { id: connection_id } = context.req.valid("param");
    const { data_project, dataset, schema, table } = context.req.valid("json");
    assertMayRead(context.get("identity"), table);
    const { kind } = await backend.registry("connections.get", { id: connection_id });
    if (kind === "bigquery") {
      if (schema !== undefined) throw foreignField("schema", kind);
      const config = { connection_id, data_project };
      const request = { config, credentials: null, timeout_ms: sourceMs, dataset, table };
      return context.json(await backend.browseSource(request), 200);
    }
    if (dataset !== undefined) throw foreignField("dataset", kind);
    if (data_project !== undefined) throw foreignField("data_project", kind);
    const request = { config: { connection_id }, password: null, timeout_ms: stepMs, schema, table };
    return context.json(await backend.browseDestination(request), 200);
  });
  return routes;
}

function foreignField(field: string, kind: string): ProblemError {
  return new ProblemError({
    status: 400,
    code: "request_invalid",
    detail: `a connection of kind ${kind} has no field \`${field}\``,
  });
}
