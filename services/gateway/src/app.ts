/** The HTTP application: middleware and routes, without a server. */
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";

import type { Logger } from "@datamantri/runtime";

import { mayReadRows } from "./auth/assert-scope.ts";
import type { Auth } from "./auth/auth.ts";
import type { Identity } from "./auth/identity.ts";
import type { Backend } from "./backend.ts";
import { consolePages } from "./console/console-pages.ts";
import type { ConsoleFiles } from "./console/read-console.ts";
import { allowOrigins } from "./http/cors.ts";
import { limitBodies } from "./http/body-limits.ts";
import { isRead } from "./http/is-read.ts";
import { logRequests } from "./http/log-requests.ts";
import { measureRequests, RequestMetrics } from "./http/request-metrics.ts";
import { readJson } from "./http/read-json.ts";
import { refuseUnknown } from "./http/refuse-unknown.ts";
import { toServedPath } from "./http/served-path.ts";
import { limitWork, WorkBudget } from "./http/work-budget.ts";
import type { EventStreams } from "./events/event-streams.ts";
import { allowedMethods, describeApi } from "./openapi/document.ts";
import { createRouter, type Router } from "./openapi/router.ts";
import { respondWithProblem, toProblem } from "./problem.ts";
import { apiKeyRoutes } from "./routes/api-keys.ts";
import { auditRoutes } from "./routes/audit.ts";
import { authRoutes } from "./routes/auth.ts";
import { backfillRoutes } from "./routes/backfill.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { estimateRoutes } from "./routes/estimates.ts";
import { oidcRoutes } from "./routes/oidc.ts";
import { pipelineChangeRoutes } from "./routes/pipeline-changes.ts";
import { pipelineFileRoutes } from "./routes/pipeline-files.ts";
import { pipelineHistoryRoutes } from "./routes/pipeline-history.ts";
import { eventRoutes } from "./routes/events.ts";
import { pipelineRoutes } from "./routes/pipelines.ts";
import { referenceRoutes } from "./routes/reference.ts";
import { runActionRoutes } from "./routes/run-actions.ts";
import { runRoutes } from "./routes/runs.ts";
import { scheduleRoutes } from "./routes/schedules.ts";
import { serviceRoutes } from "./routes/service.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { storedConnectionRoutes } from "./routes/stored-connections.ts";
import { systemRoutes } from "./routes/system.ts";
import { userRoutes } from "./routes/users.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

/** One year: https://github.com/OWASP/ASVS 3.4.1 */
const strictTransportSecurity = "max-age=31536000; includeSubDomains";

/** Answers are data, not pages: a browser must not execute or frame them. A page sets its own policy. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** Paths of the OpenAPI document. */
const documentPaths = ["/openapi.json", "/api/v1/openapi.json"];

/** Creates every route that the OpenAPI document describes. */
export function apiRoutes(backend: Backend, auth: Auth, events: EventStreams): Router {
  const routes = createRouter();
  routes.route("/", serviceRoutes(auth));
  routes.route("/api/v1/auth", authRoutes(backend, auth));
  routes.route("/api/v1/auth", sessionRoutes(backend, auth));
  routes.route("/api/v1/auth", oidcRoutes(backend, auth));
  routes.route("/api/v1/users", userRoutes(backend, auth));
  routes.route("/api/v1/api-keys", apiKeyRoutes(backend, auth));
  routes.route("/api/v1/audit", auditRoutes(backend));
  routes.route("/api/v1/pipelines", pipelineRoutes(backend));
  routes.route("/api/v1/pipelines", pipelineChangeRoutes(backend));
  routes.route("/api/v1/pipelines", pipelineFileRoutes(backend));
  routes.route("/api/v1/pipelines", pipelineHistoryRoutes(backend));
  routes.route("/api/v1/pipelines", estimateRoutes(backend));
  routes.route("/api/v1/pipelines", backfillRoutes(backend));
  routes.route("/api/v1/runs", runRoutes(backend, events));
  routes.route("/api/v1/runs", runActionRoutes(backend, auth));
  routes.route("/api/v1", scheduleRoutes(backend));
  routes.route("/api/v1", eventRoutes(backend, auth, events));
  routes.route("/api/v1/webhooks", webhookRoutes(backend));
  routes.route("/api/v1/system", systemRoutes(backend));
  routes.route("/api/v1/connections", connectionRoutes(backend));
  routes.route("/api/v1/connections", storedConnectionRoutes(backend));
  return routes;
}

/**
 * @param corsOrigins other sites whose pages may call the API.
 * @param consoleFiles the built console; without it only the API is served.
 * @param metrics counts the requests.
 */
export function createApp(
  backend: Backend,
  auth: Auth,
  log: Logger,
  events: EventStreams,
  corsOrigins: readonly string[] = [],
  consoleFiles?: ConsoleFiles,
  metrics = new RequestMetrics(),
): Router {
  const routes = apiRoutes(backend, auth, events);
  const document = describeApi(routes);
  const app = createRouter({ getPath: toServedPath });
  app.use(requestId());
  app.use(logRequests(log));
  app.use(measureRequests(metrics));
  app.use(secureHeaders({ strictTransportSecurity }));
  if (corsOrigins.length > 0) app.use(allowOrigins(corsOrigins));
  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has("content-security-policy")) context.header("content-security-policy", dataPolicy);
  });
  if (consoleFiles) app.use(consolePages(consoleFiles));
  app.use(auth.authenticator.middleware);
  // After authentication: the only body read from an unauthenticated client is a login.
  app.use(limitWork(new WorkBudget(), auth.callers));
  app.use(limitBodies(auth.callers));
  app.use(readJson());
  app.use(auth.authenticator.audit);
  app.use(async (context, next) => {
    await next();
    // Before the answer: a client that changed something sees the change in all its later reads.
    if (!isRead(context.req.method)) backend.forgetReads();
  });
  app.use(refuseUnknown(document));

  app.route("/", routes);
  app.route("/", referenceRoutes());
  // Serialized once: unauthenticated clients may request it.
  const documentText = JSON.stringify(document);
  app.on("GET", documentPaths, (context) => context.body(documentText, 200, { "content-type": "application/json" }));

  app.notFound((context) => {
    const { method, path } = context.req;
    const detail = `The API has no route ${method} ${path}.`;
    const solution = "See /docs or /openapi.json for the routes.";
    const allowed = allowedMethods(document, path);
    if (allowed.length === 0) return respondWithProblem(context, { status: 404, code: "not_found", detail, solution });
    context.header("allow", allowed.join(", "));
    return respondWithProblem(context, { status: 405, code: "request_invalid", detail, solution });
  });
  app.onError((error, context) => {
    const problem = toProblem(error);
    const { path } = context.req;
    const facts = { error, request_id: context.get("requestId"), path, status: problem.status };
    if (problem.status === 503) log.warn(facts, "rejected a request with 503");
    else if (problem.status >= 500) log.error(facts, "failed a request");
    const identity = context.get("identity") as Identity | undefined;
    const isShown = identity !== undefined && mayReadRows(identity);
    return respondWithProblem(context, isShown ? problem : { ...problem, vendorMessage: undefined });
  });
  return app;
}
