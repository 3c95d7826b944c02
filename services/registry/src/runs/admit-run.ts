import { addsRows, toWriteMode, type CursorRange, type Mode } from "@datamantri/contracts";

import type { Tx } from "../outbox/outbox.ts";
import { addToOutbox, toRegistryEvent } from "../outbox/outbox.ts";
import { resolveConfigs } from "../connections/use-connections.ts";
import { toJsonOrNull } from "../pipelines/pipeline-rows.ts";
import { advanceRun, releaseNextRun } from "./advance-run.ts";
import { addLogEntry, describeQueued } from "./run-log.ts";
import type { Run } from "./tasks.ts";
import { queueDeliveries } from "../webhooks/queue-deliveries.ts";

export interface Admission {
  readonly runId: string;
  readonly pipelineId: string;
  readonly cause: string;
  readonly triggeredBy: string;
  readonly scheduledFor: Date | null;
  /** Of a backfill. */
  readonly range: CursorRange | null;
  /** The run that it repeats. */
  readonly retryOf?: string;
  /** Waits its turn, also when other runs wait already. */
  readonly mayWait?: boolean;
}

export type AdmissionOutcome = "admitted" | "repeated" | "paused" | "overlap" | "no_pipeline";

/**
 * Makes a run out of a command or a tick: it keeps the pipeline's configuration and its connections' as they are now, and begins when the
 * pipeline has no other open run.
 *
 * Failure: one transaction; a repeat finds the run's id or its occurrence taken and changes nothing.
 *
 * @returns `overlap` for a tick that finds a run already waiting, because the two would read the same; or, of a stream,
 *   one that is open, because the next tick comes soon. `paused` for a tick of a pipeline that was paused meanwhile.
 */
export async function admitRun(tx: Tx, admission: Admission): Promise<AdmissionOutcome> {
  const { runId, pipelineId, cause, triggeredBy, scheduledFor, range } = admission;
  const pipeline = await tx
    .selectFrom("pipelines")
    .selectAll()
    .where("id", "=", pipelineId)
    .where("archived_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!pipeline) return "no_pipeline";
  if (scheduledFor !== null && !pipeline.is_active) return "paused";
  const mayWait = scheduledFor === null || admission.mayWait === true;
  if (!mayWait && (await isSuperfluous(tx, pipeline, runId))) return "overlap";
  const { source_config, destination_config } = await resolveConfigs(tx, pipeline);
  const inserted = await tx
    .insertInto("runs")
    .values({
      id: runId,
      pipeline_id: pipelineId,
      state: "queued",
      cause,
      triggered_by: triggeredBy,
      scheduled_for: scheduledFor,
      source_config: JSON.stringify(source_config),
      destination_config: JSON.stringify(destination_config),
      mode: pipeline.mode,
      batch_size: pipeline.batch_size,
      mapping: toJsonOrNull(pipeline.mapping),
      pipeline_version: pipeline.version,
      range: range && JSON.stringify(range),
      retry_of: admission.retryOf ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!inserted) return "repeated";
  const event = { runId, pipelineId, cause, triggeredBy, scheduledForMs: scheduledFor?.getTime() ?? 0 };
  await addToOutbox(tx, [toRegistryEvent("RunQueued", event)], runId);
  await queueDeliveries(tx, {
    name: "RunQueued",
    body: event,
    eventId: `${runId}:RunQueued`,
    timeMs: inserted.created_at.getTime(),
  });
  await addLogEntry(tx, {
    runId,
    eventId: `${runId}:RunQueued`,
    name: "RunQueued",
    message: describeQueued(event),
    timeMs: Date.now(),
  });
  const refusal = findRefusal(inserted);
  if (refusal === null) await releaseNextRun(tx, pipelineId);
  else await advanceRun(tx, inserted, "step_failed", { code: "request_invalid", message: refusal });
  return "admitted";
}

/** The gateway says so before; the pipeline may have been changed since. */
function findRefusal({ range, mode, destination_config }: Run): string | null {
  if (range === null || addsRows(toWriteMode(mode, destination_config))) return null;
  return "a backfill reads some rows only, and the pipeline's mode needs all of them; append and merge do not";
}

async function isSuperfluous(tx: Tx, pipeline: { id: string; mode: Mode }, runId: string): Promise<boolean> {
  const open = await tx
    .selectFrom("runs")
    .select("state")
    .where("pipeline_id", "=", pipeline.id)
    .where("ended_at", "is", null)
    .where("id", "!=", runId)
    .execute();
  return open.some(({ state }) => pipeline.mode === "stream" || state === "queued");
}
