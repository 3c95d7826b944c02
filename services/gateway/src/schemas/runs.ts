import { z } from "@hono/zod-openapi";

import type { RunDetail, RunEventView, RunSummary, RunView, SplitView } from "@datamantri/contracts";

const time = z.string().meta({ format: "date-time" });
const status = z.enum(["queued", "running", "success", "failed", "cancelled"]);
/** RFC 3339 with an offset. */
const moment = z.iso.datetime({ offset: true, error: "a time such as 2026-01-31T08:00:00Z" });

/** Fields of the query that choose runs. */
export const runFilter = {
  pipeline_id: z.uuid().optional(),
  status: status.optional(),
  cause: z.enum(["schedule", "manual", "api", "retry", "backfill"]).optional(),
  error_code: z.string().max(100).optional().meta({ description: "Failed with this code of docs/errors.md." }),
  since: moment.optional().meta({ description: "Made then or later." }),
  until: moment.optional().meta({ description: "Made before." }),
};

export const runView = z
  .object({
    id: z.string().meta({ format: "uuid" }),
    pipeline_id: z.string().meta({ format: "uuid" }),
    pipeline_name: z.string(),
    status,
    cause: z.string().meta({ description: "Why there is a run: schedule, manual, api, retry or backfill." }),
    retry_of: z.string().nullable().meta({ format: "uuid", description: "The run that this one repeats." }),
    records_resumed: z.int().nullable().meta({
      description:
        "Of a run that goes on from where `retry_of` failed: rows which that one had loaded. Null: from the start.",
    }),
    resumable_until: time
      .nullable()
      .meta({ description: "Until when a retry can go on from where this run failed; null when none can." }),
    start_time: time,
    end_time: time.nullable(),
    triggered_by: z.string().meta({ description: "`schedule`, or who asked for it." }),
    records_processed: z.int().meta({ description: "Rows committed in the destination so far." }),
    rejected_count: z.int().meta({ description: "Rows that are in the destination's rejects instead." }),
    replayed_count: z.int().meta({ description: "Rejects of it that were loaded since." }),
    replaced_cells: z
      .array(z.object({ column: z.string(), policy: z.enum(["replace", "null"]), cell_count: z.int() }))
      .readonly()
      .meta({ description: "Values that PostgreSQL cannot hold, and what was made of them." }),
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
  pipeline_name: "orders",
  status: "success",
  cause: "manual",
  retry_of: null,
  records_resumed: null,
  resumable_until: null,
  start_time: "2026-01-31T08:00:00.000Z",
  end_time: "2026-01-31T08:00:04.120Z",
  triggered_by: "admin@example.com",
  records_processed: 3_201,
  rejected_count: 0,
  replayed_count: 0,
  replaced_cells: [],
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

export const runSummaryView = runView.omit({ log: true }).meta({ id: "RunSummary" }) satisfies z.ZodType<RunSummary>;

const { log: _log, ...summaryExample } = runExample;
export const runSummaryExample: RunSummary = summaryExample;

const count = z.int().nonnegative();

export const runDetailView = runView
  .extend({
    phases: z
      .array(z.object({ phase: z.string(), started_at: time, ended_at: time.nullable() }))
      .readonly()
      .meta({ description: "The states it was in, in order, without its end." }),
    splits: z
      .object({ total: count, extracted: count, loaded: count })
      .nullable()
      .meta({ description: "How many are read and loaded to their ends; null until it is planned." }),
    batches_loaded: count,
    attempt: count.meta({ description: "Grows when lost work is issued again." }),
  })
  .meta({ id: "RunDetail" }) satisfies z.ZodType<RunDetail>;

export const runDetailExample: RunDetail = {
  ...runExample,
  phases: [
    { phase: "queued", started_at: "2026-01-31T08:00:00.000Z", ended_at: "2026-01-31T08:00:00.010Z" },
    { phase: "planning", started_at: "2026-01-31T08:00:00.010Z", ended_at: "2026-01-31T08:00:01.200Z" },
    { phase: "preparing", started_at: "2026-01-31T08:00:01.200Z", ended_at: "2026-01-31T08:00:01.350Z" },
    { phase: "loading", started_at: "2026-01-31T08:00:01.350Z", ended_at: "2026-01-31T08:00:03.900Z" },
    { phase: "finalizing", started_at: "2026-01-31T08:00:03.900Z", ended_at: "2026-01-31T08:00:04.120Z" },
  ],
  splits: { total: 1, extracted: 1, loaded: 1 },
  batches_loaded: 1,
  attempt: 1,
};

export const splitView = z
  .object({
    split: count,
    first_row: count,
    row_count: count,
    extracted_at: time.nullable().meta({ description: "When it was read to its end." }),
    loaded_row_count: count.meta({ description: "Rows committed in the staging table, or kept as rejects." }),
  })
  .meta({ id: "Split" }) satisfies z.ZodType<SplitView>;

export const splitExample: SplitView = {
  split: 0,
  first_row: 0,
  row_count: 3_201,
  extracted_at: "2026-01-31T08:00:03.100Z",
  loaded_row_count: 3_201,
};

export const eventView = z
  .object({
    id: z.int(),
    name: z.string().meta({ description: "Of the message, such as RunPlanned." }),
    message: z.string(),
    occurred_at: time,
  })
  .meta({ id: "RunEvent" }) satisfies z.ZodType<RunEventView>;

export const eventExample: RunEventView = {
  id: 17,
  name: "RunSucceeded",
  message: "succeeded: 3,201 rows",
  occurred_at: "2026-01-31T08:00:04.120Z",
};

const from = z
  .enum(["start", "failure"])
  .optional()
  .meta({
    description:
      "Where a retry begins: at the start, with a new snapshot and the pipeline's present configuration (unless said), or " +
      "where the run failed, with its own snapshot and what it had loaded.",
  });

export const retryBody = z.strictObject({ from }).meta({ id: "RetryInput" });

export const bulkBody = z
  .strictObject({ action: z.enum(["retry", "cancel"]), run_ids: z.array(z.uuid()).min(1).max(100), from })
  .meta({ id: "BulkInput" });

const bulkResult = z.object({
  run_id: z.string().meta({ format: "uuid" }),
  accepted: z.boolean(),
  task_id: z.string().nullable().meta({ format: "uuid", description: "The new run, of a retry." }),
  code: z.string().nullable().meta({ description: "Why it was refused." }),
  detail: z.string().nullable(),
});

export type BulkResult = z.output<typeof bulkResult>;

export const bulkView = z.object({ results: z.array(bulkResult) }).meta({ id: "BulkResults" });
