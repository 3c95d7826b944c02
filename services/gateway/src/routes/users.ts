import { createRoute, z } from "@hono/zod-openapi";

import type { Auth } from "../auth/auth.ts";
import { assertProven } from "../auth/log-in.ts";
import type { Backend } from "../backend.ts";
import { toRequestedId } from "../idempotency.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import {
  userExample,
  userView,
  messageView,
  createdUserExample,
  createdUserView,
  passwordBody,
  passwordExample,
  userBody,
  userBodyExample,
  userChangeBody,
} from "@datamantri/api";
import { idempotencyKey, idOf } from "../openapi/parameters.ts";

const tags = ["Users"];
const params = idOf("user");

const list = createRoute({
  method: "get",
  path: "/",
  operationId: "listUsers",
  summary: "List users",
  tags,
  responses: {
    200: jsonAnswer("The users, by e-mail address.", z.array(userView).readonly(), [userExample]),
    ...problems(...signedIn),
  },
});

const get = createRoute({
  method: "get",
  path: "/{id}",
  operationId: "getUser",
  summary: "Get a user",
  tags,
  request: { params },
  responses: { 200: jsonAnswer("The user.", userView, userExample), ...problems(...signedIn, 404) },
});

const create = createRoute({
  method: "post",
  path: "/",
  operationId: "createUser",
  summary: "Create a user",
  tags,
  request: { headers: idempotencyKey, body: jsonBody(userBody, userBodyExample) },
  responses: {
    201: jsonAnswer("The user.", createdUserView, createdUserExample),
    ...problems(...signedIn, ...withBody, 409),
  },
});

const change = createRoute({
  method: "patch",
  path: "/{id}",
  operationId: "changeUser",
  summary: "Change a user",
  description: "A new password or deactivation ends the user's sessions. The last active admin cannot be deactivated.",
  tags,
  request: { params, body: jsonBody(userChangeBody, { role: "editor" }) },
  responses: {
    200: jsonAnswer("The user.", userView, userExample),
    ...problems(...signedIn, ...withBody, 404, 409),
  },
});

const changeOwnPassword = createRoute({
  method: "post",
  path: "/me/password",
  operationId: "changeOwnPassword",
  summary: "Change the signed-in user's password",
  description: "Ends the user's other sessions.",
  tags,
  request: { body: jsonBody(passwordBody, passwordExample) },
  responses: {
    200: jsonAnswer("The password was changed.", messageView, { message: "The password was changed." }),
    ...problems(...signedIn, ...withBody),
  },
});

/** Under /api/v1/users */
export function userRoutes(backend: Backend, auth: Auth): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => context.json(await backend.registry("users.list", {}), 200));

  routes.openapi(get, async (context) => {
    return context.json(await backend.registry("users.get", context.req.valid("param")), 200);
  });

  routes.openapi(create, async (context) => {
    const { email, full_name = null, role, password = null } = context.req.valid("json");
    const caller = auth.callers.callerOf(context);
    const id = toRequestedId("user", context.get("user"), context.req.valid("header")["Idempotency-Key"]);
    const created = await backend.registry("users.create", { id, email, full_name, role, password, caller });
    context.header("cache-control", "no-store");
    return context.json(created, 201);
  });

  routes.openapi(change, async (context) => {
    const { id } = context.req.valid("param");
    const caller = auth.callers.callerOf(context);
    const user = await backend.registry("users.change", { id, change: context.req.valid("json"), caller });
    auth.authenticator.forget(id);
    return context.json(user, 200);
  });

  routes.openapi(changeOwnPassword, async (context) => {
    const { old_password, new_password } = context.req.valid("json");
    const { id } = context.get("user");
    const session_id = context.get("identity").sessionId;
    const caller = auth.callers.callerOf(context);
    const changing = { id, session_id, old_password, new_password, caller };
    const answer = await backend.registry("users.change_own_password", changing);
    assertProven(answer, "old_password");
    auth.authenticator.forget(id);
    return context.json({ message: "The password was changed." }, 200);
  });
  return routes;
}
