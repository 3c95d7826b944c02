import type { Db } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { lockRun } from "../runs/lock-run.ts";
import { discardResumable } from "../runs/resumable-runs.ts";

/** Discards what failed runs loaded when no retry resumed them in time. Failure: a transaction for each run. */
export async function discardExpiredRuns(db: Db, outbox: OutboxPublisher): Promise<void> {
  const expired = await db.selectFrom("runs").select("id").where("resumable_until", "<=", new Date()).execute();
  for (const { id } of expired) {
    await db.transaction().execute(async (tx) => {
      const run = await lockRun(tx, id);
      // A retry that came first has resumed it.
      if (run) await discardResumable(tx, run, "the run was not resumed in time");
    });
    outbox.wake();
  }
}
