import { z } from "@hono/zod-openapi";

import type { SchedulePreview } from "@datamantri/contracts";

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
