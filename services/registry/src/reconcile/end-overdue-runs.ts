import { sql } from "kysely";

import type { Db, Tx } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { lockRun } from "../runs/lock-run.ts";
import { unknownOutcome } from "../runs/run-status.ts";
import type { Run } from "../runs/run.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";

/** The run began when it left the queue; an undo with finalizing. */
const isOverdue = sql<boolean>`
  coalesce(phase_times ->> 'planning', phase_times ->> 'preparing', phase_times ->> 'finalizing')::timestamptz
    + make_interval(secs => (configuration ->> 'deadline_seconds')::int) <= now()
`;

/**
 * Ends runs that are past their pipeline's deadline. One whose rows may be moving has an unknown outcome from then on: only
 * the ledger ends it.
 *
 * @param resumableMs how long the rows of such a run are kept for a retry that resumes it.
 */
export async function endOverdueRuns(db: Db, outbox: OutboxPublisher, resumableMs: number): Promise<void> {
  const overdue = await db
    .selectFrom("runs")
    .select("id")
    .where("ended_at", "is", null)
    .where("state", "!=", "queued")
    .where((run) => run.or([run("state", "!=", "finalizing"), run("waiting_code", "is distinct from", unknownOutcome)]))
    .where(isOverdue)
    .execute();
  for (const { id } of overdue) {
    await db.transaction().execute(async (tx) => {
      const run = await lockRun(tx, id);
      if (run && run.ended_at === null) await endOverdue(tx, run, resumableMs);
    });
    outbox.wake();
  }
}

async function endOverdue(tx: Tx, run: Run, keepMs: number): Promise<void> {
  const message = `the run has taken longer than its deadline of ${run.configuration.deadline_seconds} s`;
  if (run.state === "finalizing") {
    const waiting_reason = `finalize: ${message}, and its rows are being moved`;
    await tx
      .updateTable("runs")
      .set({ waiting_reason, waiting_code: unknownOutcome })
      .where("id", "=", run.id)
      .execute();
  } else {
    await advanceRun(tx, run, "step_failed", { code: "deadline_exceeded", message, keepMs });
  }
}
