import { randomInt } from "node:crypto";

import { sql } from "kysely";

import type { RunView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";
import { addToOutbox, type OutboxMessage } from "../outbox/outbox.ts";
import { lockKnownRun } from "./lock-run.ts";
import { recordRunEvent } from "./record-run-event.ts";
import { getRun } from "./run-views.ts";
import type { Run } from "./run.ts";
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
    const task = await issueReplay(tx, run);
    const line = `replay requested by ${requestedBy}`;
    await recordRunEvent(tx, { run, name: "RejectsReplayed", eventId: task.messageId, timeMs: Date.now(), line });
  });
  return getRun(db, runId);
}

/**
 * Writes the task to the outbox. Until a loader answers it, the reconciler issues it again when NATS loses it.
 *
 * @param replay_reissues how often it has done so, with this one.
 */
export async function issueReplay(tx: Tx, run: Run, replay_reissues = 0): Promise<OutboxMessage> {
  const attempt = randomInt(2 ** 32);
  const task = toReplayTask(run, attempt);
  const pending = { replay_attempt: attempt, replay_reissues, progress_at: sql<Date>`clock_timestamp()` };
  await tx.updateTable("runs").set(pending).where("id", "=", run.id).execute();
  await addToOutbox(tx, [task]);
  return task;
}

/** @param eventId of a loader's answer, which names the attempt; of an earlier replay it changes nothing. */
export async function endReplay(tx: Tx, run: Run, eventId: string): Promise<void> {
  if (run.replay_attempt === null || !eventId.endsWith(`:a${run.replay_attempt}`)) return;
  await tx.updateTable("runs").set({ replay_attempt: null }).where("id", "=", run.id).execute();
}

/** Ends a replay that NATS has lost again and again: a person may request another. */
export async function giveUpReplay(tx: Tx, run: Run): Promise<void> {
  await tx.updateTable("runs").set({ replay_attempt: null }).where("id", "=", run.id).execute();
  const line = `replay failed: its task was lost ${run.replay_reissues + 1} times (gave_up)`;
  const eventId = `${run.id}:replay:gave_up:a${run.replay_attempt}`;
  await recordRunEvent(tx, { run, name: "StepFailed", eventId, timeMs: Date.now(), line });
}
