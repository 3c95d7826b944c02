import { z } from "zod";

import { time, uuid } from "./scalars.ts";
import { maxJitterSeconds } from "./values.ts";
import { isTimeZone, timeZoneAdvice } from "./time-zones.ts";

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

export const scheduleBody = z
  .strictObject({
    schedule: z.string().trim().min(1).max(200),
    timezone: z.string().trim().min(1).max(64).refine(isTimeZone, timeZoneAdvice).default("UTC"),
    count: z.int().min(1).max(100).default(10),
    schedule_jitter_seconds: z.int().min(0).max(maxJitterSeconds).nullable().default(null),
  })
  .meta({ id: "ScheduleInput" });

const warning = z.object({
  code: z.enum(["never_fires", "either_day", "skipped_hour", "repeated_hour", "paused", "jitter"]),
  message: z.string().meta({ description: "Sentence for people." }),
});
export type ScheduleWarning = z.infer<typeof warning>;

export const schedulePreviewView = z
  .object({
    next: z.array(time).readonly().meta({ description: "The next times at which the scheduler fires." }),
    warnings: z.array(warning).readonly().meta({ description: "Surprising properties of the schedule." }),
  })
  .meta({ id: "SchedulePreview" });
export type SchedulePreview = z.infer<typeof schedulePreviewView>;

export const schedulePreviewExample: SchedulePreview = {
  next: ["2026-02-01T04:00:00.000Z", "2026-02-02T04:00:00.000Z"],
  warnings: [],
};

export const occurrenceStatus = z.enum(occurrenceStatuses);

export const occurrenceView = z
  .object({
    pipeline_id: uuid,
    scheduled_for: time,
    status: occurrenceStatus,
    reason: z.enum(occurrenceReasons).nullable().meta({ description: "Why there was no run (docs/schedules.md)." }),
    clock_change: z.enum(["moved", "left_out", "repeated"]).nullable().meta({
      description:
        "Effect of a daylight saving change. `moved`: due when the clocks changed. `left_out`: skipped. `repeated`: due twice.",
    }),
    run_id: z.string().nullable().meta({ format: "uuid", description: "Null if there was no run." }),
    recorded_at: time,
  })
  .meta({ id: "Occurrence" });
export type OccurrenceView = z.infer<typeof occurrenceView>;

export const occurrenceExample: OccurrenceView = {
  pipeline_id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  scheduled_for: "2026-02-01T04:00:00.000Z",
  status: "missed",
  reason: "policy_none",
  clock_change: null,
  run_id: null,
  recorded_at: "2026-02-01T06:31:07.120Z",
};
