import type { RegistryApi } from "@datamantri/contracts";
import type { RunView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";
import { admitRun } from "./admit-runs.ts";
import { lockKnownRun } from "./lock-run.ts";
import { getRun } from "./run-views.ts";
import type { Run } from "./run.ts";

/**
 * Creates a run that gives the target back the rows that it had before a successful run. It has that run's configuration,
 * because the rows are kept beside that target.
 *
 * Failure: one transaction; a repeat of the request finds the new run by its id and changes nothing.
 *
 * @throws PipelineError `not_found` for an unknown run, `conflict` with the reason when it cannot be undone.
 */
export async function undoRun(db: Db, { id, run_id, requested_by }: RegistryApi["runs.undo"][0]): Promise<RunView> {
  return db.transaction().execute(async (tx) => {
    const run = await lockKnownRun(tx, id);
    const made = await tx.selectFrom("runs").select("id").where("id", "=", run_id).executeTakeFirst();
    if (made) return getRun(tx, run_id);
    const reason = await whyNot(tx, run);
    if (reason !== null) throw new PipelineError("conflict", reason);
    const outcome = await admitRun(tx, {
      runId: run_id,
      pipelineId: run.pipeline_id,
      cause: "undo",
      triggeredBy: requested_by,
      scheduledFor: null,
      range: null,
      undoes: run,
    });
    if (outcome === "no_pipeline") throw new PipelineError("conflict", "the run's pipeline was deleted");
    return getRun(tx, run_id);
  });
}

async function whyNot(tx: Tx, run: Run): Promise<string | null> {
  const { id, state, undo_of, ended_at, configuration } = run;
  if (undo_of !== null) return "the run is an undo itself: start a run to load the rows again";
  if (ended_at === null) return "the run has not ended yet";
  if (state === "abandoned") {
    return "the run was abandoned, and its destination has not said yet whether its rows are there";
  }
  if (state === "skipped") return "the run was skipped and has changed nothing";
  if (state !== "success") return `the run was ${state} and has changed nothing`;
  const undoing = await tx
    .selectFrom("runs")
    .select(["id", "state"])
    .where("undo_of", "=", id)
    .where("state", "not in", ["failed", "cancelled"])
    .executeTakeFirst();
  if (undoing) return `run ${undoing.id} ${undoing.state === "success" ? "has undone" : "undoes"} it already`;
  const { undoable_run_ids: undoable } = await tx
    .selectFrom("pipelines")
    .select("undoable_run_ids")
    .where("id", "=", run.pipeline_id)
    .executeTakeFirstOrThrow();
  if (!undoable.includes(id)) {
    const isKeeping = configuration.destination_config.keep_previous !== undefined;
    const hint = isKeeping ? "" : ": set destination_config.keep_previous, for later runs";
    return `the rows that the target had before the run are not kept${hint}`;
  }
  const newest = undoable.at(-1)!;
  return newest === id ? null : `run ${newest} is newer: undo that one first`;
}
