/** Sessions: refreshing, the console's cookie, and logging out. */
import { createRoute, z } from "@hono/zod-openapi";

import type { Auth } from "../auth/auth.ts";
import type { Identity } from "../auth/identity.ts";
import { assertProven, logIn } from "../auth/log-in.ts";
import { toTokenView } from "../auth/token-view.ts";
import type { Backend } from "../backend.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ProblemError } from "../problem.ts";
import { readJsonOrForm } from "../read-body.ts";
import {
  confirmBody,
  confirmExample,
  loginBody,
  loginExample,
  tokenExample,
  tokenView,
  messageView,
  openedExample,
  openedView,
  refreshBody,
  sessionExample,
  sessionView,
} from "@datamantri/api";
import { idOf } from "../openapi/parameters.ts";

const tags = ["Authentication"];

const refresh = createRoute({
  method: "post",
  path: "/refresh",
  operationId: "refresh",
  summary: "Refresh the access token",
  description:
    "Also returns the next refresh token. A second use of a refresh token, more than a few seconds later, ends the session.",
  tags,
  security: [],
  request: { body: jsonBody(refreshBody, { refresh_token: tokenExample.refresh_token }) },
  responses: {
    200: jsonAnswer("The next tokens.", tokenView, tokenExample),
    ...problems(...signedIn, ...withBody),
  },
});

const openSession = createRoute({
  method: "post",
  path: "/session",
  operationId: "openSession",
  summary: "Log in to the console",
  description: "Sets a cookie that scripts cannot read. Needs the header `X-DataMantri-Request`.",
  tags,
  security: [],
  request: {
    body: {
      required: true,
      content: {
        "application/json": { schema: { $ref: "#/components/schemas/Credentials" }, example: loginExample },
      },
    },
  },
  responses: {
    200: jsonAnswer("The session, with its cookie.", openedView, openedExample),
    ...problems(...signedIn, ...withBody),
  },
});

const confirm = createRoute({
  method: "post",
  path: "/confirm",
  operationId: "confirmIdentity",
  summary: "Confirm that it is you",
  description:
    "Some changes (users, API keys) need proof that is younger than ten minutes: a login, or this request. " +
    "Users of an identity provider sign in there again instead.",
  tags,
  request: { body: jsonBody(confirmBody, confirmExample) },
  responses: {
    200: jsonAnswer("Confirmed.", messageView, { message: "Confirmed for ten minutes." }),
    ...problems(...signedIn, ...withBody),
  },
});

const logOut = createRoute({
  method: "post",
  path: "/logout",
  operationId: "logout",
  summary: "End this session",
  description: "Its access and refresh tokens, or its cookie, become invalid; on other gateways within seconds.",
  tags,
  responses: {
    200: jsonAnswer("The session has ended.", messageView, { message: "Logged out." }),
    ...problems(...signedIn),
  },
});

const logOutAll = createRoute({
  method: "post",
  path: "/logout-all",
  operationId: "logoutAll",
  summary: "End all sessions of the signed-in user",
  tags,
  responses: {
    200: jsonAnswer("The sessions have ended.", messageView, { message: "Ended 3 sessions." }),
    ...problems(...signedIn),
  },
});

const list = createRoute({
  method: "get",
  path: "/sessions",
  operationId: "listSessions",
  summary: "List the signed-in user's sessions",
  tags,
  responses: {
    200: jsonAnswer("The open sessions, last used first.", z.array(sessionView), [sessionExample]),
    ...problems(...signedIn),
  },
});

const end = createRoute({
  method: "delete",
  path: "/sessions/{id}",
  operationId: "endSession",
  summary: "End one of the signed-in user's sessions",
  tags,
  request: { params: idOf("session") },
  responses: {
    200: jsonAnswer("The session has ended.", messageView, { message: "Ended 1 session." }),
    ...problems(...signedIn, 404),
  },
});

/** Under /api/v1/auth */
export function sessionRoutes(backend: Backend, auth: Auth): Router {
  const routes = createRouter();

  routes.openapi(refresh, async (context) => {
    const { refresh_token: token } = context.req.valid("json");
    const answer = await backend.registry("sessions.refresh", { token, caller: auth.callers.callerOf(context) });
    if (answer.outcome === "invalid") {
      const detail = "The refresh token is not valid. Log in again.";
      throw new ProblemError({ status: 401, code: "refresh_token_invalid", detail });
    }
    return context.json(await toTokenView(context, auth, answer), 200);
  });

  routes.openapi(openSession, async (context) => {
    auth.cookie.assertSameSite(context);
    const body = await readJsonOrForm(context, loginBody);
    const { user, token, expires_at } = await logIn(context, backend, auth, body, "browser");
    auth.cookie.set(context, token, expires_at);
    context.header("cache-control", "no-store");
    return context.json({ user, expires_at }, 200);
  });

  /** Ends one session of the caller, or all. */
  const endOwn = async (context: Parameters<typeof auth.callers.callerOf>[0], id: string | null): Promise<number> => {
    const user_id = context.get("user").id;
    const caller = auth.callers.callerOf(context);
    const { ended_count } = await backend.registry("sessions.end", { user_id, id, caller });
    auth.authenticator.forget(user_id);
    if (context.get("identity").isCookie && (id === null || isOwnSession(context.get("identity"), id))) {
      auth.cookie.clear(context);
    }
    return ended_count;
  };

  routes.openapi(confirm, async (context) => {
    const { password } = context.req.valid("json");
    const user_id = context.get("user").id;
    const caller = auth.callers.callerOf(context);
    const session_id = context.get("identity").sessionId!;
    assertProven(await backend.registry("sessions.confirm", { user_id, session_id, password, caller }), "password");
    auth.authenticator.forget(user_id);
    return context.json({ message: "Confirmed for ten minutes." }, 200);
  });

  routes.openapi(logOut, async (context) => {
    await endOwn(context, context.get("identity").sessionId);
    return context.json({ message: "Logged out." }, 200);
  });

  routes.openapi(logOutAll, async (context) => {
    const count = await endOwn(context, null);
    return context.json({ message: `Ended ${count} sessions.` }, 200);
  });

  routes.openapi(list, async (context) => {
    const sessions = await backend.registry("sessions.list", { user_id: context.get("user").id });
    const identity = context.get("identity");
    return context.json(
      sessions.map((session) => ({ ...session, is_current: isOwnSession(identity, session.id) })),
      200,
    );
  });

  routes.openapi(end, async (context) => {
    const { id } = context.req.valid("param");
    if ((await endOwn(context, id)) > 0) return context.json({ message: "Ended 1 session." }, 200);
    throw new ProblemError({ status: 404, code: "not_found", detail: `you have no session with the id ${id}` });
  });
  return routes;
}

function isOwnSession(identity: Identity, id: string): boolean {
  return identity.sessionId === id;
}
