import type { ColumnType, Generated, JSONColumnType } from "kysely";

import type { LastEvent } from "@datamantri/bus";
import type { CursorRange, DueTime, Verification, Watermark } from "@datamantri/contracts";
import type {
  Mode,
  OccurrenceReason,
  OccurrenceStatus,
  PipelineConfiguration,
  PipelineEstimate,
  ReplacedCells,
  RunConfiguration,
  TypeReport,
} from "@datamantri/api";

import type { RunPlan, SourceStatistics } from "../runs/run-plan.ts";
import type { RunState } from "../runs/steps/state-machine.ts";
import type { ConnectionsTable } from "./connection-tables.ts";
import type { PipelineVersionsTable, RequestsTable } from "./history-tables.ts";
import type {
  ApiKeysTable,
  AuditHeadTable,
  AuditLogTable,
  LoginAttemptsTable,
  SessionsTable,
  UsersTable,
} from "./identity-tables.ts";
import type { WebhookAttemptsTable, WebhookDeliveriesTable, WebhooksTable } from "./webhook-tables.ts";

/** Set by default, never changed. */
type CreatedAt = ColumnType<Date, never, never>;

export interface PipelinesTable {
  id: Generated<string>;
  /** json, not jsonb: it keeps the order of the fields. */
  configuration: JSONColumnType<PipelineConfiguration>;
  /** Computed from the configuration, like the ids of the connections. */
  name: ColumnType<string, never, never>;
  source_connection_id: ColumnType<string | null, never, never>;
  destination_connection_id: ColumnType<string | null, never, never>;
  /** Sealed JSON of `PipelineSecrets`. */
  secrets: Buffer;
  /** From the last planned run; before the first one, from the inspection at creation. */
  type_report: ColumnType<TypeReport | null, string | null, string | null>;
  /** When the current schedule took effect: the pipeline was created, resumed or changed. */
  scheduled_since: Generated<Date>;
  /** See migrations/0009-schedule-version.sql. */
  schedule_version: Generated<number>;
  /** Every due time before this has its row in occurrences. */
  checked_until: Generated<Date>;
  is_active: Generated<boolean>;
  version: Generated<number>;
  /** The source and the cost of a run, as estimated when the pipeline was created. */
  estimate: ColumnType<PipelineEstimate | null, string | null, string | null>;
  /** How far the pipeline's runs have read. */
  watermark: ColumnType<Watermark | null, never, string | null>;
  /** Version of the source in the last successful run; null if unknown. */
  source_version: string | null;
  /** The pipeline's version in that run: after a change of the configuration the source is read again. */
  source_version_by: number | null;
  /** See migrations/0015-followed-runs.sql. */
  accepted_over: string | null;
  accepted_run_id: string | null;
  /** See migrations/0014-undo.sql. */
  undoable_run_ids: Generated<string[]>;
  created_by: string;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
  archived_at: Date | null;
}

/** See migrations/0007-vendor-messages.sql. */
export interface RunVendorMessagesTable {
  run_id: string;
  step: string;
  message: string;
  received_at: Generated<Date>;
}

export interface OccurrencesTable {
  pipeline_id: string;
  scheduled_for: Date;
  status: OccurrenceStatus;
  reason: OccurrenceReason | null;
  clock_change: DueTime["clock_change"];
  recorded_at: Generated<Date>;
}

/** See migrations/0008-early-ticks.sql. */
export interface EarlyTicksTable {
  pipeline_id: string;
  scheduled_for: Date;
  version: Generated<number>;
}

export interface RunsTable {
  id: string;
  pipeline_id: string;
  state: RunState;
  cause: string;
  triggered_by: string;
  scheduled_for: Date | null;
  /** The pipeline's configuration when the run was admitted, with its connections' fields at that time. */
  configuration: JSONColumnType<RunConfiguration>;
  /** Computed from the configuration. */
  mode: ColumnType<Mode, never, never>;
  plan: ColumnType<RunPlan | null, string | undefined, string>;
  /** Rows of the snapshot; null until planned. */
  row_count: number | null;
  /** Rows committed in the staging table. */
  loaded_row_count: Generated<number>;
  /** Rows that a backfill reads again. */
  range: ColumnType<CursorRange | null, string | null, never>;
  /** Rows committed in the destination's rejects instead. */
  rejected_row_count: Generated<number>;
  /** Rejects that were replayed. */
  replayed_row_count: Generated<number>;
  /** The pipeline's watermark when the run began. */
  watermark: ColumnType<Watermark | null, never, string>;
  /** See migrations/0015-followed-runs.sql. */
  follows_run_id: ColumnType<string | null, never, string | null>;
  /** Version of the pipeline whose configuration the run has. */
  pipeline_version: number | null;
  /** Version of the source that this run read. */
  source_version: string | null;
  /** The run is skipped when the source has this version; null: never. */
  skip_version: ColumnType<string | null, never, string>;
  /** For a full verification; null until an extractor computed them. */
  source_statistics: ColumnType<SourceStatistics | null, never, string>;
  /** Result of finalize's comparison; null until then. */
  verification: ColumnType<Verification | null, never, string>;
  /** Counts re-issues; part of the tasks' message ids. */
  attempt: Generated<number>;
  /**
   * Bytes that its query would bill at most according to the dry run, and bytes billed; 0 for a table read, null until
   * planned.
   */
  bytes_estimated: number | null;
  bytes_billed: number | null;
  cost_usd: number | null;
  error_code: string | null;
  error_message: string | null;
  waiting_reason: string | null;
  /** Error code of the last reason to wait; meaningless for a run that does not wait. */
  waiting_code: string | null;
  /** Since when it waits for its source or destination; null while it waits for a part of the product. */
  waiting_since: Date | null;
  /** When its worker last reported that it waits; and for how long it had waited then. */
  waiting_at: Date | null;
  waited_ms: Generated<number>;
  /** When the retry policy makes the failed run again. */
  retry_at: Date | null;
  /** Retries in a row that the policy has made, up to this run. */
  automatic_retries: Generated<number>;
  /** Time at which it entered each state after queued, RFC 3339. */
  phase_times: ColumnType<Partial<Record<RunState, string>>, never, string>;
  loaded_batch_count: Generated<number>;
  /** The run that it retries. */
  retry_of: string | null;
  /** The run that it undoes. */
  undo_of: string | null;
  /** A failed run can be resumed until then, and its loaded rows are kept; null: it cannot be resumed. */
  resumable_until: ColumnType<Date | null, never, Date | null>;
  /**
   * Rows that `retry_of` had loaded or rejected and that this run does not read again; null: it started from scratch.
   */
  resumed_row_count: ColumnType<number | null, never, never>;
  /**
   * Failed runs, oldest first, under whose ids the destination may hold those rows; empty once this run is prepared.
   */
  resumed_run_ids: ColumnType<string[], never, string[]>;
  /** The run that made the plan, if it was another. */
  planned_by: ColumnType<string | null, never, never>;
  /** Attempt of the replay that no loader has answered; null: none. */
  replay_attempt: number | null;
  /** How often it was issued again since it was requested. */
  replay_reissues: Generated<number>;
  /** Who ended it while it was finalizing. */
  abandoned_by: string | null;
  created_at: CreatedAt;
  /** When it was abandoned, until the ledger has answered. */
  ended_at: Date | null;
  progress_at: Generated<Date>;
  /** See migrations/0016-reconciling.sql. */
  reported_at: Date | null;
}

export interface RunSplitsTable {
  run_id: string;
  split: number;
  first_row: number;
  row_count: number;
  extracted_at: Date | null;
  /** Stored when the run ends, because its batches are deleted; null before. */
  loaded_row_count: number | null;
  /** Reported by the extractor that read the split completely; null when no cell was changed. */
  replaced: ColumnType<readonly ReplacedCells[] | null, undefined, string | null>;
}

export interface RunBatchesTable {
  run_id: string;
  split: number;
  sequence: number;
  part: number;
  row_count: number;
  rejected_count: Generated<number>;
}

export interface RunEventsTable {
  id: Generated<number>;
  run_id: string;
  event_id: string;
  name: string;
  /** Line of the run's log. */
  message: string;
  occurred_at: Date;
}

export interface OutboxTable {
  id: Generated<number>;
  /** The run that the message belongs to, if any. */
  run_id: string | null;
  subject: string;
  message_id: string;
  headers: JSONColumnType<Record<string, string>>;
  payload: Buffer;
  created_at: CreatedAt;
}

export interface StreamsTable {
  name: string;
  /** Time at which the broker created the stream. A different time means that its content was lost. */
  created: string;
}

/** See migrations/0013-generation.sql. */
export interface GenerationTable {
  number: number;
  epoch: number;
  last_event: ColumnType<LastEvent | null, never, string>;
  rolled_back_at: Date | null;
}

export interface Database {
  users: UsersTable;
  sessions: SessionsTable;
  api_keys: ApiKeysTable;
  login_attempts: LoginAttemptsTable;
  audit_log: AuditLogTable;
  audit_head: AuditHeadTable;
  connections: ConnectionsTable;
  pipelines: PipelinesTable;
  pipeline_versions: PipelineVersionsTable;
  requests: RequestsTable;
  occurrences: OccurrencesTable;
  early_ticks: EarlyTicksTable;
  runs: RunsTable;
  run_splits: RunSplitsTable;
  run_batches: RunBatchesTable;
  run_events: RunEventsTable;
  run_vendor_messages: RunVendorMessagesTable;
  outbox: OutboxTable;
  streams: StreamsTable;
  generation: GenerationTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  webhook_attempts: WebhookAttemptsTable;
}
