/** Operations of the scheduler. */
import type { SchedulePreview } from "@datamantri/api";

/** When a schedule was due, and the effect of a daylight saving change on it. */
export interface DueTime {
  /** RFC 3339, UTC. */
  readonly at: string;
  /**
   * `moved`: the clock change skipped its time, and it was due at the change. `left_out`: it was skipped, and nothing
   * was due instead; `at` is the time of the change. `repeated`: its time occurs twice that day.
   */
  readonly clock_change: "moved" | "left_out" | "repeated" | null;
}

export interface DueTimes {
  /** Oldest first. */
  readonly due: readonly DueTime[];
  /** End of the listed range: earlier than requested when there are many. */
  readonly covered_until: string;
  readonly is_complete: boolean;
}

export interface SchedulerApi {
  preview: [{ cron: string; timezone: string; count: number; jitter_seconds?: number | null }, SchedulePreview];
  /** The due times in `after < time <= until` (RFC 3339), the oldest ones when there are many. */
  due: [{ cron: string; timezone: string; after: string; until: string }, DueTimes];
}
