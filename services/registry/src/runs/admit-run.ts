import type { Tx } from "../outbox/outbox.ts";
import { addToOutbox, toRegistryEvent } from "../outbox/outbox.ts";
import { releaseNextRun } from "./advance-run.ts";
import { addLogEntry, describeQueued } from "./run-log.ts";

export interface Admission {
  readonly runId: string;
  readonly pipelineId: string;
  readonly cause: string;
  readonly triggeredBy: string;
  readonly scheduledFor: Date | null;
}

export type AdmissionOutcome = "admitted" | "repeated" | "skipped" | "no_pipeline";

/**
 * Makes a run out of a command or a tick: it keeps the pipeline's configuration as it is now, and begins when the
 * pipeline has no other open run.
 *
 * Failure: one transaction; a repeat finds the run's id or its occurrence taken and changes nothing.
 *
 * @returns `skipped` for a tick that finds a run already waiting: the two would read the same.
 */
export async function admitRun(tx: Tx, admission: Admission): Promise<AdmissionOutcome> {
  const { runId, pipelineId, cause, triggeredBy, scheduledFor } = admission;
  const pipeline = await tx
    .selectFrom("pipelines")
    .selectAll()
    .where("id", "=", pipelineId)
    .where("archived_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!pipeline) return "no_pipeline";
  if (scheduledFor !== null && (await hasWaitingRun(tx, pipelineId, runId))) return "skipped";
  const inserted = await tx
    .insertInto("runs")
    .values({
      id: runId,
      pipeline_id: pipelineId,
      state: "queued",
      cause,
      triggered_by: triggeredBy,
      scheduled_for: scheduledFor,
      source_config: JSON.stringify(pipeline.source_config),
      destination_config: JSON.stringify(pipeline.destination_config),
      mode: pipeline.mode,
      batch_size: pipeline.batch_size,
      pipeline_version: pipeline.version,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!inserted) return "repeated";
  const event = { runId, pipelineId, cause, triggeredBy, scheduledForMs: scheduledFor?.getTime() ?? 0 };
  await addToOutbox(tx, [toRegistryEvent("RunQueued", event)], runId);
  await addLogEntry(tx, {
    runId,
    eventId: `${runId}:RunQueued`,
    name: "RunQueued",
    message: describeQueued(event),
    timeMs: Date.now(),
  });
  await releaseNextRun(tx, pipelineId);
  return "admitted";
}

async function hasWaitingRun(tx: Tx, pipelineId: string, runId: string): Promise<boolean> {
  const waiting = await tx
    .selectFrom("runs")
    .select("id")
    .where("pipeline_id", "=", pipelineId)
    .where("state", "=", "queued")
    .where("id", "!=", runId)
    .executeTakeFirst();
  return waiting !== undefined;
}
