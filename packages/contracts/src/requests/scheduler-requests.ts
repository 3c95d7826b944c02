/** What the scheduler answers by request. */
import type { SchedulePreview } from "@datamantri/api";

/** When a schedule was due, and the effect of a daylight saving change on it. */
export interface DueTime {
  /** RFC 3339, UTC. */
  readonly at: string;
  /**
   * `moved`: the clocks skipped its time, it was due when they did. `left_out`: they skipped it, and nothing was due
   * instead; `at` is when they did. `repeated`: the clocks show its time twice that day.
   */
  readonly clock_change: "moved" | "left_out" | "repeated" | null;
}

export interface DueTimes {
  /** Oldest first. */
  readonly due: readonly DueTime[];
  /** Up to when they are listed: earlier than asked for when there are many. */
  readonly covered_until: string;
  readonly is_complete: boolean;
}

export interface SchedulerApi {
  preview: [{ cron: string; timezone: string; count: number }, SchedulePreview];
  /** The due times in `after < time <= until` (RFC 3339), the oldest ones when there are many. */
  due: [{ cron: string; timezone: string; after: string; until: string }, DueTimes];
}
