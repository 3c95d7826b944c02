/** The HTTP application: middleware and routes, without a server. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";

import type { Logger } from "@datamantri/runtime";

import { authenticate, type AppEnv } from "./auth/authenticate.ts";
import type { Tokens } from "./auth/tokens.ts";
import type { Backend } from "./backend.ts";
import { ProblemError, respondWithProblem, toProblem } from "./problem.ts";
import { authRoutes } from "./routes/auth.ts";
import { pipelineRoutes } from "./routes/pipelines.ts";
import { runRoutes } from "./routes/runs.ts";

/** A pipeline with a long query is well below. */
const maxBodyBytes = 2 * 2 ** 20;

export function createApp(backend: Backend, tokens: Tokens, log: Logger): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(secureHeaders());
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new ProblemError({
          status: 413,
          code: "request_invalid",
          detail: `a body has ${maxBodyBytes} bytes at most`,
        });
      },
    }),
  );
  app.use(authenticate(backend, tokens));

  app.get("/", (context) =>
    context.json({ name: "DataMantri Pipeline Orchestrator", api: "/api/v1", health: "/health" }),
  );
  app.get("/health", (context) => context.json({ status: "healthy" }));
  app.route("/api/v1/auth", authRoutes(backend, tokens));
  app.route("/api/v1/pipelines", pipelineRoutes(backend));
  app.route("/api/v1/runs", runRoutes(backend));

  app.notFound((context) =>
    respondWithProblem(context, {
      status: 404,
      code: "not_found",
      detail: `there is no ${context.req.method} ${context.req.path}`,
    }),
  );
  app.onError((error, context) => {
    const problem = toProblem(error);
    const facts = { error, path: context.req.path, status: problem.status };
    if (problem.status === 503) log.warn(facts, "refused a request for now");
    else if (problem.status >= 500) log.error(facts, "failed a request");
    return respondWithProblem(context, problem);
  });
  return app;
}
