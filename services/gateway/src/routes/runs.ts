import { setTimeout as delay } from "node:timers/promises";
import { createRoute } from "@hono/zod-openapi";

import { PipelineError } from "@datamantri/runtime";

import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { ProblemError } from "../problem.ts";
import { idOf } from "../schemas/parameters.ts";
import { runExample, runView } from "../schemas/runs.ts";
import { messageView } from "../schemas/service.ts";

/** Phases in which a run can still be stopped. */
const cancellable = new Set(["queued", "planning", "preparing", "loading"]);

const tags = ["Runs"];
const params = idOf("run");

const get = createRoute({
  method: "get",
  path: "/{id}",
  operationId: "getRun",
  summary: "One run",
  tags,
  request: { params },
  responses: { 200: jsonAnswer("The run.", runView, runExample), ...problems(...signedIn, 404) },
});

const cancel = createRoute({
  method: "post",
  path: "/{id}/cancel",
  operationId: "cancelRun",
  summary: "Cancel a run",
  description: "Possible until its rows are being moved into the target.",
  tags,
  request: { params },
  responses: {
    202: jsonAnswer("It will be cancelled.", messageView, { message: "The run is being cancelled." }),
    ...problems(...signedIn, 404, 409),
  },
});

/** Under /api/v1/runs */
export function runRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(get, async (context) => {
    return context.json(await backend.registry("runs.get", context.req.valid("param")), 200);
  });

  routes.openapi(cancel, async (context) => {
    const { id: runId } = context.req.valid("param");
    const run = await backend.registry("runs.get", { id: runId });
    if (!cancellable.has(run.phase)) {
      const detail =
        run.phase === "finalizing" ? "It is too late: the rows are being moved." : `The run has ended: ${run.status}.`;
      throw new ProblemError({ status: 409, code: "conflict", detail });
    }
    await backend.cancelRun({ runId, requestedBy: context.get("user").email });
    return context.json({ message: "The run is being cancelled." }, 202);
  });
  return routes;
}

/**
 * Waits a moment until the registry made the run, so that a client may look at it at once. Without an answer the
 * command is stored all the same, and the run will be made.
 */
export async function awaitAdmission(backend: Backend, runId: string): Promise<void> {
  for (let waitMs = 5; waitMs < 1_000; waitMs *= 2) {
    await delay(waitMs);
    const isThere = await backend.registry("runs.get", { id: runId }).then(
      () => true,
      (error: unknown) => !(error instanceof PipelineError && error.code === "not_found"),
    );
    if (isThere) return;
  }
}
