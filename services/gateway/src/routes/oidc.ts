/** Signing in to the console with the identity provider. */
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";

import { PipelineError } from "@datamantri/runtime";

import type { Auth } from "../auth/auth.ts";
import { inactive } from "../auth/authenticate.ts";
import type { AppEnv } from "../auth/identity.ts";
import { failed } from "../auth/oidc-sign-in.ts";
import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ProblemError } from "../problem.ts";
import { methodsExample, methodsView } from "@datamantri/api";

const tags = ["Authentication"];
const basePath = "/api/v1/auth";

const startPath = "/oidc/start";

const methods = createRoute({
  method: "get",
  path: "/methods",
  operationId: "getSignInMethods",
  summary: "Get the ways to sign in",
  description: "For the sign-in page. Of the identity provider it has only the name.",
  tags,
  security: [],
  responses: { 200: jsonAnswer("The ways to sign in.", methodsView, methodsExample), ...problems(500) },
});

const start = createRoute({
  method: "get",
  path: startPath,
  operationId: "startSignIn",
  summary: "Sign in with the identity provider",
  description: "Redirects a browser to the provider. 404 when none is configured.",
  tags,
  security: [],
  responses: {
    302: { description: "To the provider, or on an error to the console." },
    ...problems(404, 500, 503),
  },
});

const callback = createRoute({
  method: "get",
  path: "/oidc/callback",
  operationId: "finishSignIn",
  summary: "Complete the sign-in with the identity provider",
  description: "The provider redirects the browser here. Opens a session as `POST /api/v1/auth/session` does.",
  tags,
  security: [],
  responses: {
    302: { description: "To the console, with a session cookie or the code of the problem." },
    ...problems(...signedIn, 404, 409),
  },
});

/** Under /api/v1/auth */
export function oidcRoutes(backend: Backend, auth: Auth): Router {
  const routes = createRouter();

  routes.openapi(methods, (context) => {
    const oidc = auth.oidc ? { name: auth.oidc.name, start_path: `${basePath}${startPath}` } : null;
    return context.json({ password: true, oidc }, 200);
  });

  routes.openapi(start, (context) =>
    redirectErrors(context, async () => {
      const { signIn, cookie } = auth.oidc ?? notConfigured();
      const { url, flow } = await signIn.begin();
      await cookie.set(context, flow);
      return context.redirect(url.href, 302);
    }),
  );

  routes.openapi(callback, (context) =>
    redirectErrors(context, async () => {
      const { signIn, cookie } = auth.oidc ?? notConfigured();
      const flow = await cookie.take(context);
      if (!flow) throw failed("another browser started it");
      const identity = await signIn.finish(new URL(context.req.url).search, flow);
      const user_agent = context.req.header("user-agent") ?? null;
      const caller = auth.callers.callerOf(context);
      const session = await backend.registry("sessions.open_external", { identity, user_agent, caller });
      if (session.outcome === "inactive") throw inactive();
      auth.authenticator.forget(session.user.id);
      auth.cookie.set(context, session.token, session.expires_at);
      return context.redirect("/", 302);
    }),
  );
  return routes;
}

/**
 * Redirects errors in a browser to the console, which explains the code; programs get the problem. Only the code is in
 * the URL: a text there would be shown to anyone who follows a forged link.
 */
async function redirectErrors<Answer>(context: Context<AppEnv>, signIn: () => Promise<Answer>) {
  context.header("cache-control", "no-store");
  try {
    return await signIn();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || context.req.header("accept")?.includes("text/html") !== true) throw error;
    return context.redirect(`/?sign_in=${code}`, 302);
  }
}

/** Undefined for an error for which the console has no text: it is returned as a problem. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof ProblemError) return error.problem.code;
  return error instanceof PipelineError && error.code !== "internal" ? error.code : undefined;
}

function notConfigured(): never {
  const detail = "No identity provider is configured (OIDC_ISSUER). Log in with a password.";
  throw new ProblemError({ status: 404, code: "not_found", detail });
}
