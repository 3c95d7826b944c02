import type { MiddlewareHandler } from "hono";

import type { UserView } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Backend } from "../backend.ts";
import { ProblemError } from "../problem.ts";
import { referencePaths } from "../routes/reference.ts";
import type { Tokens } from "./tokens.ts";

export interface AppEnv {
  Variables: { user: UserView };
}

/** Everything else needs a token. Exact, method included: endings and prefixes have let strangers in elsewhere. */
export const publicRoutes: ReadonlySet<string> = new Set([
  "GET /",
  "GET /health",
  "GET /openapi.json",
  "GET /api/v1/openapi.json",
  "POST /api/v1/auth/login",
  ...referencePaths.map((path) => `GET ${path}`),
]);

/** How long a user's state is believed; a deactivated user is locked out after this. */
const believedMs = 3_000;
const maxBelieved = 10_000;

/** Lets a request pass with a valid token of an active user, or to one of the public routes. */
export function authenticate(backend: Backend, tokens: Tokens): MiddlewareHandler<AppEnv> {
  const believed = new Map<string, { user: UserView; untilMs: number }>();

  const findUser = async (id: string): Promise<UserView> => {
    const known = believed.get(id);
    if (known && known.untilMs > Date.now()) return known.user;
    const user = await backend.registry("users.get", { id }).catch((error: unknown) => {
      throw error instanceof PipelineError && error.code === "not_found" ? unauthenticated() : error;
    });
    if (believed.size >= maxBelieved) believed.clear();
    believed.set(id, { user, untilMs: Date.now() + believedMs });
    return user;
  };

  return async (context, next) => {
    if (publicRoutes.has(`${context.req.method} ${context.req.path}`)) return next();
    const token = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    const userId = token === undefined ? undefined : await tokens.verify(token);
    if (userId === undefined) throw unauthenticated();
    const user = await findUser(userId);
    if (!user.is_active) throw inactive();
    context.set("user", user);
    return next();
  };
}

export function inactive(): ProblemError {
  return new ProblemError({ status: 400, code: "user_inactive", detail: "Inactive user; ask an administrator." });
}

function unauthenticated(): ProblemError {
  const detail = "Send a valid access token: Authorization: Bearer <token>. POST /api/v1/auth/login gives one.";
  return new ProblemError({ status: 401, code: "unauthenticated", detail });
}
