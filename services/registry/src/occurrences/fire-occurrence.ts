import { sql } from "kysely";

import { scheduledRunId, type OccurrenceReason, type OccurrenceStatus } from "@datamantri/contracts";

import type { Tx } from "../outbox/outbox.ts";
import { admitRun, type Admission } from "../runs/admit-run.ts";
import { lateAfterMs, recordOccurrences } from "./occurrences.ts";

/**
 * A tick becomes a run, or a reason why there is none, under the pipeline's lock. The first word about an occurrence
 * counts; only one that was said to be missed is fired all the same by a tick that the broker held up.
 *
 * Failure: run and record commit together; a repeat finds the record and changes nothing.
 */
export async function fireOccurrence(tx: Tx, pipelineId: string, scheduledFor: Date): Promise<void> {
  const pipeline = await tx
    .selectFrom("pipelines")
    .select(["mode", "scheduled_since"])
    .where("id", "=", pipelineId)
    .where("archived_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!pipeline) return;
  if (pipeline.mode === "stream") {
    await admitRun(tx, toAdmission(pipelineId, scheduledFor));
    return;
  }
  if (await isDecided(tx, pipelineId, scheduledFor)) return;
  const record = (status: OccurrenceStatus, reason: OccurrenceReason | null) =>
    recordOccurrences(tx, [
      { pipeline_id: pipelineId, scheduled_for: scheduledFor, status, reason, clock_change: null },
    ]);
  if (scheduledFor <= pipeline.scheduled_since) {
    await record("skipped", "schedule_changed");
    return;
  }
  const outcome = await admitRun(tx, toAdmission(pipelineId, scheduledFor));
  if (outcome === "no_pipeline") return;
  if (outcome === "overlap" || outcome === "paused") await record("skipped", outcome);
  else await record(Date.now() - scheduledFor.getTime() > lateAfterMs ? "late" : "fired", null);
}

/** The run of an occurrence, however it comes about. */
export function toAdmission(pipelineId: string, scheduledFor: Date): Admission {
  return {
    runId: scheduledRunId(pipelineId, scheduledFor.getTime()),
    pipelineId,
    cause: "schedule",
    triggeredBy: "schedule",
    scheduledFor,
    range: null,
  };
}

async function isDecided(tx: Tx, pipelineId: string, scheduledFor: Date): Promise<boolean> {
  const known = await tx
    .selectFrom("occurrences")
    .select(sql<number>`1`.as("one"))
    .where("pipeline_id", "=", pipelineId)
    .where("scheduled_for", "=", scheduledFor)
    .where("status", "!=", "missed")
    .executeTakeFirst();
  return known !== undefined;
}
