/**
 * The API's reference for people: Swagger UI, loaded only from this server, because a network may have no internet
 * access.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";

const page = join(import.meta.dirname, "../reference");
const swaggerUi = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

const files = [
  { path: "/docs", file: join(page, "index.html"), type: "text/html; charset=utf-8" },
  { path: "/docs/reference.js", file: join(page, "reference.js"), type: "text/javascript; charset=utf-8" },
  {
    path: "/docs/swagger-ui-bundle.js",
    file: join(swaggerUi, "swagger-ui-bundle.js"),
    type: "text/javascript; charset=utf-8",
  },
  { path: "/docs/swagger-ui.css", file: join(swaggerUi, "swagger-ui.css"), type: "text/css; charset=utf-8" },
  { path: "/docs/favicon-32x32.png", file: join(swaggerUi, "favicon-32x32.png"), type: "image/png" },
];

/** Its content is public; it shows data only with a token that the reader types in. */
export const referencePaths = files.map(({ path }) => path);

/** Swagger UI's icons are data: URLs in its style sheet. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Under / */
export function referenceRoutes(): Hono {
  const routes = new Hono();
  for (const { path, file, type } of files) {
    const content = readFileSync(file);
    routes.get(path, secureHeaders({ contentSecurityPolicy }), compress(), etag(), (context) =>
      context.body(content, 200, { "content-type": type, "cache-control": "no-cache" }),
    );
  }
  return routes;
}
