import { sql } from "kysely";

import type { Db } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { retryByPolicy } from "../runs/automatic-retries.ts";
import { lockRun } from "../runs/lock-run.ts";

/** Makes failed runs again whose pause is over. Failure: a transaction for each run; two registries make one. */
export async function retryFailedRuns(db: Db, outbox: OutboxPublisher): Promise<void> {
  const due = await db
    .selectFrom("runs")
    .select("id")
    .where("retry_at", "<=", sql<Date>`now()`)
    .orderBy("retry_at")
    .execute();
  for (const { id } of due) {
    await db.transaction().execute(async (tx) => {
      const run = await lockRun(tx, id);
      if (run?.state === "failed" && run.retry_at !== null) await retryByPolicy(tx, run);
    });
    outbox.wake();
  }
}
