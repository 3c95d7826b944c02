import { OpenAPIHono, z } from "@hono/zod-openapi";

import { sayIssue } from "@datamantri/api";

import type { AppEnv } from "../auth/identity.ts";
import { ProblemError, toInvalidProblem } from "../problem.ts";

// Applies to all validation in this process.
z.config({ customError: sayIssue });

/** Routes of one resource: `routes.openapi(route, handler)` serves a route and describes it in the API's document. */
export type Router = OpenAPIHono<AppEnv>;

/**
 * Refuses requests that do not match a route's schemas: 404 for a path that cannot name anything, 400 for everything
 * else.
 */
export function createRouter(options: { readonly getPath?: (request: Request) => string } = {}): Router {
  return new OpenAPIHono<AppEnv>({
    ...options,
    defaultHook: (result, context) => {
      context.get("markWork")?.();
      if (result.success) return;
      if (result.target !== "param") throw toInvalidProblem(result.error);
      const detail = result.error.issues.map((issue) => issue.message).join("; ");
      throw new ProblemError({ status: 404, code: "not_found", detail });
    },
  });
}
