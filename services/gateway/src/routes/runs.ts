import { setTimeout as delay } from "node:timers/promises";
import { Hono } from "hono";

import { PipelineError } from "@datamantri/runtime";

import type { AppEnv } from "../auth/authenticate.ts";
import type { Backend } from "../backend.ts";
import { idParameter } from "../parameters.ts";
import { ProblemError } from "../problem.ts";

/** Phases in which a run can still be stopped. */
const cancellable = new Set(["queued", "planning", "preparing", "loading"]);

/** Under /api/v1/runs */
export function runRoutes(backend: Backend): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/:id", async (context) => {
    return context.json(await backend.registry("runs.get", { id: idParameter(context, "run") }));
  });

  routes.post("/:id/cancel", async (context) => {
    const runId = idParameter(context, "run");
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
