import { z } from "@hono/zod-openapi";

import {
  occurrenceReasons,
  occurrenceStatuses,
  type OccurrenceView,
  type SchedulePreview,
} from "@datamantri/contracts";

export const scheduleBody = z
  .strictObject({
    schedule: z.string().trim().min(1).max(200),
    timezone: z.string().trim().min(1).max(64).default("UTC"),
    count: z.int().min(1).max(100).default(10),
  })
  .meta({ id: "ScheduleInput" });

export const schedulePreviewView = z
  .object({
    next: z
      .array(z.string().meta({ format: "date-time" }))
      .readonly()
      .meta({ description: "The next due times, by the clockwork that fires them." }),
    warnings: z
      .array(
        z.object({
          code: z.enum(["never_fires", "either_day", "skipped_hour", "repeated_hour", "paused"]),
          message: z.string().meta({ description: "For people." }),
        }),
      )
      .readonly()
      .meta({ description: "What may surprise." }),
  })
  .meta({ id: "SchedulePreview" }) satisfies z.ZodType<SchedulePreview>;

export const schedulePreviewExample: SchedulePreview = {
  next: ["2026-02-01T04:00:00.000Z", "2026-02-02T04:00:00.000Z"],
  warnings: [],
};

export const occurrenceStatus = z.enum(occurrenceStatuses);

export const occurrenceView = z
  .object({
    pipeline_id: z.string().meta({ format: "uuid" }),
    scheduled_for: z.string().meta({ format: "date-time" }),
    status: occurrenceStatus,
    reason: z.enum(occurrenceReasons).nullable().meta({ description: "Why there was no run (docs/schedules.md)." }),
    clock_change: z
      .enum(["moved", "left_out", "repeated"])
      .nullable()
      .meta({ description: "What a change of the clocks did to it; known a few minutes later." }),
    run_id: z.string().nullable().meta({ format: "uuid", description: "Null when there was none." }),
    recorded_at: z.string().meta({ format: "date-time" }),
  })
  .meta({ id: "Occurrence" }) satisfies z.ZodType<OccurrenceView>;

export const occurrenceExample: OccurrenceView = {
  pipeline_id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  scheduled_for: "2026-02-01T04:00:00.000Z",
  status: "missed",
  reason: "policy_none",
  clock_change: null,
  run_id: null,
  recorded_at: "2026-02-01T06:31:07.120Z",
};
