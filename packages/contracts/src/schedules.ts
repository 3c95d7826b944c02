/** Due times: what the scheduler answers by request, and what became of them. */

export const occurrenceStatuses = ["fired", "late", "skipped", "caught_up", "missed"] as const;
export type OccurrenceStatus = (typeof occurrenceStatuses)[number];

export const occurrenceReasons = [
  "overlap",
  "paused",
  "schedule_changed",
  "clock_gap",
  "policy_none",
  "outside_window",
  "superseded",
  "too_many_waiting",
] as const;
export type OccurrenceReason = (typeof occurrenceReasons)[number];

/** A time at which a schedule was due, and what became of it; docs/schedules.md. */
export interface OccurrenceView {
  readonly pipeline_id: string;
  /** RFC 3339, UTC. */
  readonly scheduled_for: string;
  readonly status: OccurrenceStatus;
  /** Why there was no run; null when there was one. */
  readonly reason: OccurrenceReason | null;
  readonly clock_change: DueTime["clock_change"];
  /** Null when there was none. */
  readonly run_id: string | null;
  /** When that was decided; RFC 3339, UTC. */
  readonly recorded_at: string;
}

/** Something about a schedule that may surprise. */
export interface ScheduleWarning {
  readonly code: "never_fires" | "either_day" | "skipped_hour" | "repeated_hour" | "paused";
  /** For people. */
  readonly message: string;
}

export interface SchedulePreview {
  /** The next due times (RFC 3339, UTC), by the very clockwork that will fire them. */
  readonly next: readonly string[];
  readonly warnings: readonly ScheduleWarning[];
}

/** When a schedule was due, and what a change of the clocks made of it. */
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
  /** Up to when they are listed: earlier than asked for when they are many. */
  readonly covered_until: string;
  readonly is_complete: boolean;
}

export interface SchedulerApi {
  preview: [{ cron: string; timezone: string; count: number }, SchedulePreview];
  /** The due times in `after < time <= until` (RFC 3339), the oldest ones when they are many. */
  due: [{ cron: string; timezone: string; after: string; until: string }, DueTimes];
}
