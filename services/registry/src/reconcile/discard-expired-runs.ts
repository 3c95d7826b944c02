import { sql } from "kysely";

import type { Db } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { lockRun } from "../runs/lock-run.ts";
import { discardResumable } from "../runs/resumable-runs.ts";

/** Discards the loaded rows of failed runs that no retry resumed in time. Failure: a transaction for each run. */
export async function discardExpiredRuns(db: Db, outbox: OutboxPublisher): Promise<void> {
  const expired = await db
    .selectFrom("runs")
    .select("id")
    .where("resumable_until", "<=", sql<Date>`now()`)
    .execute();
  for (const { id } of expired) {
    await db.transaction().execute(async (tx) => {
      const run = await lockRun(tx, id);
      // Undefined if a retry resumed it first.
      if (run) await discardResumable(tx, run, "the run was not resumed in time");
    });
    outbox.wake();
  }
}
