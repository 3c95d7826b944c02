/** A pipeline's retry policy: a failed run is made again by itself. `retry-at.ts` says when. */
import { retriedRunId } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Tx } from "../database/open-database.ts";
import { admitRun } from "./admit-runs.ts";
import { findNewerRun } from "./newer-run.ts";
import { recordRunEvent } from "./record-run-event.ts";
import { resumeRun } from "./resume-run.ts";
import type { Run } from "./run.ts";

/** As what the audit log and the run name it. */
const requestedBy = "retry policy";

/**
 * Makes a locked failed run again, which resumes it if it can be resumed. Not if its pipeline was paused or deleted, or has a newer
 * run.
 *
 * Failure: one transaction; a repeat finds no time of a retry.
 */
export async function retryByPolicy(tx: Tx, run: Run): Promise<void> {
  await tx.updateTable("runs").set({ retry_at: null }).where("id", "=", run.id).execute();
  const reason = await whyNot(tx, run);
  if (reason !== null) {
    const line = `not retried: ${reason}`;
    await recordRunEvent(tx, {
      run,
      name: "RetryRefused",
      eventId: `${run.id}:RetryRefused`,
      timeMs: Date.now(),
      line,
    });
    return;
  }
  const runId = retriedRunId(run.id, requestedBy);
  await makeAgain(tx, run, runId);
  const automatic_retries = run.automatic_retries + 1;
  await tx.updateTable("runs").set({ automatic_retries }).where("id", "=", runId).execute();
}

async function makeAgain(tx: Tx, run: Run, runId: string): Promise<void> {
  try {
    return await resumeRun(tx, run, { id: run.id, run_id: runId, requested_by: requestedBy });
  } catch (error) {
    // Refused before anything was written: it is read again from the start.
    if (!(error instanceof PipelineError) || error.code !== "conflict") throw error;
  }
  await admitRun(tx, {
    runId,
    pipelineId: run.pipeline_id,
    cause: "retry",
    triggeredBy: requestedBy,
    scheduledFor: null,
    range: run.range,
    retryOf: run.id,
  });
}

async function whyNot(tx: Tx, run: Run): Promise<string | null> {
  const pipeline = await tx
    .selectFrom("pipelines")
    .select(["is_active", "archived_at"])
    .where("id", "=", run.pipeline_id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (pipeline.archived_at !== null) return "its pipeline was deleted";
  if (!pipeline.is_active) return "its pipeline is paused";
  const newer = await findNewerRun(tx, run);
  return newer ? `run ${newer.id} is newer` : null;
}
