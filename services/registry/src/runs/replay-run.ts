import type { RunView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import { addToOutbox } from "../outbox/outbox.ts";
import { lockKnownRun } from "./lock-run.ts";
import { recordRunEvent } from "./record-run-event.ts";
import { getRun } from "./run-views.ts";
import { toReplayTask } from "./steps/tasks.ts";

/**
 * Requests that the rejects of a run be loaded. A second replay finds the rows that the first one left.
 *
 * @throws PipelineError `not_found`; `conflict` when the run did not succeed or another run of the pipeline is open.
 */
export async function replayRun(db: Db, runId: string, requestedBy: string): Promise<RunView> {
  await db.transaction().execute(async (tx) => {
    const run = await lockKnownRun(tx, runId);
    if (run.state !== "success") {
      const reason = `only the rejects of a successful run can be replayed; this run is ${run.state}: start a new run instead`;
      throw new PipelineError("conflict", reason);
    }
    const open = await tx
      .selectFrom("runs")
      .select("id")
      .where("pipeline_id", "=", run.pipeline_id)
      .where("ended_at", "is", null)
      .executeTakeFirst();
    if (open) throw new PipelineError("conflict", `run ${open.id} of the pipeline has not ended; wait for it`);
    const task = toReplayTask(run);
    await addToOutbox(tx, [task]);
    const line = `replay requested by ${requestedBy}`;
    await recordRunEvent(tx, { run, name: "RejectsReplayed", eventId: task.messageId, timeMs: Date.now(), line });
  });
  return getRun(db, runId);
}
