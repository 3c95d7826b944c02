import { sql } from "kysely";

import type { CursorRange } from "@datamantri/contracts";
import { addsRows, toWriteMode } from "@datamantri/api/values";
import { crashPoint } from "@datamantri/runtime";

import type { Tx } from "../database/open-database.ts";
import { resolveConfigurations } from "../connections/use-connections.ts";
import { toJsonOrNull, type Pipeline } from "../pipelines/pipeline-rows.ts";
import { advanceRun } from "./steps/advance-run.ts";
import { recordRunEvents } from "./record-run-event.ts";
import { toQueuedEvent } from "./run-events.ts";
import { discardResumableOf } from "./resumable-runs.ts";
import { releaseNextRuns } from "./release-runs.ts";
import type { Run } from "./run.ts";

export interface Admission {
  readonly runId: string;
  readonly pipelineId: string;
  readonly cause: string;
  readonly triggeredBy: string;
  readonly scheduledFor: Date | null;
  /** Range of a backfill. */
  readonly range: CursorRange | null;
  /** The run that it retries. */
  readonly retryOf?: string;
  /** The run that it undoes, whose configuration it has. */
  readonly undoes?: Run;
  /** True if it may be queued even when other runs are already waiting. */
  readonly mayWait?: boolean;
}

export type AdmissionOutcome = "admitted" | "repeated" | "paused" | "overlap" | "no_pipeline";

/** Like `admitRuns`, for one admission. */
export async function admitRun(tx: Tx, admission: Admission): Promise<AdmissionOutcome> {
  const outcomes = await admitRuns(tx, [admission]);
  return outcomes.get(admission)!;
}

/**
 * Creates runs from commands and ticks. Each keeps its pipeline's and connections' current configuration, and begins
 * when the pipeline has no other open run.
 *
 * Failure: one transaction; a repeat finds the run's id or its occurrence taken and changes nothing.
 *
 * @param admissions at most one for each pipeline.
 * @returns `overlap` for a tick that finds a run already waiting, because both would read the same; for a stream, one
 *   that is open, because the next tick comes soon. `paused` for a tick of a pipeline that has since been paused.
 */
export async function admitRuns(
  tx: Tx,
  admissions: readonly Admission[],
): Promise<ReadonlyMap<Admission, AdmissionOutcome>> {
  const pipelines = await lockPipelines(tx, admissions);
  const open = await openRuns(tx, [...pipelines.keys()]);
  const refusalOf = (admission: Admission): AdmissionOutcome | null => {
    const pipeline = pipelines.get(admission.pipelineId);
    if (!pipeline) return "no_pipeline";
    const { scheduledFor, mayWait = scheduledFor === null } = admission;
    if (scheduledFor !== null && !pipeline.is_active) return "paused";
    return !mayWait && isSuperfluous(admission, pipeline, open) ? "overlap" : null;
  };
  const outcomes = new Map(admissions.map((admission) => [admission, refusalOf(admission) ?? "repeated"]));
  const wanted = admissions.filter((admission) => outcomes.get(admission) === "repeated");
  const inserted = await insertRuns(
    tx,
    wanted.map((admission) => ({ admission, pipeline: pipelines.get(admission.pipelineId)! })),
  );
  const admitted = new Set(inserted.map(({ id }) => id));
  for (const admission of wanted) if (admitted.has(admission.runId)) outcomes.set(admission, "admitted");
  if (inserted.length > 0) await crashPoint("registry.admission.inserted");
  if (inserted.length > 0) await begin(tx, inserted);
  return outcomes;
}

async function lockPipelines(tx: Tx, admissions: readonly Admission[]): Promise<ReadonlyMap<string, Pipeline>> {
  const rows = await tx
    .selectFrom("pipelines")
    .selectAll()
    .where(sql<boolean>`id = any(${admissions.map(({ pipelineId }) => pipelineId)})`)
    .where("archived_at", "is", null)
    // All transactions lock several pipelines in this order, so they cannot deadlock.
    .orderBy("id")
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

type OpenRun = Pick<Run, "id" | "pipeline_id" | "state">;

async function openRuns(tx: Tx, pipelineIds: readonly string[]): Promise<readonly OpenRun[]> {
  return tx
    .selectFrom("runs")
    .select(["id", "pipeline_id", "state"])
    .where(sql<boolean>`pipeline_id = any(${pipelineIds})`)
    .where("ended_at", "is", null)
    .execute();
}

function isSuperfluous({ runId }: Admission, { id, configuration }: Pipeline, open: readonly OpenRun[]): boolean {
  const others = open.filter((run) => run.pipeline_id === id && run.id !== runId);
  return others.some(({ state }) => configuration.mode === "stream" || state === "queued");
}

/** @returns the newly inserted runs. */
async function insertRuns(
  tx: Tx,
  wanted: readonly { readonly admission: Admission; readonly pipeline: Pipeline }[],
): Promise<readonly Run[]> {
  if (wanted.length === 0) return [];
  const configurations = await resolveConfigurations(
    tx,
    wanted.map(({ pipeline }) => pipeline.configuration),
  );
  return tx
    .insertInto("runs")
    .values(
      wanted.map(({ admission, pipeline }, i) => {
        const { runId, cause, triggeredBy, scheduledFor, range, retryOf = null, undoes } = admission;
        return {
          id: runId,
          pipeline_id: pipeline.id,
          state: "queued",
          cause,
          triggered_by: triggeredBy,
          scheduled_for: scheduledFor,
          configuration: JSON.stringify(undoes?.configuration ?? configurations[i]),
          pipeline_version: undoes?.pipeline_version ?? pipeline.version,
          range: toJsonOrNull(range),
          retry_of: retryOf,
          undo_of: undoes?.id ?? null,
        };
      }),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .execute();
}

/** Queues the runs and releases those that need not wait. Earlier failed runs can no longer be resumed. */
async function begin(tx: Tx, runs: readonly Run[]): Promise<void> {
  const pipelineIds = runs.map((run) => run.pipeline_id);
  await discardResumableOf(tx, pipelineIds, "a newer run replaced it");
  await recordRunEvents(tx, runs.map(toQueuedEvent));
  const isRefused = Map.groupBy(runs, (run) => findRefusal(run) !== null);
  for (const run of isRefused.get(true) ?? []) {
    await advanceRun(tx, run, "step_failed", { code: "request_invalid", message: findRefusal(run)! });
  }
  const rest = isRefused.get(false) ?? [];
  if (rest.length > 0) {
    await releaseNextRuns(
      tx,
      rest.map((run) => run.pipeline_id),
    );
  }
}

/** The gateway has checked this before, but the pipeline may have changed since. */
function findRefusal({ range, configuration }: Run): string | null {
  if (range === null || addsRows(toWriteMode(configuration))) return null;
  return "a backfill reads only a range of rows: it needs the write mode append or merge";
}
