import { sql } from "kysely";

import { markEpoch, putGeneration, readGeneration, type Bus } from "@datamantri/bus";

import type { Db } from "../database/open-database.ts";
import { restoreSchedules } from "./restore-schedules.ts";

/**
 * Finds out whether an older state of NATS or of the metadata database was brought back: both have a number that this raises in
 * each pass, and the older one has the smaller.
 *
 * After NATS lost its newest messages, positions in the stream of events mean others than before, which its clients are told, and
 * the bucket of schedules is restored at once. Lost work is found as always. What the database has lost cannot be made again: it
 * is said until an administrator has looked (docs/reliability.md).
 *
 * Failure: one transaction, which one registry has at a time. If it is not committed after NATS has the new number, NATS is one
 * ahead, which says nothing. An older state from within one pass of the reconciler has the same number: only messages of these
 * seconds are missing then.
 */
export async function compareGenerations(db: Db, bus: Bus): Promise<void> {
  const epoch = await db.transaction().execute(async (tx) => {
    const known = await tx.selectFrom("generation").selectAll().forUpdate().skipLocked().executeTakeFirst();
    // Another registry compares.
    if (!known) return undefined;
    const { generation: found, revision } = await readGeneration(bus);
    const isOlder = found !== null && found < known.number;
    const isAhead = found !== null && found > known.number + 1;
    if (isOlder) {
      bus.log.error({ found, known: known.number }, "NATS has an older state of its store than before");
      await restoreSchedules(db, bus);
    }
    if (isAhead) bus.log.error({ found, known: known.number }, "the metadata database is older than before");
    const number = Math.max(known.number, found ?? 0) + 1;
    const epoch = known.epoch + (isOlder ? 1 : 0);
    if (!(await putGeneration(bus, number, revision))) return undefined;
    await tx
      .updateTable("generation")
      .set({ number, epoch, ...(isAhead ? { rolled_back_at: sql<Date>`now()` } : {}) })
      .execute();
    return epoch;
  });
  if (epoch !== undefined) await markEpoch(bus, epoch);
}
