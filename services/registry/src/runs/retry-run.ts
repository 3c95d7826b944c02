import { request as ask, type Bus } from "@datamantri/bus";
import type { LedgerProgress, LoaderApi, RegistryApi } from "@datamantri/contracts";
import type { RunView } from "@datamantri/api";
import { rolledBackCodes } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { notFound } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { acceptProgress } from "../pipelines/store-progress.ts";
import { admitRun } from "./admit-runs.ts";
import { lockKnownRun } from "./lock-run.ts";
import { resumeRun } from "./resume-run.ts";
import { getRun } from "./run-views.ts";
import type { Run } from "./run.ts";

/** A person waits for the answer. */
const askMs = 4_000;

/**
 * Retries a failed or cancelled run with the pipeline's current configuration, or resumes a failed one. From the destination,
 * the pipeline's watermark becomes that of the ledger.
 *
 * Failure: one transaction; a repeat of the request finds the new run by its id and changes nothing.
 *
 * @throws PipelineError `not_found` for an unknown run or an archived pipeline, `conflict` when it has not failed, when
 *   the run cannot be resumed, or when the new run exists with another start; what a loader says that cannot ask the ledger.
 */
export async function retryRun(db: Db, bus: Bus, request: RegistryApi["runs.retry"][0]): Promise<RunView> {
  const { id, run_id, requested_by, from = "start" } = request;
  const known = await db.selectFrom("runs").select("id").where("id", "=", run_id).executeTakeFirst();
  const progress = from === "destination" && !known ? await readProgress(db, bus, id) : undefined;
  return db.transaction().execute(async (tx) => {
    const run = await lockKnownRun(tx, id);
    if (run.undo_of !== null) throw new PipelineError("conflict", `the run is an undo: undo run ${run.undo_of} again`);
    if (run.state !== "failed" && run.state !== "cancelled") {
      throw new PipelineError("conflict", whyNot(run));
    }
    const made = await tx.selectFrom("runs").select("resumed_row_count").where("id", "=", run_id).executeTakeFirst();
    if (made) {
      const isResumed = made.resumed_row_count !== null;
      if (isResumed === (from === "failure")) return getRun(tx, run_id);
      const madeFrom = isResumed ? "failure" : "start";
      throw new PipelineError("conflict", `this Idempotency-Key retried the run from the ${madeFrom}; use another key`);
    }
    if (progress !== undefined) {
      await assertLatest(tx, run);
      await acceptProgress(tx, run, progress);
    }
    if (from === "failure") {
      await resumeRun(tx, run, request);
      return getRun(tx, run_id);
    }
    const outcome = await admitRun(tx, {
      runId: run_id,
      pipelineId: run.pipeline_id,
      cause: "retry",
      triggeredBy: requested_by,
      scheduledFor: null,
      range: run.range,
      retryOf: id,
    });
    if (outcome === "no_pipeline") throw new PipelineError("not_found", "the run's pipeline was deleted");
    return getRun(tx, run_id);
  });
}

/** What the ledger said may be outdated otherwise. @throws PipelineError `conflict` */
async function assertLatest(tx: Tx, { id, pipeline_id, created_at }: Run): Promise<void> {
  const other = await tx
    .selectFrom("runs")
    .select(["id", "ended_at"])
    .where("pipeline_id", "=", pipeline_id)
    .where("id", "!=", id)
    .where((run) =>
      run.or([
        run("ended_at", "is", null),
        run.and([run("state", "=", "success"), run("created_at", ">", created_at)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  if (!other) return;
  const what = other.ended_at === null ? "is open: wait for its end" : "has succeeded since: start a new one";
  throw new PipelineError("conflict", `run ${other.id} of the pipeline ${what}`);
}

/** @returns what the ledger of the run's target knows. */
async function readProgress(db: Db, bus: Bus, id: string): Promise<LedgerProgress> {
  const found = await db
    .selectFrom("runs")
    .select(["pipeline_id", "error_code"])
    .where("id", "=", id)
    .executeTakeFirst();
  const { pipeline_id, error_code } = found ?? notFound("run", id);
  if (!(rolledBackCodes as readonly (string | null)[]).includes(error_code)) {
    const codes = rolledBackCodes.join(" or ");
    throw new PipelineError("conflict", `only a run that failed with ${codes} is retried from the destination`);
  }
  return ask<LoaderApi, "read_progress">(bus, "loader", "read_progress", { run_id: id, pipeline_id }, askMs);
}

function whyNot({ state, ended_at }: Run): string {
  if (ended_at === null) return "the run has not ended yet";
  if (state === "abandoned")
    return "the run was abandoned, and its destination has not said yet whether its rows are there";
  return "the run succeeded; start a new one";
}
