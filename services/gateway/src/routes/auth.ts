import { createRoute } from "@hono/zod-openapi";

import type { Auth } from "../auth/auth.ts";
import { logIn } from "../auth/log-in.ts";
import { toTokenView } from "../auth/token-view.ts";
import type { Backend } from "../backend.ts";
import { describable, jsonAnswer } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { readJsonOrForm } from "../read-body.ts";
import { loginBody, loginExample, tokenExample, tokenView, userExample, userView } from "@datamantri/api";

const tags = ["Authentication"];

/** A reference: with the schema itself, the body would have to be valid as JSON and as a form at once. */
const credentialsContent = { schema: { $ref: "#/components/schemas/Credentials" }, example: loginExample };

const login = createRoute({
  method: "post",
  path: "/login",
  operationId: "login",
  summary: "Get an access token",
  description: "Too many wrong passwords from one address return 429. The account is never locked.",
  tags,
  security: [],
  request: {
    body: {
      required: true,
      content: { "application/json": credentialsContent, "application/x-www-form-urlencoded": credentialsContent },
    },
  },
  responses: {
    200: jsonAnswer("An access token.", tokenView, tokenExample),
    ...problems(...signedIn, ...withBody),
  },
});

const getMe = createRoute({
  method: "get",
  path: "/me",
  operationId: "getMe",
  summary: "Get the signed-in user",
  tags,
  responses: { 200: jsonAnswer("The user.", userView, userExample), ...problems(...signedIn) },
});

/** Under /api/v1/auth */
export function authRoutes(backend: Backend, auth: Auth): Router {
  const routes = createRouter();
  routes.openAPIRegistry.register("Credentials", describable(loginBody));

  routes.openapi(login, async (context) => {
    const opened = await logIn(context, backend, auth, await readJsonOrForm(context, loginBody), "refresh");
    return context.json(await toTokenView(context, auth, opened), 200);
  });

  routes.openapi(getMe, (context) => context.json(context.get("user"), 200));
  return routes;
}
