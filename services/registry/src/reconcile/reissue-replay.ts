import type { Bus } from "@datamantri/bus";

import type { Db } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { lockRun } from "../runs/lock-run.ts";
import { giveUpReplay, issueReplay } from "../runs/replay-run.ts";
import type { LostReplay } from "./find-lost-runs.ts";
import { hasOutbox, maxAttempts } from "./reissue-tasks.ts";

/**
 * Issues a lost replay again, as a new attempt, or gives it up after as many as a run's other tasks have. Failure: one
 * transaction; a second registry finds another attempt.
 */
export async function reissueReplay(db: Db, bus: Bus, outbox: OutboxPublisher, seen: LostReplay): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const run = await lockRun(tx, seen.id);
    if (!run || run.replay_attempt !== seen.replay_attempt || (await hasOutbox(tx, run.id))) return;
    const reissues = run.replay_reissues + 1;
    if (reissues >= maxAttempts) return giveUpReplay(tx, run);
    await issueReplay(tx, run, reissues);
    bus.log.warn({ run_id: run.id }, "issued a lost replay again");
  });
  outbox.wake();
}
