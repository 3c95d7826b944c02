/**
 * Ticks that come before their due time: a scheduler's clock is ahead. No run begins before it is due by the metadata
 * database's clock, which all registries share.
 */
import { sql } from "kysely";

import type { Db, Tx } from "../database/open-database.ts";
import { admitDueTicks, type Due } from "./admit-due-ticks.ts";

/** The usual difference between clocks. */
const toleranceMs = 5_000;

/** Further ahead a scheduler's clock is useless: its ticks are dropped, and found missing when they are due. */
const maxAheadMs = 86_400_000;

/** Admitted in one transaction. */
const admittedAtOnce = 1_000;

/** By the database's clock. */
export async function readNow(db: Db | Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]!.now;
}

/** @returns the ticks that are due. The others wait, but those of streams, whose next one is seconds away. */
export async function holdEarly(tx: Tx, ticks: readonly Due[], now: Date): Promise<readonly Due[]> {
  const early = ticks.filter(({ scheduledFor }) => scheduledFor.getTime() > now.getTime() + toleranceMs);
  const held = early.filter(({ scheduledFor }) => scheduledFor.getTime() <= now.getTime() + maxAheadMs);
  if (held.length > 0) {
    await sql`
      insert into early_ticks (pipeline_id, scheduled_for)
      select pipelines.id, tick.scheduled_for
      from unnest(${held.map(({ pipelineId }) => pipelineId)}::uuid[], ${held.map(({ scheduledFor }) => scheduledFor)}::timestamptz[])
        as tick (pipeline_id, scheduled_for)
      join pipelines on pipelines.id = tick.pipeline_id and configuration ->> 'mode' <> 'stream'
      on conflict do nothing
    `.execute(tx);
  }
  return ticks.filter((tick) => !early.includes(tick));
}

/**
 * Admits the ticks whose due time has come. A schedule that was changed since fires none of its former times.
 *
 * Failure: one transaction; what was not committed is found again.
 *
 * @returns the number of ticks.
 */
export async function admitHeld(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pipeline_id: string; scheduled_for: Date; is_valid: boolean }>`
      with due as (
        select pipeline_id, scheduled_for from early_ticks
        where scheduled_for <= clock_timestamp()
        order by scheduled_for
        limit ${admittedAtOnce}
        for update skip locked
      ), gone as (
        delete from early_ticks using due
        where early_ticks.pipeline_id = due.pipeline_id and early_ticks.scheduled_for = due.scheduled_for
        returning early_ticks.*
      )
      select gone.pipeline_id, gone.scheduled_for, gone.received_at > scheduled_since as is_valid
      from gone join pipelines on pipelines.id = gone.pipeline_id
      order by gone.scheduled_for
    `.execute(tx);
    const valid = rows.filter(({ is_valid }) => is_valid);
    // At most one for each pipeline at a time, in order.
    const byPipeline = [...Map.groupBy(valid, ({ pipeline_id }) => pipeline_id).values()];
    const most = Math.max(0, ...byPipeline.map(({ length }) => length));
    for (let index = 0; index < most; index++) {
      const due = byPipeline.flatMap((ticks) => ticks.slice(index, index + 1));
      await admitDueTicks(
        tx,
        due.map(({ pipeline_id, scheduled_for }) => ({ pipelineId: pipeline_id, scheduledFor: scheduled_for })),
      );
    }
    return rows.length;
  });
}
