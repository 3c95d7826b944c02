import { sql } from "kysely";

import { findLastStored, readAckFloor, type Bus } from "@datamantri/bus";
import { registryEvents, runWorkNames, subjectOf, workerEventNames, type MessageName } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";
import { hasEnded } from "../runs/steps/state-machine.ts";
import type { Run } from "../runs/run.ts";
import { readWork } from "./read-work.ts";
import { maxAttempts, type SeenRun } from "./reissue-tasks.ts";

/** A run that made progress within this time is not lost. */
const quietMs = 3_000;

const dayMs = 86_400_000;

/** By the database's clock, which all registries share. */
const ago = (ms: number) => sql<Date>`now() - make_interval(secs => ${ms / 1_000})`;

/**
 * Finds open runs, and ended ones that may have left a staging table, that have no message in transit.
 *
 * @param resumableMs how long the rows of failed runs are kept.
 */
export async function* findLostRuns(db: Db, bus: Bus, resumableMs: number): AsyncGenerator<SeenRun> {
  const runs = [...(await findOpenRuns(db)), ...(await findUndiscardedRuns(db, resumableMs))];
  yield* withoutMessages(bus, runs, ({ state }) => (hasEnded(state) ? ["DiscardRun"] : runWorkNames));
}

/** Selects runs without progress of which no message waits in the outbox. */
function selectQuietRuns(db: Db) {
  return db
    .selectFrom("runs")
    .select(["id", "pipeline_id", "state", "attempt", "loaded_row_count", "rejected_row_count", "reported_at"])
    .where("progress_at", "<", ago(quietMs))
    .where((run) =>
      run.not(run.exists(run.selectFrom("outbox").select("outbox.id").whereRef("outbox.run_id", "=", "runs.id"))),
    );
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
 */
function findUndiscardedRuns(db: Db, resumableMs: number): Promise<SeenRun[]> {
  return (
    selectQuietRuns(db)
      // Says nothing new, but has an index: the history may be long.
      .where("ended_at", ">", ago(dayMs + resumableMs))
      // No parameters, or the partial index is not used.
      .where(sql<boolean>`state in ('failed', 'cancelled')`)
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
      .execute()
  );
}

/** A replay that was lost often waits longer, up to half a minute: nothing but its user waits for it. */
const replayPause = sql<boolean>`progress_at < now() - make_interval(secs => least(3 * 2 ^ replay_reissues, 30))`;

/** Finds runs with a replay that is in no stream and has no answer. */
export async function* findLostReplays(db: Db, bus: Bus): AsyncGenerator<LostReplay> {
  const asked = await selectQuietRuns(db)
    .select("replay_attempt")
    .where("replay_attempt", "is not", null)
    .where(replayPause)
    .execute();
  yield* withoutMessages(bus, asked, () => ["ReplayRejects"]);
}

export type LostReplay = Pick<SeenRun, "id"> & Pick<Run, "replay_attempt">;

/**
 * Yields the runs that have none of these messages in NATS and no unread report. Call it with runs that had nothing in the
 * outbox: the outbox forgets published messages, and workers report before they acknowledge. Whatever is missing then was lost.
 */
async function* withoutMessages<Quiet extends Reporting>(
  bus: Bus,
  runs: readonly Quiet[],
  namesOf: (run: Quiet) => readonly MessageName[],
): AsyncGenerator<Quiet> {
  if (runs.length === 0) return;
  const work = await readWork(bus);
  const idle = runs.filter((run) => !namesOf(run).some((name) => work.get(run.id)?.has(name)));
  if (idle.length === 0) return;
  const floor = await readAckFloor(bus, registryEvents);
  for (const run of idle) if (!(await hasUnreadReport(bus, run, floor))) yield run;
}

type Reporting = Pick<Run, "id" | "pipeline_id" | "reported_at">;

/**
 * Asks for the run alone: reports of others may be many, and one that cannot be handled is tried again for minutes. Behind it
 * NATS does not say what is acknowledged, but the run's row has the time of its last report.
 */
async function hasUnreadReport(bus: Bus, run: Reporting, floor: number): Promise<boolean> {
  if (floor === Number.POSITIVE_INFINITY) return false;
  const ids = { pipelineId: run.pipeline_id, runId: run.id };
  const reports = workerEventNames.map((name) => subjectOf(name, ids));
  const last = await findLastStored(bus, registryEvents.stream, reports, floor);
  return last !== undefined && last > (run.reported_at ?? new Date(0));
}
