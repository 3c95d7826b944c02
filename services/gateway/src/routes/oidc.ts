/** Signing in to the console with the identity provider. */
import { createRoute } from "@hono/zod-openapi";

import type { Auth } from "../auth/auth.ts";
import { inactive } from "../auth/authenticate.ts";
import { failed } from "../auth/oidc-sign-in.ts";
import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ProblemError } from "../problem.ts";
import { methodsExample, methodsView } from "../schemas/auth.ts";

const tags = ["Authentication"];
const basePath = "/api/v1/auth";

const startPath = "/oidc/start";

const methods = createRoute({
  method: "get",
  path: "/methods",
  operationId: "getSignInMethods",
  summary: "How people may sign in",
  description: "For the page that strangers see: it says nothing about the provider but its name.",
  tags,
  security: [],
  responses: { 200: jsonAnswer("The ways there are.", methodsView, methodsExample), ...problems(500) },
});

const start = createRoute({
  method: "get",
  path: startPath,
  operationId: "startSignIn",
  summary: "Sign in with the identity provider",
  description: "For browsers: leads to the provider. 404 when none is configured.",
  tags,
  security: [],
  responses: { 302: { description: "To the provider." }, ...problems(404, 500, 503) },
});

const callback = createRoute({
  method: "get",
  path: "/oidc/callback",
  operationId: "finishSignIn",
  summary: "Where the identity provider sends the browser back to",
  description: "Opens a session as `POST /api/v1/auth/session` does.",
  tags,
  security: [],
  responses: { 302: { description: "To the console, with its cookie." }, ...problems(...signedIn, 404, 409) },
});

/** Under /api/v1/auth */
export function oidcRoutes(backend: Backend, auth: Auth): Router {
  const routes = createRouter();

  routes.openapi(methods, (context) => {
    const oidc = auth.oidc ? { name: auth.oidc.name, start_path: `${basePath}${startPath}` } : null;
    return context.json({ password: true, oidc }, 200);
  });

  routes.openapi(start, async (context) => {
    const { signIn, cookie } = auth.oidc ?? notConfigured();
    const { url, flow } = await signIn.begin();
    await cookie.set(context, flow);
    context.header("cache-control", "no-store");
    return context.redirect(url.href, 302);
  });

  routes.openapi(callback, async (context) => {
    const { signIn, cookie } = auth.oidc ?? notConfigured();
    context.header("cache-control", "no-store");
    const flow = await cookie.take(context);
    if (!flow) throw failed("this browser did not begin it");
    const identity = await signIn.finish(new URL(context.req.url).search, flow);
    const user_agent = context.req.header("user-agent") ?? null;
    const caller = auth.callers.callerOf(context);
    const session = await backend.registry("sessions.open_external", { identity, user_agent, caller });
    if (session.outcome === "inactive") throw inactive();
    auth.authenticator.forget(session.user.id);
    auth.cookie.set(context, session.token, session.expires_at);
    return context.redirect("/", 302);
  });
  return routes;
}

function notConfigured(): never {
  const detail = "No identity provider is configured (OIDC_ISSUER); log in with a password.";
  throw new ProblemError({ status: 404, code: "not_found", detail });
}
