/**
 * Ticks of a schedule that the pipeline no longer has: a scheduler that has not seen the change yet, or NATS with an older
 * store of schedules, which holds until the bucket is restored.
 */
import { sql } from "kysely";

import { request, type Bus } from "@datamantri/bus";
import type { Message, SchedulerApi } from "@datamantri/contracts";
import type { PipelineConfiguration } from "@datamantri/api";

import type { Tx } from "../database/open-database.ts";

type Tick = Message<"Tick">;

/** A scheduler answers in milliseconds. */
const askMs = 2_000;

/**
 * @returns the ticks that are due by their pipelines' present schedules. The others are dropped without a record: they are no
 *   due times, and one that is is found missing later.
 */
export async function keepPresent(tx: Tx, bus: Bus, ticks: readonly Tick[]): Promise<readonly Tick[]> {
  const known = ticks.filter(({ version }) => version > 0);
  if (known.length === 0) return ticks;
  const rows = await tx
    .selectFrom("pipelines")
    .select(["id", "schedule_version", "configuration"])
    .where(sql<boolean>`id = any(${known.map(({ pipelineId }) => pipelineId)})`)
    .execute();
  const pipelines = new Map(rows.map((row) => [row.id, row]));
  const kept = await Promise.all(
    ticks.map(async (tick) => {
      const pipeline = pipelines.get(tick.pipelineId);
      const isPresent = pipeline === undefined || tick.version === 0 || tick.version >= pipeline.schedule_version;
      return isPresent || (await isDue(bus, pipeline.configuration, tick.scheduledForMs)) ? [tick] : [];
    }),
  );
  return kept.flat();
}

/** The present schedule may be due at the same time, and the scheduler that knows it may begin too late for it. */
async function isDue(bus: Bus, { schedule: cron, timezone }: PipelineConfiguration, atMs: number): Promise<boolean> {
  if (cron === null) return false;
  const [after, until] = [new Date(atMs - 1), new Date(atMs)].map((time) => time.toISOString()) as [string, string];
  // The transaction is open meanwhile.
  const asked = { cron, timezone, after, until };
  const { due } = await request<SchedulerApi, "due">(bus, "scheduler", "due", asked, askMs).catch(() => ({ due: [] }));
  return due.some(({ at, clock_change }) => clock_change !== "left_out" && Date.parse(at) === atMs);
}
