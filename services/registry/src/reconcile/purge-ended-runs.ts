import { sql } from "kysely";

import { listObjectRuns, purgeMessages, removeRunObjects, type Bus } from "@datamantri/bus";
import { runWorkSubjects } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";

/** Removes messages and objects of ended runs from the streams. @param everyMs interval of the passes. */
export async function purgeEndedRuns(db: Db, bus: Bus, everyMs: number): Promise<void> {
  await purgeWork(db, bus, everyMs);
  await removeObjects(db, bus);
}

/** Removes tasks and batches of runs that have recently failed or been cancelled or abandoned; loaders would drop them one by one. */
async function purgeWork(db: Db, bus: Bus, everyMs: number): Promise<void> {
  const ended = await db
    .selectFrom("runs")
    .select("id")
    .where("state", "in", ["failed", "cancelled", "abandoned"])
    .where("ended_at", ">", sql<Date>`now() - make_interval(secs => ${(3 * everyMs) / 1_000})`)
    .execute();
  for (const { id } of ended) {
    for (const { stream, subject } of runWorkSubjects(id)) await purgeMessages(bus, stream, subject);
  }
}

/** Removes large rows whose batch was never published: the extractor crashed before, then the run ended. */
async function removeObjects(db: Db, bus: Bus): Promise<void> {
  const runIds = [...(await listObjectRuns(bus))];
  if (runIds.length === 0) return;
  const ended = await db
    .selectFrom("runs")
    .select("id")
    .where("id", "in", runIds)
    .where("ended_at", "is not", null)
    .execute();
  for (const { id } of ended) await removeRunObjects(bus, id);
}
