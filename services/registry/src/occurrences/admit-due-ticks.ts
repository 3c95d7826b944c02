import { sql } from "kysely";

import { scheduledRunId } from "@datamantri/contracts";
import type { OccurrenceReason, OccurrenceStatus } from "@datamantri/api";

import type { Tx } from "../database/open-database.ts";
import { admitRuns, type Admission } from "../runs/admit-runs.ts";
import { jitterMsOf, lateAfterMs, recordOccurrences, type NewOccurrence } from "./occurrences.ts";

/** A due schedule. */
export interface Due {
  readonly pipelineId: string;
  readonly scheduledFor: Date;
}

/**
 * Turns each tick into a run, or into a reason why there is none, under the pipeline's lock. The first outcome of an
 * occurrence counts, with one exception: a tick that the broker delayed fires an occurrence recorded as missed.
 *
 * Failure: runs and records commit together; a repeat finds the record and changes nothing.
 *
 * @param due at most one for each pipeline.
 */
export async function admitDueTicks(tx: Tx, due: readonly Due[]): Promise<void> {
  const pipelines = await lockPipelines(tx, due);
  const decided = await readDecided(tx, due);
  const open = due.filter((each) => pipelines.get(each.pipelineId)?.mode === "stream" || !decided.has(keyOf(each)));
  const isInForce = ({ pipelineId, scheduledFor }: Due): boolean => {
    const pipeline = pipelines.get(pipelineId);
    return pipeline !== undefined && (pipeline.mode === "stream" || scheduledFor > pipeline.scheduled_since);
  };
  const outcomes = await admitRuns(
    tx,
    open.filter(isInForce).map(({ pipelineId, scheduledFor }) => toAdmission(pipelineId, scheduledFor)),
  );
  const outdated = open.filter((each) => pipelines.has(each.pipelineId) && !isInForce(each));
  await recordOccurrences(tx, [
    ...outdated.map((each) => toRecord(each, "skipped", "schedule_changed")),
    ...[...outcomes].flatMap(([{ pipelineId, scheduledFor }, outcome]) => {
      // A stream has no occurrences: the next one is seconds away.
      if (pipelines.get(pipelineId)?.mode === "stream" || outcome === "no_pipeline") return [];
      const each = { pipelineId, scheduledFor: scheduledFor! };
      if (outcome === "overlap" || outcome === "paused") return [toRecord(each, "skipped", outcome)];
      const inTimeMs = lateAfterMs + jitterMsOf(pipelines.get(pipelineId)!.configuration);
      return [toRecord(each, Date.now() - scheduledFor!.getTime() > inTimeMs ? "late" : "fired", null)];
    }),
  ]);
}

function toRecord(
  { pipelineId, scheduledFor }: Due,
  status: OccurrenceStatus,
  reason: OccurrenceReason | null,
): NewOccurrence {
  return { pipeline_id: pipelineId, scheduled_for: scheduledFor, status, reason, clock_change: null };
}

/** Admission of an occurrence's run, whether fired or caught up. */
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

async function lockPipelines(tx: Tx, due: readonly Due[]) {
  const rows = await tx
    .selectFrom("pipelines")
    .select(["id", sql<string>`configuration ->> 'mode'`.as("mode"), "scheduled_since", "configuration"])
    .where(sql<boolean>`id = any(${due.map(({ pipelineId }) => pipelineId)})`)
    .where("archived_at", "is", null)
    .orderBy("id")
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Keys (see `keyOf`) of occurrences with a final outcome, and perhaps others. */
async function readDecided(tx: Tx, due: readonly Due[]): Promise<ReadonlySet<string>> {
  const known = await tx
    .selectFrom("occurrences")
    .select(["pipeline_id", "scheduled_for"])
    .where(sql<boolean>`pipeline_id = any(${due.map(({ pipelineId }) => pipelineId)})`)
    .where(sql<boolean>`scheduled_for = any(${due.map(({ scheduledFor }) => scheduledFor)})`)
    .where("status", "!=", "missed")
    .execute();
  return new Set(known.map((row) => keyOf({ pipelineId: row.pipeline_id, scheduledFor: row.scheduled_for })));
}

const keyOf = ({ pipelineId, scheduledFor }: Due): string => `${pipelineId}@${scheduledFor.getTime()}`;
