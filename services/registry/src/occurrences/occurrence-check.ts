/**
 * Finds missed due times and applies the pipeline's catch-up policy. The schedulers know when a schedule was due; the
 * occurrences record what was fired. Any number of registries may check: each decides under the pipeline's lock, and
 * only if what it read still holds.
 */
import { sql } from "kysely";

import { countMessages, request, type Bus } from "@datamantri/bus";
import { subjectOf, type DueTime, type DueTimes, type SchedulerApi } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";
import { readNow } from "../database/read-now.ts";
import type { OutboxPublisher } from "../outbox/publish-outbox.ts";
import type { Pipeline } from "../pipelines/pipeline-rows.ts";
import { repeat } from "../repeat.ts";
import { admitRun } from "../runs/admit-runs.ts";
import { toAdmission } from "./admit-due-ticks.ts";
import { admitHeld } from "./early-ticks.ts";
import { judgeMissed, type Verdict } from "./judge-missed.ts";
import {
  forgetOldOccurrences,
  jitterMsOf,
  lateAfterMs,
  ranStatuses,
  recordOccurrences,
  type NewOccurrence,
} from "./occurrences.ts";

/** Interval between checks; each takes the pipelines last checked a minute ago. */
const everyMs = 5_000;

/** A pipeline is checked when this much time is unchecked. */
const leastMs = 60_000;

/** Pipelines for each check, longest unchecked first; the others follow in the next check. */
const pipelinesAtOnce = 50;

/** Earlier due times are not listed. */
const maxLookBackMs = 30 * 86_400_000;

/** Limit of open runs of one pipeline; missed occurrences beyond it get no run. */
const maxOpen = 100;

export class OccurrenceCheck {
  readonly #db: Db;
  readonly #bus: Bus;
  readonly #outbox: OutboxPublisher;

  constructor(db: Db, bus: Bus, outbox: OutboxPublisher) {
    this.#db = db;
    this.#bus = bus;
    this.#outbox = outbox;
  }

  /** Checks until the signal aborts. */
  run(signal: AbortSignal): Promise<void> {
    return repeat(
      everyMs,
      signal,
      () => this.pass(),
      (error) => this.#bus.log.warn({ error }, "failed to check for missed occurrences, retrying"),
    );
  }

  /** Admits the ticks that were early, then checks. */
  async pass(): Promise<void> {
    if ((await admitHeld(this.#db, this.#bus)) > 0) this.#outbox.wake();
    await this.check(await readNow(this.#db));
  }

  /**
   * Checks once.
   *
   * @param now by the database's clock; the minute before it, and the pipeline's jitter, are not checked: ticks may still be in transit.
   * @throws PipelineError `bus_unavailable` when no scheduler answers; the due times are found when one is back.
   */
  async check(now: Date): Promise<void> {
    const settled = new Date(now.getTime() - lateAfterMs);
    for (const pipeline of await this.#waitingLongest(settled)) {
      // Until then a tick may be waiting for its jitter.
      const until = new Date(settled.getTime() - jitterMsOf(pipeline.configuration));
      const times = await this.#ask(pipeline, uncheckedFrom(pipeline, now), until);
      if (!(await this.#isTickUnread(pipeline.id, times))) await this.#decide(pipeline, times, now);
    }
    await forgetOldOccurrences(this.#db);
  }

  #waitingLongest(until: Date): Promise<Pipeline[]> {
    const jitter = sql`make_interval(secs => coalesce((configuration ->> 'schedule_jitter_seconds')::integer, 0))`;
    const from = sql<Date>`greatest(checked_until, scheduled_since) + ${jitter}`;
    return this.#db
      .selectFrom("pipelines")
      .selectAll()
      .where("is_active", "=", true)
      .where("archived_at", "is", null)
      .where(sql<boolean>`configuration ->> 'mode' <> 'stream' and configuration ->> 'schedule' is not null`)
      .where(from, "<", new Date(until.getTime() - leastMs))
      .orderBy(from)
      .limit(pipelinesAtOnce)
      .execute();
  }

  async #ask({ id, configuration }: Pipeline, after: Date, until: Date): Promise<DueTimes> {
    const { schedule: cron, timezone } = configuration;
    if (cron === null) throw new Error(`pipeline ${id} has no schedule`);
    const asked = { cron, timezone, after: after.toISOString(), until: until.toISOString() };
    try {
      return await request<SchedulerApi, "due">(this.#bus, "scheduler", "due", asked);
    } catch (error) {
      if (!(error instanceof PipelineError) || error.code !== "request_invalid") throw error;
      // It was valid when it was saved. A newer croner may parse it differently, and then fires nothing.
      this.#bus.log.warn({ error, pipeline_id: id }, "ignored a schedule");
      return { due: [], covered_until: asked.until, is_complete: true };
    }
  }

  /**
   * True if an unread tick may belong to an occurrence without a record: the registries may have been down themselves.
   */
  async #isTickUnread(pipelineId: string, { due }: DueTimes): Promise<boolean> {
    if ((await readMissed(this.#db, pipelineId, due)).length === 0) return false;
    return (await countMessages(this.#bus, "COMMANDS", subjectOf("Tick", { pipelineId }))) > 0;
  }

  /** Failure: one transaction; a repeat finds `checked_until` moved and changes nothing. */
  async #decide(seen: Pipeline, times: DueTimes, now: Date): Promise<void> {
    const counts = await this.#db.transaction().execute(async (tx) => {
      const pipeline = await tx
        .selectFrom("pipelines")
        .selectAll()
        .where("id", "=", seen.id)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const isSame =
        pipeline.version === seen.version && pipeline.checked_until.getTime() === seen.checked_until.getTime();
      if (!isSame) return undefined;
      const missed = await readMissed(tx, pipeline.id, times.due);
      const isLatest = times.is_complete && !(await hasRunAfter(tx, pipeline.id, missed.at(-1)));
      const verdicts = judgeMissed(missed, pipeline.configuration.catch_up, { now, isLatest });
      const occurrences = await this.#carryOut(tx, pipeline, verdicts);
      await recordOccurrences(tx, [...occurrences, ...toGaps(pipeline.id, times.due)]);
      await nameClockChanges(tx, pipeline.id, times.due);
      await tx
        .updateTable("pipelines")
        .set({ checked_until: new Date(times.covered_until) })
        .where("id", "=", pipeline.id)
        .execute();
      const caughtUp = occurrences.filter(({ status }) => status === "caught_up").length;
      return { occurrences: occurrences.length, caught_up: caughtUp };
    });
    if (!counts || counts.occurrences === 0) return;
    this.#bus.log.warn({ pipeline_id: seen.id, ...counts }, "found missed occurrences");
    this.#outbox.wake();
  }

  async #carryOut(tx: Tx, { id, configuration }: Pipeline, verdicts: readonly Verdict[]): Promise<NewOccurrence[]> {
    const done: NewOccurrence[] = [];
    // Each gets its own run, so it waits where another tick would be skipped.
    const mayWait = configuration.catch_up?.policy === "all";
    let openCount = await countOpen(tx, id);
    for (const { scheduledFor, reason } of verdicts) {
      const occurrence = { pipeline_id: id, scheduled_for: scheduledFor, clock_change: null };
      if (reason !== null) {
        done.push({ ...occurrence, status: "missed", reason });
      } else if (openCount >= maxOpen) {
        done.push({ ...occurrence, status: "missed", reason: "too_many_waiting" });
      } else {
        const outcome = await admitRun(tx, { ...toAdmission(id, scheduledFor), mayWait });
        const isLeftOut = outcome === "overlap";
        done.push({
          ...occurrence,
          status: isLeftOut ? "skipped" : "caught_up",
          reason: isLeftOut ? "overlap" : null,
        });
        if (!isLeftOut) openCount++;
      }
    }
    return done;
  }
}

function uncheckedFrom({ checked_until, scheduled_since }: Pipeline, now: Date): Date {
  const lookBackTo = now.getTime() - maxLookBackMs;
  return new Date(Math.max(checked_until.getTime(), scheduled_since.getTime(), lookBackTo));
}

/** Due times without a record, oldest first. */
async function readMissed(db: Db | Tx, pipelineId: string, due: readonly DueTime[]): Promise<Date[]> {
  const times = due.filter(({ clock_change }) => clock_change !== "left_out").map(({ at }) => new Date(at));
  const [first, last] = [times[0], times.at(-1)];
  if (!first || !last) return [];
  const known = await db
    .selectFrom("occurrences")
    .select("scheduled_for")
    .where("pipeline_id", "=", pipelineId)
    .where("scheduled_for", ">=", first)
    .where("scheduled_for", "<=", last)
    .execute();
  const recorded = new Set(known.map(({ scheduled_for }) => scheduled_for.getTime()));
  return times.filter((time) => !recorded.has(time.getTime()));
}

async function hasRunAfter(tx: Tx, pipelineId: string, time: Date | undefined): Promise<boolean> {
  if (!time) return false;
  const later = await tx
    .selectFrom("occurrences")
    .select("scheduled_for")
    .where("pipeline_id", "=", pipelineId)
    .where("scheduled_for", ">", time)
    .where("status", "in", ranStatuses)
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

async function countOpen(tx: Tx, pipelineId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("runs")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("pipeline_id", "=", pipelineId)
    .where("ended_at", "is", null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Times that the clock change skipped, with nothing due instead. */
function toGaps(pipelineId: string, due: readonly DueTime[]): NewOccurrence[] {
  return due
    .filter(({ clock_change }) => clock_change === "left_out")
    .map(({ at, clock_change }) => ({
      pipeline_id: pipelineId,
      scheduled_for: new Date(at),
      status: "skipped",
      reason: "clock_gap",
      clock_change,
    }));
}

async function nameClockChanges(tx: Tx, pipelineId: string, due: readonly DueTime[]): Promise<void> {
  for (const { at, clock_change } of due) {
    if (clock_change === null) continue;
    await tx
      .updateTable("occurrences")
      .set({ clock_change })
      .where("pipeline_id", "=", pipelineId)
      .where("scheduled_for", "=", new Date(at))
      .execute();
  }
}
