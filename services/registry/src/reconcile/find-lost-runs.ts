import { sql } from "kysely";

import { countMessages, hasUnacknowledged, type Bus } from "@datamantri/bus";
import { filterOf, registryEvents, runWorkSubjects, subjectOf, workerEventNames } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";
import { hasEnded } from "../runs/steps/state-machine.ts";
import type { Run } from "../runs/run.ts";
import { hasOutbox, maxAttempts, type SeenRun } from "./reissue-tasks.ts";

/** A run that made progress within this time is not lost. */
const quietMs = 3_000;

const dayMs = 86_400_000;

/** By the database's clock, which all registries share. */
const ago = (ms: number) => sql<Date>`now() - make_interval(secs => ${ms / 1_000})`;

/**
 * Finds open runs, and ended ones that may have left a staging table, that have no message in transit.
 *
 * @param resumableMs see RegistryContext.
 */
export async function* findLostRuns(db: Db, bus: Bus, resumableMs: number): AsyncGenerator<SeenRun> {
  for (const run of [...(await findOpenRuns(db)), ...(await findUndiscardedRuns(db, resumableMs))]) {
    if (await isWorkLost(db, bus, run, workOf(run))) yield run;
  }
}

function selectQuietRuns(db: Db) {
  return db
    .selectFrom("runs")
    .select(["id", "pipeline_id", "state", "attempt", "loaded_row_count", "rejected_row_count"])
    .where("progress_at", "<", ago(quietMs));
}

/** Abandoned ones too: only the ledger's answer settles them. */
function findOpenRuns(db: Db): Promise<SeenRun[]> {
  return selectQuietRuns(db)
    .where((run) => run.or([run("ended_at", "is", null), run("state", "=", "abandoned")]))
    .where("state", "!=", "queued")
    .execute();
}

/**
 * Finds runs whose staging table no loader has reported as dropped or as impossible to drop. A resumable run keeps its
 * table. For a resumed run, the later run is responsible.
 *
 * Its last discard is at the end, or when it can no longer be resumed. The limit by the end, and states that are no parameters,
 * let PostgreSQL use the index `runs_unsuccessful` instead of reading the whole history in each pass.
 */
function findUndiscardedRuns(db: Db, resumableMs: number): Promise<SeenRun[]> {
  return selectQuietRuns(db)
    .where(sql<boolean>`state in ('failed', 'cancelled')`)
    .where("ended_at", ">", ago(resumableMs + 2 * dayMs))
    .where("plan", "is not", null)
    .where("attempt", "<", maxAttempts)
    .where("progress_at", ">", ago(dayMs))
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

/** Finds runs with a replay that is in no stream and has no answer. */
export async function* findLostReplays(db: Db, bus: Bus): AsyncGenerator<LostReplay> {
  const asked = await selectQuietRuns(db).select("replay_attempt").where("replay_attempt", "is not", null).execute();
  for (const run of asked) if (await isWorkLost(db, bus, run, replaySubjects(run.id))) yield run;
}

export type LostReplay = Pick<SeenRun, "id"> & Pick<Run, "replay_attempt">;

/**
 * True if no work of the run is in progress. Checks in this order: outbox, then tasks and batches, then its unread reports.
 * The outbox forgets published messages, and workers report before they acknowledge. Whatever is missing then was lost.
 */
async function isWorkLost(
  db: Db,
  bus: Bus,
  { id, pipeline_id: pipelineId }: SeenRun,
  work: readonly Work[],
): Promise<boolean> {
  if (await hasOutbox(db, id)) return false;
  for (const { stream, subject } of work) {
    if ((await countMessages(bus, stream, subject)) > 0) return false;
  }
  // Reports of other runs may be many, and are no reason to wait.
  const reports = workerEventNames.map((name) => subjectOf(name, { pipelineId, runId: id }));
  return !(await hasUnacknowledged(bus, registryEvents, reports));
}

type Work = ReturnType<typeof runWorkSubjects>[number];

function workOf({ id, state }: SeenRun): readonly Work[] {
  return hasEnded(state) ? [{ stream: "TASKS", subject: filterOf("DiscardRun", { runId: id }) }] : runWorkSubjects(id);
}

function replaySubjects(runId: string): readonly Work[] {
  return [{ stream: "TASKS", subject: filterOf("ReplayRejects", { runId }) }];
}
