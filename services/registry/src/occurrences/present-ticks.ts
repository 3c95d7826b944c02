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

/**
 * @returns the ticks that are due by their pipelines' present schedules. The others are dropped without a record: they are no
 *   due times.
 * @throws PipelineError `bus_unavailable` when no scheduler answers.
 */
export async function keepPresent(tx: Tx, bus: Bus, ticks: readonly Tick[]): Promise<readonly Tick[]> {
  const rows = await tx
    .selectFrom("pipelines")
    .select(["id", "schedule_version", "configuration"])
    .where(sql<boolean>`id = any(${ticks.map(({ pipelineId }) => pipelineId)})`)
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
  const { due } = await request<SchedulerApi, "due">(bus, "scheduler", "due", { cron, timezone, after, until });
  return due.some(({ at, clock_change }) => clock_change !== "left_out" && Date.parse(at) === atMs);
}
