import { listObjectRuns, purgeMessages, removeRunObjects, type Bus } from "@datamantri/bus";
import { runWorkSubjects } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";

/** Removes what ended runs have left in the streams. @param everyMs between passes. */
export async function purgeEndedRuns(db: Db, bus: Bus, everyMs: number): Promise<void> {
  await purgeWork(db, bus, everyMs);
  await removeObjects(db, bus);
}

/** Tasks and batches of runs that failed or were cancelled lately; loaders would drop them one by one. */
async function purgeWork(db: Db, bus: Bus, everyMs: number): Promise<void> {
  const ended = await db
    .selectFrom("runs")
    .select("id")
    .where("state", "in", ["failed", "cancelled"])
    .where("ended_at", ">", new Date(Date.now() - 3 * everyMs))
    .execute();
  for (const { id } of ended) {
    for (const { stream, subject } of runWorkSubjects(id)) await purgeMessages(bus, stream, subject);
  }
}

/** Large rows whose batch was never published: the extractor died before, then the run ended. */
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
