/**
 * NATS carries only what can be made again; this makes it again. Looks every few seconds whether the broker lost its
 * streams, or an open run's work without trace, and issues what the manifest says is missing.
 */
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";

import {
  countMessages,
  countUnacknowledged,
  ensureTopology,
  listObjectRuns,
  purgeMessages,
  putSchedule,
  readStreamIdentities,
  removeRunObjects,
  type Bus,
  type OutgoingMessage,
  type TopologyOptions,
} from "@datamantri/bus";
import { registryEvents, runWorkSubjects, schedulesBucket, type StreamName } from "@datamantri/contracts";

import { addToOutbox } from "../outbox/outbox.ts";
import type { Db, Tx } from "../database/open-database.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import { listSchedules } from "../pipelines/pipelines.ts";
import { advanceRun } from "../runs/advance-run.ts";
import { lockRun } from "../runs/lock-run.ts";
import { forgetIdleRuns } from "./forget-idle-runs.ts";
import { discardResumable } from "../runs/resumable-runs.ts";
import { missingSplitTasks } from "../runs/missing-splits.ts";
import { isTerminal } from "../runs/state-machine.ts";
import { awaitsStatistics, type Run } from "../runs/run.ts";
import { toStatisticsTask, toDiscardTask, toFinalizeTask, toPlanTask, toPrepareTask } from "../runs/tasks.ts";

export interface ReconcilerOptions {
  readonly topology: TopologyOptions;
  readonly everyMs: number;
  /** See RegistryContext. */
  readonly resumableMs: number;
}

/** Re-issues of one run after which something else is wrong. */
const maxAttempts = 20;

/** A run that moved this recently has its work somewhere. */
const quietMs = 3_000;

const dayMs = 86_400_000;

const bucketStream = `KV_${schedulesBucket}`;
const streamNames = ["COMMANDS", "TASKS", "BATCHES", "OBJECTS", "EVENTS", "DEADLETTERS", bucketStream];

export class Reconciler {
  readonly #db: Db;
  readonly #bus: Bus;
  readonly #outbox: OutboxPublisher;
  readonly #options: ReconcilerOptions;

  constructor(db: Db, bus: Bus, outbox: OutboxPublisher, options: ReconcilerOptions) {
    this.#db = db;
    this.#bus = bus;
    this.#outbox = outbox;
    this.#options = options;
  }

  /** Passes until the signal aborts. Several registries may do so: each re-issue is decided under the run's lock. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(this.#options.everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.reconcile().catch((error: unknown) => {
        if (!signal.aborted) this.#bus.log.warn({ error }, "failed to reconcile, trying again");
      });
    }
  }

  /** One pass. */
  async reconcile(): Promise<void> {
    await this.restoreStreams();
    await this.#dropExpired();
    for (const seen of [...(await this.#openRuns()), ...(await this.#undiscardedRuns())]) {
      if (await this.#isWorkLost(seen)) await this.#reissue(seen);
    }
    await this.#purgeEndedRuns();
    await this.#removeEndedObjects();
    await forgetIdleRuns(this.#db);
  }

  #quietRuns() {
    return this.#db
      .selectFrom("runs")
      .select(["id", "state", "attempt", "loaded_row_count", "rejected_row_count"])
      .where("progress_at", "<", new Date(Date.now() - quietMs));
  }

  #openRuns(): Promise<Seen[]> {
    return this.#quietRuns().where("ended_at", "is", null).where("state", "!=", "queued").execute();
  }

  /** What failed runs left for a run that never came. */
  async #dropExpired(): Promise<void> {
    const isOver = (run: Pick<Run, "resumable_until">): boolean =>
      run.resumable_until !== null && run.resumable_until <= new Date();
    const kept = this.#db.selectFrom("runs").select(["id", "resumable_until"]).where("resumable_until", "is not", null);
    for (const { id } of (await kept.execute()).filter(isOver)) {
      await this.#db.transaction().execute(async (tx) => {
        const run = await lockRun(tx, id);
        if (run && isOver(run)) await discardResumable(tx, run, "nobody went on from there in time");
      });
      this.#outbox.wake();
    }
  }

  /**
   * Runs that may have left a staging table, and no loader said that it dropped it or could not. Not those from which
   * another may go on, nor those from which another went on: that one answers for it.
   */
  #undiscardedRuns(): Promise<Seen[]> {
    return this.#quietRuns()
      .where("state", "in", ["failed", "cancelled"])
      .where("plan", "is not", null)
      .where("attempt", "<", maxAttempts)
      .where("progress_at", ">", new Date(Date.now() - dayMs))
      .where("resumable_until", "is", null)
      .where((run) =>
        run.not(
          run.exists(
            run
              .selectFrom("runs as heir")
              .select("heir.id")
              .whereRef("heir.retry_of", "=", "runs.id")
              .where("heir.resumed_row_count", "is not", null),
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
   * Makes streams that are missing or new, and writes the schedules when their bucket is.
   *
   * @param isStart verify every setting, also when nothing is missing: the server or we may have been upgraded.
   * @throws PipelineError `bus_misconfigured` when the server stored something else than was asked.
   */
  async restoreStreams(isStart = false): Promise<void> {
    const known = await this.#db.selectFrom("streams").selectAll().execute();
    const createdBefore = new Map(known.map(({ name, created }) => [name, created]));
    const present = await readStreamIdentities(this.#bus, streamNames);
    const isLost = (name: string): boolean => present.get(name) !== createdBefore.get(name) || !present.has(name);
    const lost = streamNames.filter(isLost);
    if (lost.length === 0 && !isStart) return;
    if (known.length > 0 && lost.length > 0)
      this.#bus.log.error({ streams: lost }, "the broker lost streams; made them again");
    const created = await ensureTopology(this.#bus, this.#options.topology);
    if (lost.includes(bucketStream)) {
      for (const schedule of await listSchedules(this.#db)) {
        await putSchedule(this.#bus, schedule.pipeline_id, schedule);
      }
    }
    await this.#db
      .insertInto("streams")
      .values([...created].map(([name, at]) => ({ name, created: at })))
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ created: sql`excluded.created` }))
      .execute();
  }

  /**
   * True when nothing of the run is under way. In this order, because the outbox forgets what was published, and
   * workers report before they acknowledge: no message waits to be published, no task or batch is left, then no report
   * is unread. What is left after that was lost.
   */
  async #isWorkLost({ id, state }: Seen): Promise<boolean> {
    if (await hasOutbox(this.#db, id)) return false;
    for (const { stream, subject } of isTerminal(state) ? discardSubjects(id) : runWorkSubjects(id)) {
      if ((await countMessages(this.#bus, stream, subject)) > 0) return false;
    }
    return (await countUnacknowledged(this.#bus, registryEvents)) === 0;
  }

  /** Issues what is missing, unless the run moved meanwhile. */
  async #reissue(seen: Seen): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const run = await lockRun(tx, seen.id);
      if (!run || !isSame(run, seen) || (await hasOutbox(tx, run.id))) return;
      const attempt = run.attempt + 1;
      if (attempt > maxAttempts && run.state !== "finalizing") {
        const { resumableMs: keepMs } = this.#options;
        const message = "its work was lost too many times";
        await advanceRun(tx, run, "step_failed", { code: "gave_up", message, keepMs });
        return;
      }
      const next = { ...run, attempt };
      const tasks = await missingTasks(tx, next);
      await tx.updateTable("runs").set({ attempt, progress_at: new Date() }).where("id", "=", run.id).execute();
      await addToOutbox(tx, tasks, run.id);
      this.#bus.log.warn({ run_id: run.id, state: run.state, attempt, tasks: tasks.length }, "re-issued lost work");
    });
    this.#outbox.wake();
  }

  /** Work of runs that ended is of no use; loaders would drop it one by one. */
  async #purgeEndedRuns(): Promise<void> {
    const ended = await this.#db
      .selectFrom("runs")
      .select("id")
      .where("state", "in", ["failed", "cancelled"])
      .where("ended_at", ">", new Date(Date.now() - 3 * this.#options.everyMs))
      .execute();
    for (const { id } of ended) {
      for (const { stream, subject } of runWorkSubjects(id)) await purgeMessages(this.#bus, stream, subject);
    }
  }

  /** Large rows that no batch tells of any more: an extractor died before it published the batch, then the run ended. */
  async #removeEndedObjects(): Promise<void> {
    const runIds = [...(await listObjectRuns(this.#bus))];
    if (runIds.length === 0) return;
    const ended = await this.#db
      .selectFrom("runs")
      .select("id")
      .where("id", "in", runIds)
      .where("ended_at", "is not", null)
      .execute();
    for (const { id } of ended) await removeRunObjects(this.#bus, id);
  }
}

type Seen = Pick<Run, "id" | "state" | "attempt" | "loaded_row_count" | "rejected_row_count">;

function isSame(run: Run, seen: Seen): boolean {
  const isSameStep = run.state === seen.state && run.attempt === seen.attempt;
  return (
    isSameStep && run.loaded_row_count === seen.loaded_row_count && run.rejected_row_count === seen.rejected_row_count
  );
}

function discardSubjects(runId: string): readonly { readonly stream: StreamName; readonly subject: string }[] {
  return [{ stream: "TASKS", subject: `task.discard.${runId}` }];
}

async function hasOutbox(db: Db | Tx, runId: string): Promise<boolean> {
  const row = await db.selectFrom("outbox").select("id").where("run_id", "=", runId).limit(1).executeTakeFirst();
  return row !== undefined;
}

async function missingTasks(tx: Tx, run: Run): Promise<OutgoingMessage[]> {
  switch (run.state) {
    case "planning":
      return [toPlanTask(run)];
    case "preparing":
      return [toPrepareTask(run)];
    case "loading":
      return [...(awaitsStatistics(run) ? [toStatisticsTask(run)] : []), ...(await missingSplitTasks(tx, run))];
    case "finalizing":
      return [toFinalizeTask(run)];
    case "failed":
    case "cancelled":
      return [toDiscardTask(run)];
    case "queued":
    case "success":
    case "skipped":
      return [];
  }
  return run.state satisfies never;
}
