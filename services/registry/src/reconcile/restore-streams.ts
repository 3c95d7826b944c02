import { sql } from "kysely";

import { ensureTopology, putSchedule, readStreamIdentities, type Bus, type TopologyOptions } from "@datamantri/bus";
import { schedulesBucket } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";
import { listSchedules } from "../pipelines/pipelines.ts";

const bucketStream = `KV_${schedulesBucket}`;
const streamNames = ["COMMANDS", "TASKS", "BATCHES", "OBJECTS", "EVENTS", "DEADLETTERS", bucketStream];

/**
 * Creates missing or recreated streams, and writes the schedules when their bucket is one of them.
 *
 * @param isStart verify every setting, also when nothing is missing: the server or the registry may have been upgraded.
 * @throws PipelineError `bus_misconfigured` when the server stored other settings than it was asked to.
 */
export async function restoreStreams(db: Db, bus: Bus, topology: TopologyOptions, isStart: boolean): Promise<void> {
  const known = await db.selectFrom("streams").selectAll().execute();
  const createdBefore = new Map(known.map(({ name, created }) => [name, created]));
  const present = await readStreamIdentities(bus, streamNames);
  const isLost = (name: string): boolean => present.get(name) !== createdBefore.get(name) || !present.has(name);
  const lost = streamNames.filter(isLost);
  if (lost.length === 0 && !isStart) return;
  if (known.length > 0 && lost.length > 0) {
    bus.log.error({ streams: lost }, "NATS lost streams; created them again");
  }
  const created = await ensureTopology(bus, topology);
  if (lost.includes(bucketStream)) {
    for (const schedule of await listSchedules(db)) await putSchedule(bus, schedule.pipeline_id, schedule);
  }
  await db
    .insertInto("streams")
    .values([...created].map(([name, at]) => ({ name, created: at })))
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ created: sql`excluded.created` }))
    .execute();
}
