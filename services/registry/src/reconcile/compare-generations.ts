import { sql } from "kysely";

import {
  findEvent,
  markEpoch,
  putGeneration,
  readGeneration,
  readLastEvent,
  type Bus,
  type LastEvent,
} from "@datamantri/bus";

import type { Db } from "../database/open-database.ts";
import { restoreSchedules } from "./restore-schedules.ts";

/**
 * Finds out whether an older state of NATS or of the metadata database was brought back: both have a number that this raises each
 * time, and the older one has the smaller. NATS is also older if it lacks the last event that was seen, or has another in its
 * place.
 *
 * After NATS lost its newest messages, positions in the stream of events mean others than before, which its clients are told, and
 * the bucket of schedules is restored at once. Lost work is found as always. What the database has lost cannot be made again: it
 * is said until an administrator has looked (docs/reliability.md).
 *
 * Failure: one transaction, which one registry has at a time. If it is not committed after NATS has the new number, NATS is one
 * ahead, which says nothing. So an older NATS gets the number only after the commit: without it, it is found out once more. A state that is older by less than the time between two calls looks the same: only messages of that
 * time are missing then.
 */
export async function compareGenerations(db: Db, bus: Bus): Promise<void> {
  const epochs = await db.transaction().execute(async (tx) => {
    const known = await tx.selectFrom("generation").selectAll().forUpdate().skipLocked().executeTakeFirst();
    // Another registry compares.
    if (!known) return undefined;
    const { generation: found, revision } = await readGeneration(bus);
    const { last, epoch: marked } = await readLastEvent(bus);
    const lacksEvent = known.last_event !== null && (await lacks(bus, last, known.last_event));
    const isOlder = (found !== null && found < known.number) || lacksEvent;
    const isAhead = found !== null && found > known.number + 1;
    if (isOlder) {
      bus.log.error({ found, known: known.number }, "NATS has an older state of its store than before");
      await restoreSchedules(db, bus);
    }
    if (isAhead) bus.log.error({ found, known: known.number }, "the metadata database is older than before");
    // Of an earlier call that was not committed: however often that happens, NATS is one ahead.
    const number = Math.max(known.number + 1, found ?? 0);
    const epoch = Math.max(known.epoch, marked) + (isOlder || isAhead ? 1 : 0);
    const last_event = JSON.stringify(last);
    if (!isOlder && !(await putGeneration(bus, number, revision))) return undefined;
    await tx
      .updateTable("generation")
      .set({ number, epoch, last_event, ...(isAhead ? { rolled_back_at: sql<Date>`now()` } : {}) })
      .execute();
    return { epoch, marked, ...(isOlder ? { behind: { number, revision } } : {}) };
  });
  if (epochs && epochs.epoch !== epochs.marked) await markEpoch(bus, epochs.epoch);
  if (epochs?.behind) await putGeneration(bus, epochs.behind.number, epochs.behind.revision);
}

/** False if its stream was recreated, which its followers see, or has dropped it since. */
async function lacks(bus: Bus, now: LastEvent, seen: LastEvent): Promise<boolean> {
  if (now.created !== seen.created || now.first > seen.sequence) return false;
  return now.sequence < seen.sequence || (await findEvent(bus, seen.sequence)) !== seen.time;
}
