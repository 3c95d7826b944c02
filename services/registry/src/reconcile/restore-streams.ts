import { sql } from "kysely";

import {
  ensureMirrors,
  ensureTopology,
  findMissingConsumers,
  readStreamIdentities,
  streamNames,
  type Bus,
  type TopologyOptions,
} from "@datamantri/bus";
import { schedulesStream } from "@datamantri/contracts";
import { crashPoint } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import { restoreSchedules } from "./restore-schedules.ts";

/**
 * Creates missing streams with their consumers and mirrors. Writes the schedules if their bucket was recreated.
 *
 * @param isStart verifies every setting, also when nothing is missing: the server or the registry may have been
 *   upgraded.
 * @throws PipelineError `bus_misconfigured` when the server stored other settings than requested.
 */
export async function restoreStreams(db: Db, bus: Bus, topology: TopologyOptions, isStart: boolean): Promise<void> {
  await restoreOwn(db, bus, topology, isStart);
  // Clients of events wait for their mirror; runs do not.
  try {
    const accounts = await ensureMirrors(bus);
    if (accounts.length > 0 && !isStart) bus.log.warn({ accounts }, "recreated mirrors");
  } catch (error) {
    bus.log.error({ error }, "failed to create a mirror, retrying");
  }
}

async function restoreOwn(db: Db, bus: Bus, topology: TopologyOptions, isStart: boolean): Promise<void> {
  const known = await db.selectFrom("streams").selectAll().execute();
  const createdBefore = new Map(known.map(({ name, created }) => [name, created]));
  const present = await readStreamIdentities(bus, streamNames);
  const isLost = (name: string): boolean => present.get(name) !== createdBefore.get(name) || !present.has(name);
  const lost = streamNames.filter(isLost);
  const missing = lost.length === 0 ? await findMissingConsumers(bus) : [];
  if (lost.length === 0 && missing.length === 0 && !isStart) return;
  // A stream that a new release adds was never there.
  const hadBefore = lost.filter((name) => createdBefore.has(name));
  if (hadBefore.length > 0) bus.log.error({ streams: hadBefore }, "NATS lost streams; created them again");
  if (missing.length > 0 && !isStart) bus.log.error({ consumers: missing }, "NATS lost consumers; created them again");
  const created = await ensureTopology(bus, topology);
  if (lost.includes(schedulesStream)) await restoreSchedules(db, bus);
  await crashPoint("registry.streams.restored");
  await db
    .insertInto("streams")
    .values([...created].map(([name, at]) => ({ name, created: at })))
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ created: sql`excluded.created` }))
    .execute();
}
