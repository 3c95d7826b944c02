/**
 * Ticks that come before their due time: a scheduler's clock is ahead. No run begins before it is due by the metadata
 * database's clock, which all registries share.
 */
import { sql } from "kysely";

import type { Bus } from "@datamantri/bus";
import type { Message } from "@datamantri/contracts";
import { crashPoint } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";
import { admitDueTicks, type Due } from "./admit-due-ticks.ts";
import { keepPresent } from "./present-ticks.ts";

type Tick = Message<"Tick">;

/** The usual difference between clocks. */
const toleranceMs = 5_000;

/** A clock that is further ahead is no clock: ticks are dropped, and found missing when they are due. */
const maxAheadMs = 86_400_000;

/** Admitted in one transaction. */
const admittedAtOnce = 1_000;

export function toDue({ pipelineId, scheduledForMs }: Tick): Due {
  return { pipelineId, scheduledFor: new Date(scheduledForMs) };
}

/**
 * @returns the ticks that are due. The others wait, but those of streams: a stream has no times of its own, and its next tick
 *   would be early too.
 */
export async function holdEarly(tx: Tx, ticks: readonly Tick[], now: Date): Promise<readonly Tick[]> {
  const early = ticks.filter(({ scheduledForMs }) => scheduledForMs > now.getTime() + toleranceMs);
  if (early.length === 0) return ticks;
  const { rows: streams } = await sql<{ id: string }>`
    select id from pipelines
    where id = any(${early.map(({ pipelineId }) => pipelineId)}) and configuration ->> 'mode' = 'stream'
  `.execute(tx);
  const isStream = new Set(streams.map(({ id }) => id));
  const held = early
    .filter(({ pipelineId }) => !isStream.has(pipelineId))
    .toSorted((one, other) => (one.pipelineId < other.pipelineId ? -1 : 1));
  const kept = held.filter(({ scheduledForMs }) => scheduledForMs <= now.getTime() + maxAheadMs);
  if (kept.length > 0) {
    // In the order in which pipelines are locked.
    await sql`
      insert into early_ticks (pipeline_id, scheduled_for, version)
      select pipelines.id, tick.scheduled_for, tick.version
      from unnest(
        ${kept.map(({ pipelineId }) => pipelineId)}::uuid[],
        ${kept.map(({ scheduledForMs }) => new Date(scheduledForMs))}::timestamptz[],
        ${kept.map(({ version }) => version)}::bigint[]
      ) with ordinality as tick (pipeline_id, scheduled_for, version, place)
      join pipelines on pipelines.id = tick.pipeline_id
      order by place
      on conflict (pipeline_id, scheduled_for) do update set version = greatest(early_ticks.version, excluded.version)
    `.execute(tx);
  }
  return ticks.filter((tick) => !held.includes(tick));
}

/**
 * Admits the ticks whose due time has come, and that their pipelines' present schedules still have.
 *
 * Failure: one transaction; what was not committed is found again.
 *
 * @returns the number of ticks.
 */
export async function admitHeld(db: Db, bus: Bus): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pipeline_id: string; scheduled_for: Date; version: number }>`
      with due as (
        select pipeline_id, scheduled_for from early_ticks
        where scheduled_for <= clock_timestamp()
        order by scheduled_for
        limit ${admittedAtOnce}
        for update skip locked
      )
      delete from early_ticks using due
      where early_ticks.pipeline_id = due.pipeline_id and early_ticks.scheduled_for = due.scheduled_for
      returning early_ticks.pipeline_id, early_ticks.scheduled_for, early_ticks.version::integer as version
    `.execute(tx);
    if (rows.length > 0) await crashPoint("registry.early_ticks.taken");
    const ticks = rows
      .toSorted((one, other) => one.scheduled_for.getTime() - other.scheduled_for.getTime())
      .map(({ pipeline_id: pipelineId, scheduled_for, version }) => ({
        pipelineId,
        scheduledForMs: scheduled_for.getTime(),
        version,
      }));
    const present = await keepPresent(tx, bus, ticks);
    // At most one for each pipeline at a time, in order.
    const byPipeline = [...Map.groupBy(present, ({ pipelineId }) => pipelineId).values()];
    const most = Math.max(0, ...byPipeline.map(({ length }) => length));
    for (let index = 0; index < most; index++) {
      await admitDueTicks(tx, byPipeline.flatMap((each) => each.slice(index, index + 1)).map(toDue));
    }
    return rows.length;
  });
}
