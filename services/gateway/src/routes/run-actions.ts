import { createRoute } from "@hono/zod-openapi";

import { retriedRunId, undoingRunId } from "@datamantri/contracts";
import {
  type RetryFrom,
  bulkBody,
  bulkView,
  retryBody,
  runExample,
  type BulkResult,
  messageView,
} from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Auth } from "../auth/auth.ts";
import type { Backend } from "../backend.ts";
import { toRunKey } from "../idempotency.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { toTriggered, triggeredAnswer } from "../openapi/triggered.ts";
import { ProblemError, toProblem } from "../problem.ts";
import { idempotencyKey, idOf } from "../openapi/parameters.ts";

const tags = ["Runs"];
const params = idOf("run");

const cancel = createRoute({
  method: "post",
  path: "/{id}/cancel",
  operationId: "cancelRun",
  summary: "Cancel a run",
  description:
    "A run that is finalizing ends as `outcome_unknown`. It becomes `cancelled`, or `success` if its rows were moved into the " +
    "target before, as soon as the destination says so.",
  tags,
  request: { params },
  responses: {
    202: jsonAnswer("The run is cancelled, or abandoned.", messageView, { message: "The run is cancelled." }),
    ...problems(...signedIn, 404, 409),
  },
});

const retry = createRoute({
  method: "post",
  path: "/{id}/retry",
  operationId: "retryRun",
  summary: "Retry a failed or cancelled run",
  description:
    "Creates a new run with the pipeline's current configuration. `from: failure` resumes the run with its snapshot and " +
    "loaded rows, until its `resumable_until`; 409 gives the reason if it cannot be resumed.",
  tags,
  request: { params, headers: idempotencyKey, body: { ...jsonBody(retryBody, { from: "failure" }), required: false } },
  responses: {
    202: triggeredAnswer,
    ...problems(...signedIn, ...withBody, 404, 409),
  },
});

const undo = createRoute({
  method: "post",
  path: "/{id}/undo",
  operationId: "undoRun",
  summary: "Undo a successful run",
  description:
    "Creates a new run that gives the target back the rows that it had before, if they are kept (`keep_previous`); 409 gives " +
    "the reason if not. Overwrites what others have changed in the target since. It waits for open runs of the pipeline. The " +
    "pipeline's next run loads the rows again: pause it before.",
  tags,
  request: { params, headers: idempotencyKey },
  responses: {
    202: triggeredAnswer,
    ...problems(...signedIn, 404, 409),
  },
});

const discard = createRoute({
  method: "post",
  path: "/{id}/discard",
  operationId: "discardRun",
  summary: "Discard a failed run's loaded rows",
  description: "Drops its staging table in the destination. The run can no longer be resumed.",
  tags,
  request: { params },
  responses: {
    202: jsonAnswer("The discard was requested.", messageView, {
      message: "The run's loaded rows are being discarded.",
    }),
    ...problems(...signedIn, 404, 409),
  },
});

const bulk = createRoute({
  method: "post",
  path: "/bulk",
  operationId: "changeRuns",
  summary: "Cancel or retry many runs",
  description: "Each run separately: a refusal does not affect the others. A repeated request retries no run twice.",
  tags,
  request: { headers: idempotencyKey, body: jsonBody(bulkBody, { action: "retry", run_ids: [runExample.id] }) },
  responses: {
    200: jsonAnswer("The outcome of each run, in the order of the request.", bulkView, {
      results: [{ run_id: runExample.id, accepted: true, task_id: runExample.id, code: null, detail: null }],
    }),
    ...problems(...signedIn, ...withBody),
  },
});

/** Retries are made one after the other, because their order is that of the request. */
const cancelledAtOnce = 10;

/** Under /api/v1/runs */
export function runActionRoutes(backend: Backend, auth: Auth): Router {
  const routes = createRouter();

  routes.openapi(cancel, async (context) => {
    const { id } = context.req.valid("param");
    const phase = await cancelRun(backend, id, context.get("user").email);
    return context.json({ message: phase === "cancelled" ? "The run is cancelled." : abandoned }, 202);
  });

  routes.openapi(retry, async (context) => {
    const key = toRunKey(context.get("user"), context.req.valid("header")["Idempotency-Key"]);
    const { id } = context.req.valid("param");
    const from = context.req.valid("json")?.from;
    return context.json(...toTriggered(await retryRun(backend, id, key, context.get("user").email, from)));
  });

  routes.openapi(undo, async (context) => {
    const key = toRunKey(context.get("user"), context.req.valid("header")["Idempotency-Key"]);
    const { id } = context.req.valid("param");
    const run_id = undoingRunId(id, key);
    await backend.registry("runs.undo", { id, run_id, requested_by: context.get("user").email });
    return context.json(...toTriggered(run_id));
  });

  routes.openapi(discard, async (context) => {
    await backend.registry("runs.discard", { ...context.req.valid("param"), requested_by: context.get("user").email });
    return context.json({ message: "The run's loaded rows are being discarded." }, 202);
  });

  routes.openapi(bulk, async (context) => {
    const { action, run_ids, from } = context.req.valid("json");
    const key = toRunKey(context.get("user"), context.req.valid("header")["Idempotency-Key"]);
    const requestedBy = context.get("user").email;
    const ids = [...new Set(run_ids)];
    // Audited like a request about one run: an entry that names it, before anything is done.
    const entered = { action: "POST /api/v1/runs/bulk", outcome: "allowed", facts: { action } } as const;
    const events = ids.map((object) => ({ ...entered, object }));
    const user_id = context.get("user").id;
    await backend.registry("audit.record", { events, caller: auth.callers.callerOf(context), user_id });
    const change = (run_id: string): Promise<BulkResult> => {
      const work =
        action === "retry"
          ? retryRun(backend, run_id, key, requestedBy, from)
          : cancelRun(backend, run_id, requestedBy).then(() => null);
      return work.then(
        (task_id) => ({ run_id, accepted: true, task_id, code: null, detail: null }),
        (error: unknown) => toRefusal(run_id, error),
      );
    };
    const results: BulkResult[] = [];
    const atOnce = action === "cancel" ? cancelledAtOnce : 1;
    for (let first = 0; first < ids.length; first += atOnce) {
      results.push(...(await Promise.all(ids.slice(first, first + atOnce).map(change))));
    }
    return context.json({ results }, 200);
  });
  return routes;
}

const abandoned =
  "The run has ended, its outcome unknown: its rows may be in the target already. The destination's answer makes it cancelled or successful.";

/** @returns the phase in which it is then. @throws ProblemError 409 when it had ended before. */
async function cancelRun(backend: Backend, runId: string, requestedBy: string): Promise<string> {
  const { end_time, status } = await backend.registry("runs.get", { id: runId });
  if (end_time !== null) {
    throw new ProblemError({ status: 409, code: "conflict", detail: `The run has ended: ${status}.` });
  }
  await backend.cancelRun({ runId, requestedBy });
  backend.forgetReads();
  return (await backend.registry("runs.get", { id: runId })).phase;
}

/** @returns the new run's id */
async function retryRun(
  backend: Backend,
  id: string,
  key: string,
  requested_by: string,
  from: RetryFrom = "start",
): Promise<string> {
  const run_id = retriedRunId(id, key);
  await backend.registry("runs.retry", { id, run_id, requested_by, from });
  return run_id;
}

function toRefusal(run_id: string, error: unknown): BulkResult {
  if (!(error instanceof PipelineError || error instanceof ProblemError)) throw error;
  const { code, detail } = toProblem(error);
  return { run_id, accepted: false, task_id: null, code, detail };
}
