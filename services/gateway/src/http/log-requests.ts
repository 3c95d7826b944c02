import type { MiddlewareHandler } from "hono";

import type { Logger } from "@datamantri/runtime";

import type { AppEnv } from "../auth/identity.ts";

/** Logs a line for each answered request, without its query string, which may contain a search text. */
export function logRequests(log: Logger): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const startedAt = performance.now();
    await next();
    const { method, path } = context.req;
    log.debug(
      {
        request_id: context.get("requestId"),
        method,
        path,
        status: context.res.status,
        duration_ms: Math.round(performance.now() - startedAt),
      },
      "answered",
    );
  };
}
