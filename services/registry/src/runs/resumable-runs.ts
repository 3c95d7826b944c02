/**
 * Data that a failed run leaves: its staging table, ledger and manifest are kept for a while, so that a retry can
 * resume the run. They belong to one run at any time: the failed one, or the one that resumed it.
 */
import { sql } from "kysely";

import type { Snapshot } from "@datamantri/contracts";
import type { ErrorCode } from "@datamantri/runtime";

import { resolveConfigurations } from "../connections/use-connections.ts";
import type { Tx } from "../database/open-database.ts";
import { issueTasks } from "./steps/issue-tasks.ts";
import { recordRunEvent } from "./record-run-event.ts";
import { findChanges } from "./same-work.ts";
import { isComplete, type Run } from "./run.ts";

/**
 * Failures in the rows, the snapshot, the plan or the staging table: a resumed run would fail in the same way, or could
 * not be trusted. Every other cause is outside the run, and people can remove it.
 */
const insideTheRun: ReadonlySet<string> = new Set<ErrorCode>([
  "batch_conflict",
  "certificate_mismatch",
  "mapping_invalid",
  "message_malformed",
  "metadata_rolled_back",
  "rejects_exceeded",
  "row_rejected",
  "row_too_large",
  "run_closed",
  "run_inconsistent",
  "sink_key_invalid",
  "sink_rolled_back",
  "source_changed",
  "source_snapshot_expired",
  "source_type_unsupported",
  "staging_lost",
  "value_not_representable",
]);

/**
 * https://docs.cloud.google.com/bigquery/docs/time-travel: the default is seven days; a dataset may set as few as two.
 */
const timeTravelMs = 7 * 24 * 3_600_000;

/** https://docs.cloud.google.com/bigquery/docs/cached-results: lifetime of the table with a query's result. */
const queryResultMs = 24 * 3_600_000;

/** Time reserved for reading the missing rows. */
const readingMs = 3_600_000;

/** True if a run that failed with this code could be resumed once the cause is removed. */
export function canBeResumed(code: string): boolean {
  return !insideTheRun.has(code);
}

/**
 * Finds until when a run that fails now can be resumed; null if it cannot.
 *
 * @param run before it fails, locked with its pipeline.
 * @param failure `keepMs`: how long the loaded rows of failed runs are kept; 0 keeps none.
 */
export async function findResumableUntil(
  tx: Tx,
  run: Run,
  { code, keepMs = 0 }: { readonly code: string; readonly keepMs?: number | undefined } = { code: "internal" },
  now: Date,
): Promise<Date | null> {
  if (keepMs <= 0 || run.plan === null || !canBeResumed(code) || !holdsWork(run, run.plan.snapshot)) return null;
  const kept = now.getTime() + keepMs;
  const until = isComplete(run) ? kept : Math.min(kept, readableUntil(run.plan.snapshot));
  if (until <= now.getTime() || (await isObsolete(tx, run))) return null;
  return new Date(until);
}

/** True if a retry that resumes the run saves reading rows again, or the query that BigQuery billed. */
function holdsWork(
  { state, loaded_row_count, rejected_row_count, resumed_run_ids }: Run,
  { jobId }: Snapshot,
): boolean {
  if (resumed_run_ids.length > 0) return true;
  return (state === "loading" || state === "finalizing") && (loaded_row_count + rejected_row_count > 0 || jobId !== "");
}

/** True if another run follows, or the pipeline was deleted or its work changed since the run was admitted. */
async function isObsolete(tx: Tx, run: Run): Promise<boolean> {
  const { id, pipeline_id } = run;
  const others = tx.selectFrom("runs").select("id").where("pipeline_id", "=", pipeline_id).where("id", "!=", id);
  if (await others.where("ended_at", "is", null).limit(1).executeTakeFirst()) return true;
  const pipeline = await tx.selectFrom("pipelines").selectAll().where("id", "=", pipeline_id).executeTakeFirstOrThrow();
  if (pipeline.archived_at !== null) return true;
  const [present] = await resolveConfigurations(tx, [pipeline.configuration]);
  return findChanges(run.configuration, present!).length > 0;
}

function readableUntil({ jobId, takenAtMs }: Snapshot): number {
  return takenAtMs + (jobId === "" ? timeTravelMs : queryResultMs) - readingMs;
}

/** Discards the loaded rows of a failed run. The caller holds the run's lock. @param why reason for the run's log. */
export async function discardResumable(tx: Tx, run: Run, why: string): Promise<void> {
  if (run.resumable_until === null) return;
  await tx
    .updateTable("runs")
    .set({ resumable_until: null, progress_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", run.id)
    .execute();
  await tx.deleteFrom("run_batches").where("run_id", "=", run.id).execute();
  await issueTasks(tx, [{ ...run, resumable_until: null }]);
  await recordRunEvent(tx, {
    run,
    name: "DiscardRun",
    eventId: `${run.id}:dropped`,
    timeMs: Date.now(),
    line: `loaded rows discarded: ${why}`,
  });
}

/**
 * Finds and locks the resumable failed runs of pipelines, at most one for each. The caller holds the pipelines' locks.
 */
export async function findResumable(tx: Tx, pipelineIds: readonly string[]): Promise<readonly Run[]> {
  return tx
    .selectFrom("runs")
    .selectAll()
    .where(sql<boolean>`pipeline_id = any(${pipelineIds})`)
    .where("resumable_until", "is not", null)
    .forUpdate()
    .execute();
}

/**
 * Discards runs that can no longer be resumed, because a newer run came or the pipeline was deleted. The caller holds
 * the pipelines' locks.
 */
export async function discardResumableOf(tx: Tx, pipelineIds: readonly string[], why: string): Promise<void> {
  for (const kept of await findResumable(tx, pipelineIds)) await discardResumable(tx, kept, why);
}
