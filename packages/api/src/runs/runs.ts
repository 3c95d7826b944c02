import { z } from "zod";

import { count, time, uuid, vendorMessage } from "../scalars.ts";

const status = z.enum(["queued", "running", "outcome_unknown", "success", "failed", "cancelled"]).meta({
  description:
    "`outcome_unknown`: the run's rows were to be moved into the target, and the destination does not say whether they " +
    "are there. It becomes `success` or `failed` when it answers; no other run of the pipeline begins before.",
});
export type RunStatus = z.infer<typeof status>;

const causes = ["schedule", "manual", "api", "retry", "backfill", "undo"] as const;
const replacedCells = z.object({ column: z.string(), policy: z.enum(["replace", "null"]), cell_count: z.int() });
export type ReplacedCells = z.infer<typeof replacedCells>;

/** RFC 3339 with an offset. */
const moment = z.iso.datetime({ offset: true, error: "a time such as 2026-01-31T08:00:00Z" });

/** Query parameters that filter runs. */
export const runFilter = {
  pipeline_id: z.uuid().optional(),
  status: status.optional(),
  cause: z.enum(causes).optional(),
  error_code: z.string().max(100).optional().meta({ description: "Failed with this code of docs/errors.md." }),
  since: moment.optional().meta({ description: "Created at this time or later." }),
  until: moment.optional().meta({ description: "Created before." }),
};
export type RunFilter = z.infer<z.ZodObject<typeof runFilter>>;

export const runView = z
  .object({
    id: uuid,
    pipeline_id: uuid,
    pipeline_name: z.string(),
    status,
    cause: z.string().meta({ description: "Cause of the run: schedule, manual, api, retry, backfill or undo." }),
    retry_of: z.string().nullable().meta({ format: "uuid", description: "The run that this one retries." }),
    undo_of: z.string().nullable().meta({ format: "uuid", description: "The run that this one undoes." }),
    undone_by: z.string().nullable().meta({ format: "uuid", description: "The run that has undone this one." }),
    can_undo: z.boolean().meta({
      description:
        "True if the rows that the target had before this run are kept, and it is the newest such run. The destination may " +
        "still refuse: its ledger knows whether anything else has written the target.",
    }),
    records_resumed: z.int().nullable().meta({
      description:
        "For a run that resumes `retry_of`: rows that the failed run had loaded or rejected. Null: it started from scratch.",
    }),
    resumable_until: time
      .nullable()
      .meta({ description: "Time until which a retry can resume this run; null if it cannot." }),
    start_time: time,
    end_time: time.nullable(),
    triggered_by: z.string().meta({ description: "`schedule`, or the user or API key." }),
    records_processed: z.int().meta({ description: "Rows committed in the destination so far." }),
    rejected_count: z.int().meta({ description: "Rows stored as rejects in the destination." }),
    replayed_count: z.int().meta({ description: "Rejects that a replay has loaded." }),
    replaced_cells: z.array(replacedCells).readonly().meta({
      description: "Cells with a value that PostgreSQL cannot store, replaced according to `unrepresentable`.",
    }),
    error_message: z.string().nullable(),
    log: z.string().meta({ description: "One line per event, oldest first." }),
    records_total: z.int().nullable().meta({ description: "Rows of the snapshot; null until it is planned." }),
    bytes_estimated: z.int().nullable().meta({
      description: "Upper bound of the billed bytes, by dry run. 0 for a table read, null until the run is planned.",
    }),
    bytes_billed: z.int().nullable().meta({ description: "Bytes that its query billed." }),
    cost_usd: z.number().nullable().meta({ description: "Cost of the billed bytes at the configured price." }),
    phase: z
      .string()
      .meta({ description: "State of the run: queued, planning, preparing, loading, finalizing, skipped, ..." }),
    error_code: z.string().nullable().meta({ description: "Code of docs/errors.md, if it failed." }),
    waiting_reason: z.string().nullable().meta({ description: "Why the run waits, while it does." }),
    waiting_since: time.nullable().meta({ description: "Since when it waits for its source or destination." }),
    waiting_until: time.nullable().meta({
      description:
        "When it fails if it still waits then (`max_wait`). Null while it finalizes: only the ledger ends that.",
    }),
    retry_at: time.nullable().meta({ description: "When the pipeline's retry policy makes the failed run again." }),
    range: z
      .object({ column: z.string(), from: z.string(), to: z.string() })
      .nullable()
      .meta({ description: "For a backfill: the rows with from <= column < to." }),
    scheduled_for: time.nullable().meta({ description: "Due time of the schedule that started it." }),
  })
  .meta({ id: "Run" });
export type RunView = z.infer<typeof runView>;

export const runExample: RunView = {
  id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
  pipeline_id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  pipeline_name: "orders",
  status: "success",
  cause: "manual",
  retry_of: null,
  undo_of: null,
  undone_by: null,
  can_undo: false,
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
  waiting_since: null,
  waiting_until: null,
  retry_at: null,
  range: null,
  scheduled_for: null,
};

export const triggeredView = z
  .object({
    run_id: z.string().meta({ format: "uuid", description: "Id of the new run." }),
    task_id: z.string().meta({ format: "uuid", description: "The same as `run_id`." }),
    status: z.literal("triggered"),
  })
  .meta({ id: "Triggered" });

export const runSummaryView = runView.omit({ log: true }).meta({ id: "RunSummary" });
export type RunSummary = z.infer<typeof runSummaryView>;

const { log: _log, ...summaryExample } = runExample;
export const runSummaryExample: RunSummary = summaryExample;

const phase = z.object({ phase: z.string(), started_at: time, ended_at: time.nullable() });
export type PhaseView = z.infer<typeof phase>;

export const runDetailView = runView
  .extend({
    phases: z
      .array(phase)
      .readonly()
      .meta({ description: "States that it went through, in order, without the terminal one." }),
    splits: z
      .object({ total: count, extracted: count, loaded: count })
      .nullable()
      .meta({ description: "Splits that are read and loaded completely; null until the run is planned." }),
    batches_loaded: count,
    attempt: count.meta({ description: "Grows when lost work is issued again." }),
    vendor_message: vendorMessage,
  })
  .meta({ id: "RunDetail" });
export type RunDetail = z.infer<typeof runDetailView>;

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
  vendor_message: null,
};

export const splitView = z
  .object({
    split: count,
    first_row: count,
    row_count: count,
    extracted_at: time.nullable().meta({ description: "When the split was read completely." }),
    loaded_row_count: count.meta({ description: "Rows committed in the staging table, or kept as rejects." }),
  })
  .meta({ id: "Split" });
export type SplitView = z.infer<typeof splitView>;

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
    name: z.string().meta({ description: "Name of the message, such as RunPlanned." }),
    message: z.string(),
    occurred_at: time,
  })
  .meta({ id: "RunEvent" });
export type RunEventView = z.infer<typeof eventView>;

export const eventExample: RunEventView = {
  id: 17,
  name: "RunSucceeded",
  message: "succeeded: 3,201 rows",
  occurred_at: "2026-01-31T08:00:04.120Z",
};

const from = z
  .enum(["start", "failure", "destination"])
  .optional()
  .meta({
    description:
      "`start` begins again with a new snapshot and the pipeline's current configuration. `failure` resumes the run with " +
      "its own snapshot and the rows that it had loaded. `destination`, after `sink_rolled_back` or `metadata_rolled_back`, " +
      "accepts the destination as it is: the new run begins where the destination's ledger ends. Default: `start`.",
  });

export type RetryFrom = NonNullable<z.infer<typeof from>>;

export const retryBody = z.strictObject({ from }).meta({ id: "RetryInput" });

export const bulkBody = z
  .strictObject({ action: z.enum(["retry", "cancel"]), run_ids: z.array(z.uuid()).min(1).max(100), from })
  .meta({ id: "BulkInput" });

const bulkResult = z.object({
  run_id: uuid,
  accepted: z.boolean(),
  task_id: z
    .string()
    .nullable()
    .meta({ format: "uuid", description: "For a retry the new run; `run_id` is the one that was named." }),
  code: z.string().nullable().meta({ description: "Code of the refusal." }),
  detail: z.string().nullable(),
});

export type BulkResult = z.output<typeof bulkResult>;

export const bulkView = z.object({ results: z.array(bulkResult) }).meta({ id: "BulkResults" });
