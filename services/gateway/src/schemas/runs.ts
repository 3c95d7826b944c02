import { z } from "@hono/zod-openapi";

import type { RunView } from "@datamantri/contracts";

const time = z.string().meta({ format: "date-time" });

export const runView = z
  .object({
    id: z.string().meta({ format: "uuid" }),
    pipeline_id: z.string().meta({ format: "uuid" }),
    status: z.enum(["queued", "running", "success", "failed", "cancelled"]),
    start_time: time,
    end_time: time.nullable(),
    triggered_by: z.string().meta({ description: "`schedule`, or who asked for it." }),
    records_processed: z.int().meta({ description: "Rows committed in the destination so far." }),
    error_message: z.string().nullable(),
    log: z.string().meta({ description: "One line per event, oldest first." }),
    records_total: z.int().nullable().meta({ description: "Rows of the snapshot; null until it is planned." }),
    bytes_estimated: z
      .int()
      .nullable()
      .meta({ description: "Most bytes that its query bills, by dry run; 0 for a table read, null until planned." }),
    bytes_billed: z.int().nullable().meta({ description: "What its query billed." }),
    cost_usd: z.number().nullable().meta({ description: "Of the bytes billed, at the configured price." }),
    phase: z
      .string()
      .meta({ description: "State of the run: queued, planning, preparing, loading, finalizing, skipped, ..." }),
    error_code: z.string().nullable().meta({ description: "Code of docs/errors.md, when it failed." }),
    waiting_reason: z.string().nullable().meta({ description: "Why it is not going on at the moment, if so." }),
    range: z
      .object({ column: z.string(), from: z.string(), to: z.string() })
      .nullable()
      .meta({ description: "Of a backfill: it reads the rows with from <= column < to." }),
    scheduled_for: time.nullable().meta({ description: "Due time that started it, when a schedule did." }),
  })
  .meta({ id: "Run" }) satisfies z.ZodType<RunView>;

export const runExample: RunView = {
  id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
  pipeline_id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  status: "success",
  start_time: "2026-01-31T08:00:00.000Z",
  end_time: "2026-01-31T08:00:04.120Z",
  triggered_by: "admin@example.com",
  records_processed: 3_201,
  error_message: null,
  log: "2026-01-31T08:00:00.000Z queued\n2026-01-31T08:00:04.120Z 3201 rows finalized",
  records_total: 3_201,
  bytes_estimated: 0,
  bytes_billed: 0,
  cost_usd: 0,
  phase: "success",
  error_code: null,
  waiting_reason: null,
  range: null,
  scheduled_for: null,
};

export const triggeredView = z
  .object({
    task_id: z.string().meta({ format: "uuid", description: "Id of the run." }),
    status: z.literal("triggered"),
  })
  .meta({ id: "Triggered" });
