import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

/**
 * Lets pages of other sites call the API with a token in a header. They cannot use our cookie, which browsers do not
 * send from other sites.
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler {
  return cors({
    origin: [...origins],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: [
      "Authorization",
      "Cache-Control",
      "Content-Type",
      "Idempotency-Key",
      "If-Match",
      "Last-Event-ID",
      "X-Request-Id",
    ],
    exposeHeaders: ["ETag", "Link", "Location", "Retry-After", "X-Request-Id"],
    // Seconds for which a browser caches the preflight.
    maxAge: 600,
  });
}
