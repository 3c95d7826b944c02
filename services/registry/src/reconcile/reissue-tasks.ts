import { sql } from "kysely";

import { crashPoint } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { lockRun } from "../runs/lock-run.ts";
import type { Run } from "../runs/run.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { issueTasks } from "../runs/steps/issue-tasks.ts";
import { transitions } from "../runs/steps/state-machine.ts";

/** A run's state when its work was found to be lost. */
export type SeenRun = Pick<
  Run,
  "id" | "pipeline_id" | "state" | "attempt" | "loaded_row_count" | "rejected_row_count" | "reported_at"
>;

/** After this many re-issues of one run, lost messages are not the cause. */
export const maxAttempts = 20;

/**
 * Issues the lost tasks of a run again, unless the run has changed since. Never gives up a run that may be moving rows
 * into its target.
 *
 * Failure: one transaction. A second registry that found the same run sees another attempt and issues nothing.
 *
 * @param resumableMs how long the rows of a run that is given up are kept for a retry that resumes it.
 * @returns true if it issued tasks.
 */
export async function reissueTasks(
  db: Db,
  outbox: OutboxPublisher,
  seen: SeenRun,
  resumableMs: number,
): Promise<boolean> {
  const isIssued = await db.transaction().execute(async (tx) => {
    const run = await lockRun(tx, seen.id);
    if (!run || hasMoved(run, seen) || (await hasOutbox(tx, run.id))) return false;
    const attempt = run.attempt + 1;
    if (attempt > maxAttempts && transitions[run.state].step_failed === "failed") {
      const message = `its tasks were lost ${maxAttempts} times`;
      await advanceRun(tx, run, "step_failed", { code: "gave_up", message, keepMs: resumableMs });
      return false;
    }
    await tx
      .updateTable("runs")
      .set({ attempt, progress_at: sql<Date>`clock_timestamp()` })
      .where("id", "=", run.id)
      .execute();
    await issueTasks(tx, [{ ...run, attempt }]);
    await crashPoint("registry.reconcile.issued");
    return true;
  });
  outbox.wake();
  return isIssued;
}

function hasMoved(run: Run, seen: SeenRun): boolean {
  return (
    run.state !== seen.state ||
    run.attempt !== seen.attempt ||
    run.reported_at?.getTime() !== seen.reported_at?.getTime() ||
    run.loaded_row_count !== seen.loaded_row_count ||
    run.rejected_row_count !== seen.rejected_row_count
  );
}

export async function hasOutbox(db: Db, runId: string): Promise<boolean> {
  const row = await db.selectFrom("outbox").select("id").where("run_id", "=", runId).limit(1).executeTakeFirst();
  return row !== undefined;
}
