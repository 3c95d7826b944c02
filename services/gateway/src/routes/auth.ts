import { createRoute } from "@hono/zod-openapi";

import { inactive } from "../auth/authenticate.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ProblemError } from "../problem.ts";
import { readJsonOrForm } from "../read-body.ts";
import { credentials, credentialsExample, tokenExample, tokenView, userExample, userView } from "../schemas/auth.ts";

const tags = ["Authentication"];

/** A reference: with the schema itself, the body would have to fit as JSON and as a form at once. */
const credentialsContent = { schema: { $ref: "#/components/schemas/Credentials" }, example: credentialsExample };

const login = createRoute({
  method: "post",
  path: "/login",
  operationId: "login",
  summary: "Get an access token",
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
  summary: "The signed-in user",
  tags,
  responses: { 200: jsonAnswer("The user.", userView, userExample), ...problems(...signedIn) },
});

/** Under /api/v1/auth */
export function authRoutes(backend: Backend, tokens: Tokens): Router {
  const routes = createRouter();
  routes.openAPIRegistry.register("Credentials", credentials);

  routes.openapi(login, async (context) => {
    const { email, password } = await readJsonOrForm(context, credentials);
    const login = await backend.registry("users.verify", { email, password });
    if (login.outcome === "inactive") throw inactive();
    if (login.outcome === "wrong_password") {
      throw new ProblemError({ status: 401, code: "wrong_password", detail: "Incorrect email or password." });
    }
    context.header("cache-control", "no-store");
    const access_token = await tokens.issue(login.user.id);
    return context.json({ access_token, token_type: "bearer" as const }, 200);
  });

  routes.openapi(getMe, (context) => context.json(context.get("user"), 200));
  return routes;
}
