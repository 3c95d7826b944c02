/** Fires schedules when they are due. Needs no stored state: a second clock fires the same at the same time. */
import { isDeepStrictEqual } from "node:util";

import type { Schedule } from "@datamantri/contracts";
import { toPipelineError, type Logger } from "@datamantri/runtime";

import type { NextFire } from "./cron.ts";
import { delayMs } from "./jitter.ts";
import { toNextDue } from "./next-due.ts";

/** A timer checks the time at least this often: clocks jump and machines sleep. */
const longestWaitMs = 30_000;

/** A busy machine wakes timers late. Within a minute an occurrence is not even `late` (docs/schedules.md). */
const firesAfterMs = 60_000;

interface Entry {
  schedule: Schedule;
  readonly next: NextFire;
  due: Date | undefined;
  timer: NodeJS.Timeout | undefined;
}

export class Clock {
  readonly #onDue: (schedule: Schedule, due: Date) => void;
  readonly #log: Logger;
  readonly #entries = new Map<string, Entry>();
  #hasBegun = false;

  /** @param onDue gets the scheduled time, not the time at which the timer fired. */
  constructor(onDue: (schedule: Schedule, due: Date) => void, log: Logger) {
    this.#onDue = onDue;
    this.#log = log;
  }

  /** The schedules that it fires. */
  get schedules(): readonly Schedule[] {
    return [...this.#entries.values()].map(({ schedule }) => schedule);
  }

  /**
   * Replaces all schedules. A new or changed one counts from now on, never for the past: only those that the clock begins
   * with may have been due before, and start later by their jitter.
   */
  replace(schedules: readonly Schedule[]): void {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    const ids = new Set(schedules.map((schedule) => schedule.pipeline_id));
    for (const [id, entry] of this.#entries) if (!ids.has(id)) this.#remove(id, entry);
    for (const schedule of schedules) {
      const known = this.#entries.get(schedule.pipeline_id);
      // The same object for all but the one that changed: comparing 10,000 deeply takes 18 ms for each change, this 5.
      if (known && (known.schedule === schedule || isSameTiming(known.schedule, schedule))) {
        known.schedule = schedule;
        continue;
      }
      if (known) this.#remove(schedule.pipeline_id, known);
      this.#add(schedule, isFirst);
    }
  }

  stop(): void {
    for (const [id, entry] of this.#entries) this.#remove(id, entry);
  }

  #add(schedule: Schedule, mayHaveBeenDue: boolean): void {
    try {
      const next = toNextDue(schedule);
      const now = Date.now();
      const entry: Entry = { schedule, next, due: undefined, timer: undefined };
      entry.due = next(new Date(mayHaveBeenDue ? now - jitterMsOf(schedule) : now));
      while (entry.due && startOf(entry, entry.due) <= now) entry.due = next(entry.due);
      this.#entries.set(schedule.pipeline_id, entry);
      this.#wait(entry);
    } catch (error) {
      // It was valid when it was saved; a newer croner may parse it differently.
      this.#log.error({ error: toPipelineError(error), pipeline_id: schedule.pipeline_id }, "ignored a schedule");
    }
  }

  #remove(id: string, entry: Entry): void {
    clearTimeout(entry.timer);
    this.#entries.delete(id);
  }

  #wait(entry: Entry): void {
    if (!entry.due) return;
    const waitMs = Math.min(Math.max(startOf(entry, entry.due) - Date.now(), 0), longestWaitMs);
    entry.timer = setTimeout(() => this.#wake(entry), waitMs);
  }

  #wake(entry: Entry): void {
    const now = Date.now();
    while (entry.due && startOf(entry, entry.due) <= now) {
      this.#onDue(entry.schedule, entry.due);
      // After a long sleep one late run is enough, and those of the last minute.
      const oldestMs = now - firesAfterMs - jitterMsOf(entry.schedule);
      entry.due = entry.next(new Date(Math.max(entry.due.getTime(), oldestMs)));
    }
    this.#wait(entry);
  }
}

/** True if only the pipeline's version differs: what is due, and not started because of its jitter, stays so. */
function isSameTiming(one: Schedule, other: Schedule): boolean {
  return isDeepStrictEqual({ ...one, version: 0 }, { ...other, version: 0 });
}

function jitterMsOf(schedule: Schedule): number {
  return 1_000 * (("cron" in schedule && schedule.jitter_seconds) || 0);
}

/** When a due time's tick is published. */
function startOf({ schedule, next }: Entry, due: Date): number {
  return due.getTime() + delayMs(schedule.pipeline_id, jitterMsOf(schedule) / 1_000, due, next);
}
