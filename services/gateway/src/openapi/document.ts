/** The OpenAPI 3.1 document of the API: https://spec.openapis.org/oas/v3.1.1.html */
import manifest from "../../package.json" with { type: "json" };
import { describeProblems } from "./problems.ts";
import type { Router } from "./router.ts";

export type ApiDocument = ReturnType<Router["getOpenAPI31Document"]>;

const tags = [
  { name: "Authentication", description: "Access tokens, sessions and the signed-in user." },
  { name: "Pipelines", description: "Source, destination, mapping and schedule of each movement." },
  { name: "Runs", description: "Executions of a pipeline." },
  { name: "Connections", description: "Servers: stored settings, checks and browsing." },
  { name: "Schedules", description: "Due times of pipelines, past and next." },
  { name: "Users", description: "Users and their roles." },
  { name: "API keys", description: "Credentials for programs, sent as bearer tokens." },
  { name: "Audit", description: "Who did what and when." },
  { name: "Webhooks", description: "Messages about runs to external URLs." },
  { name: "Events", description: "Live events of runs (docs/events.md)." },
  { name: "System", description: "State of the product itself (docs/operations.md)." },
  { name: "Service", description: "The API itself." },
];

/** Describes the routes as served; docs/openapi.json is this document. */
export function describeApi(routes: Router): ApiDocument {
  const registry = routes.openAPIRegistry;
  describeProblems(registry);
  registry.registerComponent("securitySchemes", "accessToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The `access_token` of `POST /api/v1/auth/login`, or an API key.",
  });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "__Host-datamantri_session",
    description:
      "Set by `POST /api/v1/auth/session`, for the console. Changes also need the header `X-DataMantri-Request`. " +
      "On a local machine without TLS its name is `datamantri_session`.",
  });
  registry.registerComponent("securitySchemes", "password", {
    type: "oauth2",
    description: "The same token by OAuth 2.0's password grant; `username` is the e-mail address.",
    flows: { password: { tokenUrl: "/api/v1/auth/login", scopes: {} } },
  });
  return routes.getOpenAPI31Document(
    {
      openapi: "3.1.1",
      info: {
        title: "DataMantri Pipeline Orchestrator",
        version: manifest.version,
        description:
          "Moves BigQuery tables and query results into PostgreSQL, exactly once. Every error is a problem (RFC 9457) " +
          "with a `code` of docs/errors.md.",
        license: { name: "MIT", url: "https://opensource.org/license/mit" },
      },
      servers: [{ url: "/", description: "The gateway that serves this document." }],
      security: [{ accessToken: [] }, { session: [] }, { password: [] }],
      tags,
    },
    { sortComponents: "alphabetically" },
  );
}

/** The methods that a path has; none for an unknown path. */
export function allowedMethods(document: ApiDocument, path: string): string[] {
  const served = Object.entries(document.paths ?? {}).find(([template]) =>
    new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path),
  );
  const methods = Object.keys(served?.[1] ?? {}).map((method) => method.toUpperCase());
  return methods.includes("GET") ? [...methods, "HEAD"] : methods;
}
