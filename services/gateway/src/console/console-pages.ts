/**
 * Serves the console to browsers, beside the API. Its files are public: they contain no data, and request it from the
 * API.
 */
import type { Context, MiddlewareHandler } from "hono";

import { isRead } from "../http/is-read.ts";
import type { ConsoleFile, ConsoleFiles } from "./read-console.ts";

/** Paths of the API for every client, browsers included. */
const apiPaths = /^\/(?:api|docs|health|openapi\.json|\.well-known)(?:\/|$)/;

/** No inline script or style, nothing from other sites, no framing. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** One year: a changed file gets another name. */
const forever = "public, max-age=31536000, immutable";

/**
 * Answers requests for the console and passes on the rest. The console does its own routing, so every page path outside
 * the API serves its one page. A client that does not accept HTML gets the API's answer.
 */
export function consolePages(files: ConsoleFiles): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    if (!isRead(method) || apiPaths.test(path)) return next();
    const file = path === "/index.html" ? undefined : files.get(path);
    if (file) return send(context, file, path.startsWith("/assets/") ? forever : "no-cache");
    const isPage = context.req.header("accept")?.includes("text/html") === true && !path.startsWith("/assets/");
    return isPage ? send(context, files.get("/index.html")!, "no-cache") : next();
  };
}

function send(context: Context, file: ConsoleFile, cacheControl: string): Response {
  context.header("cache-control", cacheControl);
  context.header("content-security-policy", contentSecurityPolicy);
  context.header("etag", file.etag);
  // One address returns pages to browsers and JSON to programs, compressed or not.
  context.header("vary", "accept, accept-encoding");
  if (context.req.header("if-none-match")?.includes(file.etag) === true) return context.body(null, 304);
  context.header("content-type", file.type);
  const takesGzip = /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");
  if (file.gzipped === undefined || !takesGzip) return context.body(file.content);
  context.header("content-encoding", "gzip");
  return context.body(file.gzipped);
}
