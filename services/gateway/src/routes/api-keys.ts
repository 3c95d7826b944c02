import { createRoute, z } from "@hono/zod-openapi";

import {
  reaches,
  apiKeyBody,
  apiKeyBodyExample,
  apiKeyExample,
  apiKeyView,
  createdApiKeyExample,
  createdApiKeyView,
  messageView,
} from "@datamantri/api";

import type { Auth } from "../auth/auth.ts";
import type { Backend } from "../backend.ts";
import { toRequestedId } from "../idempotency.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ProblemError } from "../problem.ts";
import { idempotencyKey, idOf } from "../openapi/parameters.ts";

const tags = ["API keys"];

const list = createRoute({
  method: "get",
  path: "/",
  operationId: "listApiKeys",
  summary: "List API keys",
  description: "Your own; for an admin the keys of all users.",
  tags,
  responses: {
    200: jsonAnswer("The keys that are not revoked, newest first.", z.array(apiKeyView).readonly(), [apiKeyExample]),
    ...problems(...signedIn),
  },
});

const create = createRoute({
  method: "post",
  path: "/",
  operationId: "createApiKey",
  summary: "Create an API key",
  description: "The key acts for its owner and is valid while the owner is active. Send it as a bearer token.",
  tags,
  request: { headers: idempotencyKey, body: jsonBody(apiKeyBody, apiKeyBodyExample) },
  responses: {
    201: jsonAnswer("The key. It is not shown again.", createdApiKeyView, createdApiKeyExample),
    ...problems(...signedIn, ...withBody, 409),
  },
});

const revoke = createRoute({
  method: "delete",
  path: "/{id}",
  operationId: "revokeApiKey",
  summary: "Revoke an API key",
  description: "Your own; an admin can revoke any key.",
  tags,
  request: { params: idOf("API key") },
  responses: {
    200: jsonAnswer("The key was revoked.", messageView, { message: 'API key "nightly trigger" was revoked.' }),
    ...problems(...signedIn, 404),
  },
});

/** Under /api/v1/api-keys */
export function apiKeyRoutes(backend: Backend, auth: Auth): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => {
    const { role, user } = context.get("identity");
    const owner_id = role === "admin" ? null : user.id;
    return context.json(await backend.registry("api_keys.list", { owner_id }), 200);
  });

  routes.openapi(create, async (context) => {
    const { name, role, scopes = null, expires_at = null } = context.req.valid("json");
    const identity = context.get("identity");
    if (!reaches(identity.role, role)) {
      const detail = `role: a key cannot have a higher role than yours (${identity.role})`;
      throw new ProblemError({ status: 403, code: "forbidden", detail });
    }
    const caller = auth.callers.callerOf(context);
    const id = toRequestedId("api-key", identity.user, context.req.valid("header")["Idempotency-Key"]);
    const input = { id, owner_id: identity.user.id, name, role, scopes, expires_at, caller };
    const created = await backend.registry("api_keys.create", input);
    context.header("cache-control", "no-store");
    return context.json(created, 201);
  });

  routes.openapi(revoke, async (context) => {
    const { id } = context.req.valid("param");
    const { role, user } = context.get("identity");
    const owner_id = role === "admin" ? null : user.id;
    const key = await backend.registry("api_keys.revoke", { id, owner_id, caller: auth.callers.callerOf(context) });
    auth.authenticator.forget(key.owner_id);
    return context.json({ message: `API key "${key.name}" was revoked.` }, 200);
  });
  return routes;
}
