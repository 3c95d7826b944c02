import { createRoute, z } from "@hono/zod-openapi";

import {
  describeLostRange,
  emptyRange,
  isEmptyRange,
  isSameSourceName,
  requestedRunId,
  type CursorRange,
} from "@datamantri/contracts";
import { addsRows, toWriteMode, type PipelineView, backfillBody, backfillExample } from "@datamantri/api";
import { findPseudoColumn, nameInRows } from "@datamantri/api/values";

import type { Backend } from "../backend.ts";
import { ifFound } from "../if-found.ts";
import { toRunKey } from "../idempotency.ts";
import { jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { toTriggered, triggeredAnswer } from "../openapi/triggered.ts";
import { ProblemError } from "../problem.ts";
import { idempotencyKey, idOf } from "../openapi/parameters.ts";

const backfill = createRoute({
  method: "post",
  path: "/{id}/backfill",
  operationId: "backfillPipeline",
  summary: "Backfill a range",
  description:
    "Reads the rows with from <= column < to by a billed query. `merge` merges them, `append` replaces the target's rows " +
    "of that range. The watermark is unchanged.",
  tags: ["Pipelines"],
  request: {
    params: idOf("pipeline"),
    headers: idempotencyKey,
    body: jsonBody(backfillBody, backfillExample),
  },
  responses: {
    202: triggeredAnswer,
    ...problems(...signedIn, ...withBody, 404, 409),
  },
});

/** Under /api/v1/pipelines */
export function backfillRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(backfill, async (context) => {
    const { id: pipelineId } = context.req.valid("param");
    const body = context.req.valid("json");
    const key = context.req.valid("header")["Idempotency-Key"];
    // A trigger with the same key is a different run.
    const runId = requestedRunId(pipelineId, `backfill:${toRunKey(context.get("user"), key)}`);
    const made = key === undefined ? null : await findRange(backend, runId);
    const range = made
      ? { ...body, column: body.column ?? made.column }
      : toRange(await backend.registry("pipelines.get", { id: pipelineId }), body);
    const requestedBy = context.get("user").email;
    const request = context.get("takeAudit")();
    await backend.startRun({ runId, pipelineId, cause: "backfill", requestedBy, range, request });
    return context.json(...toTriggered(runId));
  });
  return routes;
}

/**
 * Range of the run that an earlier request with the key created: the pipeline may have been changed or deleted since.
 */
async function findRange(backend: Backend, runId: string): Promise<CursorRange | null> {
  return (await ifFound(backend.registry("runs.get", { id: runId })))?.range ?? null;
}

/** @throws ProblemError 400 for a pipeline that cannot read a range of rows, or not by this column. */
function toRange(
  pipeline: PipelineView,
  { from, to, column: name = pipeline.source_config.cursor_column }: z.output<typeof backfillBody>,
): CursorRange {
  const writeMode = toWriteMode(pipeline);
  if (!addsRows(writeMode)) {
    throw refusal(`a backfill reads only a range of rows: it needs the write mode append or merge, not ${writeMode}`);
  }
  if (name === undefined) throw refusal("column: is required because the pipeline has no cursor_column");
  assertInRows(pipeline, name);
  // The extractor knows the column's type, with which it compares what is not in order here.
  if (isEmptyRange(from, to)) throw refusal(`from: ${emptyRange}`);
  const column = nameInRows(name);
  const rule = pipeline.mapping?.columns?.find(({ source }) => isSameSourceName(source, column));
  // The extractor knows which casts change a column's type.
  if (writeMode === "append" && (rule?.exclude === true || rule?.mask !== undefined)) {
    throw refusal(`column: ${describeLostRange(column)}`);
  }
  return { column, from, to };
}

/** @throws ProblemError 400 for a pseudo column that is not the cursor: only that one is in the rows. */
function assertInRows({ source_config: { cursor_column } }: PipelineView, name: string): void {
  const pseudo = findPseudoColumn(name);
  if (pseudo === undefined || pseudo === findPseudoColumn(cursor_column)) return;
  const advice = cursor_column === undefined ? "name a column of the rows" : `"${cursor_column}" can be named`;
  throw refusal(`column: the pipeline's rows do not have ${pseudo.name}, which is not its cursor_column: ${advice}`);
}

function refusal(detail: string): ProblemError {
  return new ProblemError({ status: 400, code: "request_invalid", detail });
}
