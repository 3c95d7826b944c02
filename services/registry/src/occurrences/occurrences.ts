/** Stores the outcome of each due time of a schedule: one row each, for as long as the API lists them. */
import { sql, type Selectable } from "kysely";

import { scheduledRunId, type Page, type RegistryApi } from "@datamantri/contracts";
import type { OccurrenceView, PipelineConfiguration } from "@datamantri/api";

import { toPage } from "../database/paging.ts";
import type { OccurrencesTable } from "../database/schema.ts";
import { assertExists } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";

type Occurrence = Selectable<OccurrencesTable>;
export type NewOccurrence = Omit<Occurrence, "recorded_at">;

/** A tick takes milliseconds; a minute of delay is harmless. */
export const lateAfterMs = 60_000;

/** Time by which a tick may be published later than it is due, on purpose. */
export function jitterMsOf({ schedule_jitter_seconds: seconds }: PipelineConfiguration): number {
  return (seconds ?? 0) * 1_000;
}

/** Statuses of occurrences that have a run. */
export const ranStatuses = ["fired", "late", "caught_up"] as const;

const keptDays = 90;

/** Rows deleted in one statement, to keep locks short. */
const deletedAtOnce = 10_000;

/**
 * Stores outcomes; the latest one of an occurrence counts. The caller holds the pipeline's lock and has read the
 * previous outcome.
 */
export async function recordOccurrences(tx: Tx, occurrences: readonly NewOccurrence[]): Promise<void> {
  if (occurrences.length === 0) return;
  await tx
    .insertInto("occurrences")
    .values([...occurrences])
    .onConflict((conflict) =>
      conflict.columns(["pipeline_id", "scheduled_for"]).doUpdateSet({
        status: (row) => row.ref("excluded.status"),
        reason: (row) => row.ref("excluded.reason"),
        recorded_at: (row) => row.ref("excluded.recorded_at"),
      }),
    )
    .execute();
}

/** Newest first; archived pipelines too. @throws PipelineError `not_found` for an unknown pipeline. */
export async function listOccurrences(
  db: Db,
  { id, limit, cursor, status }: RegistryApi["pipelines.occurrences"][0],
): Promise<Page<OccurrenceView>> {
  await assertExists(db, "pipeline", id);
  let query = db.selectFrom("occurrences").selectAll().where("pipeline_id", "=", id);
  if (cursor !== undefined) query = query.where("scheduled_for", "<", new Date(Number(cursor)));
  if (status !== undefined) query = query.where("status", "=", status);
  const rows = await query
    .orderBy("scheduled_for", "desc")
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, ({ scheduled_for }) => String(scheduled_for.getTime()), toOccurrenceView);
}

/** Deletes the oldest occurrences. Their runs stay, and prevent them from being fired again. */
export async function forgetOldOccurrences(db: Db): Promise<void> {
  await sql`
    delete from occurrences
    where ctid = any (array(
      select ctid from occurrences where scheduled_for < now() - ${keptDays} * interval '1 day' limit ${deletedAtOnce}
    ))
  `.execute(db);
}

function toOccurrenceView(row: Occurrence): OccurrenceView {
  const { pipeline_id, scheduled_for, status } = row;
  const hasRun = ranStatuses.some((ran) => ran === status);
  return {
    ...row,
    scheduled_for: scheduled_for.toISOString(),
    recorded_at: row.recorded_at.toISOString(),
    run_id: hasRun ? scheduledRunId(pipeline_id, scheduled_for.getTime()) : null,
  };
}
