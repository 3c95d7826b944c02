import { countMessages, hasUnacknowledged, type Bus } from "@datamantri/bus";
import { registryEvents, runWorkSubjects, subjectOf, workerEventNames, type StreamName } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";
import { isTerminal } from "../runs/steps/state-machine.ts";
import { hasOutbox, maxAttempts, type SeenRun } from "./reissue-tasks.ts";

/** A run that made progress within this time is not lost. */
const quietMs = 3_000;

const dayMs = 86_400_000;

/** Finds open runs, and ended ones that may have left a staging table, that have no message in transit. */
export async function* findLostRuns(db: Db, bus: Bus): AsyncGenerator<SeenRun> {
  for (const run of [...(await findOpenRuns(db)), ...(await findUndiscardedRuns(db))]) {
    if (await isWorkLost(db, bus, run)) yield run;
  }
}

function selectQuietRuns(db: Db) {
  return db
    .selectFrom("runs")
    .select(["id", "pipeline_id", "state", "attempt", "loaded_row_count", "rejected_row_count"])
    .where("progress_at", "<", new Date(Date.now() - quietMs));
}

function findOpenRuns(db: Db): Promise<SeenRun[]> {
  return selectQuietRuns(db).where("ended_at", "is", null).where("state", "!=", "queued").execute();
}

/**
 * Finds runs whose staging table no loader has reported as dropped or as impossible to drop. A resumable run keeps its
 * table. For a resumed run, the later run is responsible.
 */
function findUndiscardedRuns(db: Db): Promise<SeenRun[]> {
  return selectQuietRuns(db)
    .where("state", "in", ["failed", "cancelled"])
    .where("plan", "is not", null)
    .where("attempt", "<", maxAttempts)
    .where("progress_at", ">", new Date(Date.now() - dayMs))
    .where("resumable_until", "is", null)
    .where((run) =>
      run.not(
        run.exists(
          run
            .selectFrom("runs as later")
            .select("later.id")
            .whereRef("later.retry_of", "=", "runs.id")
            .where("later.resumed_row_count", "is not", null),
        ),
      ),
    )
    .where((run) =>
      run.not(
        run.exists(
          run
            .selectFrom("run_events")
            .select("id")
            .whereRef("run_id", "=", "runs.id")
            .where("name", "in", ["RunDiscarded", "StepFailed"]),
        ),
      ),
    )
    .execute();
}

/**
 * True if no work of the run is in progress. Checks in this order: outbox, then tasks and batches, then its unread reports.
 * The outbox forgets published messages, and workers report before they acknowledge. Whatever is missing then was lost.
 */
async function isWorkLost(db: Db, bus: Bus, { id, pipeline_id: pipelineId, state }: SeenRun): Promise<boolean> {
  if (await hasOutbox(db, id)) return false;
  for (const { stream, subject } of isTerminal(state) ? discardSubjects(id) : runWorkSubjects(id)) {
    if ((await countMessages(bus, stream, subject)) > 0) return false;
  }
  // Reports of other runs may be many, and are no reason to wait.
  const reports = workerEventNames.map((name) => subjectOf(name, { pipelineId, runId: id }));
  return !(await hasUnacknowledged(bus, registryEvents, reports));
}

function discardSubjects(runId: string): readonly { readonly stream: StreamName; readonly subject: string }[] {
  return [{ stream: "TASKS", subject: `task.discard.${runId}` }];
}
