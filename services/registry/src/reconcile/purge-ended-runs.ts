import { sql } from "kysely";

import { listObjectRuns, purgeMessages, removeRunObjects, type Bus } from "@datamantri/bus";
import { runWorkNames, runWorkSubjects } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";
import { readWork } from "./read-work.ts";

/** Removes messages and objects of ended runs from the streams. */
export async function purgeEndedRuns(db: Db, bus: Bus): Promise<void> {
  await purgeWork(db, bus);
  await removeObjects(db, bus);
}

/**
 * Removes tasks and batches of runs that have ended, however long ago: loaders would drop them one by one, and while the
 * destination is away not even that, but try each again for ever.
 */
async function purgeWork(db: Db, bus: Bus): Promise<void> {
  const work = await readWork(bus);
  const runIds = [...work.keys()].filter((id) => runWorkNames.some((name) => work.get(id)!.has(name)));
  for (const id of await findEnded(db, runIds)) {
    for (const { stream, subject } of runWorkSubjects(id)) await purgeMessages(bus, stream, subject);
  }
}

/** Removes large rows whose batch was never published: the extractor crashed before, then the run ended. */
async function removeObjects(db: Db, bus: Bus): Promise<void> {
  for (const id of await findEnded(db, [...(await listObjectRuns(bus))])) await removeRunObjects(bus, id);
}

async function findEnded(db: Db, runIds: readonly string[]): Promise<readonly string[]> {
  if (runIds.length === 0) return [];
  const ended = await db
    .selectFrom("runs")
    .select("id")
    .where(sql<boolean>`id = any(${runIds})`)
    .where("ended_at", "is not", null)
    .execute();
  return ended.map(({ id }) => id);
}
