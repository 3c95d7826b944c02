/**
 * What can be asked by request and reply: JSON on core NATS, subject `<service>.<operation>`, answered by any one
 * instance of that service. Views are snake_case because the gateway hands them out as they are.
 */

import type {
  ConnectionCheck,
  DestinationAccessRequest,
  DestinationBrowseRequest,
  DestinationListing,
} from "./connection-checks.ts";
import type { ConnectionsApi } from "./connections-api.ts";
import type { PipelineEstimate } from "./extractor-api.ts";
import type { IdentityApi } from "./identity-api.ts";
import type { Mapping, TypeReport } from "./mapping.ts";
import type { CursorRange, Watermark } from "./messages.ts";
import type { WebhooksApi } from "./webhooks-api.ts";

/** What finalize does with the target; docs/write-modes.md has each. */
export type WriteMode = "append" | "replace" | "merge" | "mirror" | "history";

/** Whether a mode leaves rows alone which a run does not have. */
export function addsRows(mode: WriteMode): boolean {
  return mode === "append" || mode === "merge";
}

/** `batch` and `stream` leave the write mode to the destination; `stream` runs every few seconds, by increments. */
export type Mode = WriteMode | "batch" | "stream";

/** Seconds between the runs of a stream that says nothing else. */
export const defaultIntervalSeconds = 10;

/** `append` unless something else was asked for: it never destroys what is there. */
export function toWriteMode(mode: Mode, { write_mode }: Pick<DestinationConfig, "write_mode">): WriteMode {
  return mode === "batch" || mode === "stream" ? (write_mode ?? "append") : mode;
}

/** The BigQuery side of a pipeline: `table` or `query`. */
export interface SourceConfig {
  /** The stored connection that project, endpoint, impersonation and credentials are from. */
  readonly connection_id?: string | undefined;
  /** Project that runs and pays for jobs; it also holds the table unless `data_project` says otherwise. */
  readonly project: string;
  readonly dataset?: string | undefined;
  readonly table?: string | undefined;
  readonly query?: string | undefined;
  readonly data_project?: string | undefined;
  readonly location?: string | undefined;
  /** Address of a BigQuery stand-in. Google's own credentials of the extractor are never sent there. */
  readonly api_endpoint?: string | undefined;
  /** Most bytes that a query job may bill; decimal text. The extractor's MAXIMUM_BYTES_BILLED unless said. */
  readonly maximum_bytes_billed?: string | undefined;
  /** A view or an external table may be read, by a query that BigQuery bills. A query and increments need no leave. */
  readonly allow_query_billing?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /**
   * Column that grows with every change of a row: tells which of several rows with one key is the latest, and from
   * where an incremental run goes on.
   */
  readonly cursor_column?: string | undefined;
  /** `incremental` reads rows whose cursor is beyond what was read before; everything, unless said. */
  readonly read?: "full" | "incremental" | undefined;
  /**
   * A run of a table that has not changed since the last successful one is skipped. Unless said: scheduled runs are, but
   * not full reads that append; with `true` runs on demand are too.
   */
  readonly skip_unchanged?: boolean | undefined;
  /** Of mode `stream`: seconds between runs. */
  readonly interval_seconds?: number | undefined;
  /** An incremental run reads again the rows of so many seconds before: for rows that arrive late. */
  readonly lookback_seconds?: number | undefined;
  /** E-mail address of a service account to act as. */
  readonly impersonate_service_account?: string | undefined;
}

/** What a guard does: the run fails before the target is touched, or goes on and says so, or goes on. */
export type GuardPolicy = "stop" | "warn" | "allow";

/** Looked at before a whole snapshot takes the place of an earlier one; `stop` unless said. */
export interface Guards {
  /** No rows, where the target has some. */
  readonly empty?: GuardPolicy | undefined;
  /** Far fewer rows than the run before. */
  readonly shrink?: GuardPolicy | undefined;
  /** Share of rows, 0 to 1, whose loss is far fewer; 0.5 unless said. */
  readonly shrink_threshold?: number | undefined;
  /** A column that is NULL in every row, where the target has values. */
  readonly all_null?: GuardPolicy | undefined;
}

/**
 * How a run proves that its rows arrived; docs/certificate.md. `counts` costs nothing, `full` compares every value by a
 * billed query.
 */
export type CertificateLevel = "none" | "counts" | "full";

/** The PostgreSQL side of a pipeline. */
export interface DestinationConfig {
  /** The stored connection that host, port, database, user, TLS and password are from. */
  readonly connection_id?: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly schema: string;
  readonly table: string;
  readonly ssl_mode?: "disable" | "require" | "verify-full" | undefined;
  /** What a run with mode `batch` or `stream` does to the target; `append` unless said. */
  readonly write_mode?: WriteMode | undefined;
  /** Columns that identify a row; for merge, mirror and history. */
  readonly key?: readonly string[] | undefined;
  /** How replace does it: `auto` (unless said) swaps tables where everything stays as it was, and else replaces rows. */
  readonly replace_by?: "auto" | "swap" | "in_place" | undefined;
  /** What mirror does with rows that are gone: remove them, or say in `_deleted_at` since when. Removed unless said. */
  readonly delete_mode?: "hard" | "soft" | undefined;
  readonly guards?: Guards | undefined;
  /**
   * What happens when the source's columns have changed since the run before: the target follows, the run fails (unless
   * said otherwise), or new columns are left out.
   */
  readonly schema_drift?: "evolve" | "freeze" | "ignore_new" | undefined;
  /** `counts` unless said. */
  readonly certificate?: CertificateLevel | undefined;
  readonly rejects?: RejectLimits | undefined;
}

/** Up to where a run goes on without rows that cannot be loaded; without it, none may be missing. */
export interface RejectLimits {
  readonly max_rows?: number | undefined;
  /** Share of the snapshot's rows, 0 to 1. */
  readonly max_share?: number | undefined;
}

/**
 * Write-only parts of the configurations: kept sealed, never in a view, a message, a log or an error. In a change, what
 * is left out stays and null removes.
 */
export interface PipelineSecrets {
  /** A credentials file as Google hands it out (service account, workload identity federation, ...), as JSON text. */
  readonly source_credentials?: string | null | undefined;
  readonly destination_password?: string | null | undefined;
  /** Key of the masks `hmac` and salted `sha256`. */
  readonly mask_key?: string | null | undefined;
}

/** A source as a pipeline has it: with `connection_id` it has nothing of what the connection says. */
export type PipelineSource = Loose<SourceConfig, "project">;

/** A destination as a pipeline has it: with `connection_id` it has nothing of what the connection says. */
export type PipelineDestination = Loose<DestinationConfig, "host" | "port" | "database" | "user">;

/** With fields that need not be there. */
export type Loose<Config, Field extends keyof Config> = Omit<Config, Field> & {
  readonly [Name in Field]?: Config[Name] | undefined;
};

export interface PipelineInput {
  readonly name: string;
  readonly description: string | null;
  readonly source_type: string;
  readonly source_config: PipelineSource;
  readonly destination_type: string;
  readonly destination_config: PipelineDestination;
  readonly mode: Mode;
  /** Cron; null when the pipeline runs on demand only. */
  readonly schedule: string | null;
  /** IANA time zone of the schedule. */
  readonly timezone: string;
  /** Rows per batch at most; the planner takes fewer when rows are wide. */
  readonly batch_size: number | null;
  /** Null and absent map every column as docs/types.md says. */
  readonly mapping?: Mapping | null | undefined;
  /** Null and absent are `none`. */
  readonly catch_up?: CatchUp | null | undefined;
}

export const catchUpPolicies = ["none", "last", "all"] as const;

/** Seconds back from now within which occurrences are caught up, unless said. */
export const defaultCatchUpSeconds = 86_400;

/** What becomes of occurrences that nobody fired, because the schedulers were away; docs/schedules.md. */
export interface CatchUp {
  /** Nothing; one run for the latest of them; a run for each. */
  readonly policy: (typeof catchUpPolicies)[number];
  /** Older ones are left. */
  readonly window_seconds: number;
}

export interface PipelineView extends PipelineInput {
  readonly catch_up: CatchUp | null;
  readonly mapping: Mapping | null;
  readonly id: string;
  readonly is_active: boolean;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export type RunStatus = "queued" | "running" | "success" | "failed" | "cancelled";

export interface RunView {
  readonly id: string;
  readonly pipeline_id: string;
  readonly pipeline_name: string;
  readonly status: RunStatus;
  /** Why there is a run: schedule, manual, api, retry or backfill. */
  readonly cause: string;
  /** Id of the run that this one repeats. */
  readonly retry_of: string | null;
  /** RFC 3339, UTC. */
  readonly start_time: string;
  readonly end_time: string | null;
  readonly triggered_by: string;
  /** Rows committed in the destination so far. */
  readonly records_processed: number;
  /** Rows that are in the destination's rejects instead. */
  readonly rejected_count: number;
  /** Rejects of it that were loaded since. */
  readonly replayed_count: number;
  readonly error_message: string | null;
  /** One line per event, oldest first. */
  readonly log: string;
  /** Rows of the snapshot; null until it is planned. */
  readonly records_total: number | null;
  /** What the dry run said that its query would bill at most; 0 for a table read, null until planned. */
  readonly bytes_estimated: number | null;
  /** What its query billed. */
  readonly bytes_billed: number | null;
  /** Of the bytes billed, at the price that the extractor is configured with. */
  readonly cost_usd: number | null;
  /** The state machine's state: queued, planning, preparing, loading, finalizing, skipped, ... */
  readonly phase: string;
  /** Error code of docs/errors.md, when it failed. */
  readonly error_code: string | null;
  /** Why it is not going on at the moment, when it is not. */
  readonly waiting_reason: string | null;
  /** Of a backfill: the rows that it reads, from <= column < to. */
  readonly range: CursorRange | null;
  readonly scheduled_for: string | null;
  /** Values that PostgreSQL cannot hold, and what was made of them. */
  readonly altered_cells: readonly AlteredCells[];
}

/** Cells of one column that were changed by the policy `unrepresentable` of the pipeline. */
export interface AlteredCells {
  readonly column: string;
  readonly policy: "replace" | "null";
  readonly cell_count: number;
}

/** One field that an applied file changes; null where there is nothing. */
export interface FieldChange {
  /** Path, such as `destination_config.table`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What became, or would become, of a pipeline by its name. */
export interface AppliedPipeline {
  readonly action: "created" | "updated" | "unchanged";
  readonly changes: readonly FieldChange[];
  /** Null when it would be created. */
  readonly pipeline: PipelineView | null;
}

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

/** A run in a list of many. */
export type RunSummary = Omit<RunView, "log">;

/** A run with how far each part of it is. */
export interface RunDetail extends RunView {
  /** The states it was in, in order, without its end. */
  readonly phases: readonly PhaseView[];
  /** Null until it is planned. */
  readonly splits: { readonly total: number; readonly extracted: number; readonly loaded: number } | null;
  readonly batches_loaded: number;
  /** Grows when lost work is issued again. */
  readonly attempt: number;
}

export interface PhaseView {
  readonly phase: string;
  /** RFC 3339, UTC. */
  readonly started_at: string;
  /** Null while it is in it. */
  readonly ended_at: string | null;
}

export interface SplitView {
  readonly split: number;
  readonly first_row: number;
  readonly row_count: number;
  /** Null until it was read to its end. */
  readonly extracted_at: string | null;
  /** Rows that are through: committed in the staging table, or kept as rejects. */
  readonly loaded_row_count: number;
}

/** A line of a run's log. */
export interface RunEventView {
  readonly id: number;
  /** Of the message, such as RunPlanned. */
  readonly name: string;
  readonly message: string;
  readonly occurred_at: string;
}

/** Some of a list; the rest begins after `next_cursor`. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null at the end of the list. */
  readonly next_cursor: string | null;
}

/** Which part of a list: at most so many, after a cursor that the list gave. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface PipelineFilter {
  readonly status?: "active" | "paused" | undefined;
  readonly mode?: Mode | undefined;
  /** Part of the name or the description, without regard to case. */
  readonly q?: string | undefined;
}

export interface RunFilter {
  readonly pipeline_id?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly cause?: string | undefined;
  /** RFC 3339: made then or later. */
  readonly since?: string | undefined;
  /** RFC 3339: made before. */
  readonly until?: string | undefined;
}

/** How one column was compared. Statistics are digests, equal on both sides; null where a statistic is not compared. */
export interface CertifiedColumn {
  readonly name: string;
  readonly type: string;
  readonly compared: "values" | "nulls";
  /** Why not by value. */
  readonly reason: string | null;
  readonly null_count: number;
  readonly min: string | null;
  readonly max: string | null;
  readonly sum: string | null;
  readonly hash: string | null;
}

/** What a successful run compared before its rows moved. Everything in it agreed, or the run would have failed. */
export interface CertificateView {
  readonly run_id: string;
  readonly level: CertificateLevel;
  /** Of the snapshot; RFC 3339, UTC. */
  readonly snapshot_taken_at: string;
  readonly rows: {
    /** BigQuery's own count of the snapshot. */
    readonly source: number;
    /** Counted by BigQuery again, in the query of a full certificate. */
    readonly source_query: number | null;
    /** As extractors read and loaders reported batch by batch. */
    readonly manifest: number;
    /** As the ledger in the destination lists, batch by batch. */
    readonly ledger: number;
    /** Kept beside the ledger instead of being loaded. */
    readonly rejected: number;
    /** Counted in the staging table before the move. */
    readonly staged: number;
  };
  /** What the move did, by PostgreSQL's own count. */
  readonly target: { readonly inserted: number; readonly updated: number; readonly deleted: number };
  /** Over the text of every row, in any order; null without a full certificate. */
  readonly rows_hash: string | null;
  /** Empty without a full certificate, and when rows were rejected: the source's statistics are of all rows. */
  readonly columns: readonly CertifiedColumn[];
  readonly job_id: string | null;
  readonly bytes_billed: number;
}

/** Everything an extractor needs to read a run's source. */
export interface RunSource {
  readonly config: SourceConfig;
  /** From where an incremental run goes on; null reads everything. */
  readonly watermark: Watermark | null;
  /** As `PipelineSecrets.source_credentials`. */
  readonly credentials: string | null;
  /** As it was when the run was admitted. */
  readonly mapping: Mapping | null;
  /** As `PipelineSecrets.mask_key`. */
  readonly mask_key: string | null;
  /** With which this run's statistics are digested; the same for its source and its destination. */
  readonly certificate_key: string;
}

/** Everything a loader needs to write a run's rows. */
export interface RunDestination {
  readonly config: DestinationConfig;
  readonly password: string | null;
  readonly write_mode: WriteMode;
  readonly cursor_column: string | null;
  /** See RunSource. */
  readonly certificate_key: string;
}

/** Operation → [request, reply]. A failed operation replies with an error's code and message. */
export interface RegistryApi extends IdentityApi, WebhooksApi, ConnectionsApi {
  /** `id`: what a repeated request derives alike, so that it makes no second pipeline. */
  "pipelines.create": [
    {
      id?: string | undefined;
      pipeline: PipelineInput;
      secrets: PipelineSecrets;
      requested_by: string;
      estimate?: PipelineEstimate;
    },
    PipelineView,
  ];
  "pipelines.list": [PageRequest & PipelineFilter, Page<PipelineView>];
  "pipelines.get": [{ id: string }, PipelineView];
  "pipelines.estimate": [{ id: string }, PipelineEstimate];
  /** Made by the last run that was planned, or when the pipeline was made; null when its source was not seen yet. */
  "pipelines.type_report": [{ id: string }, TypeReport | null];
  "pipelines.archive": [{ id: string; requested_by: string }, PipelineView];
  /** `version`: the one that the change was made to; null replaces any. */
  "pipelines.replace": [
    {
      id: string;
      version: number | null;
      pipeline: PipelineInput;
      secrets: PipelineSecrets;
      requested_by: string;
      estimate?: PipelineEstimate | undefined;
    },
    PipelineView,
  ];
  /** Makes the pipeline of this name be like this, or tells what that would change. */
  "pipelines.apply": [
    {
      pipeline: PipelineInput;
      secrets: PipelineSecrets;
      requested_by: string;
      dry_run: boolean;
      estimate?: PipelineEstimate | undefined;
    },
    AppliedPipeline,
  ];
  "pipelines.get_by_name": [{ name: string }, PipelineView];
  "pipelines.set_active": [{ id: string; is_active: boolean; requested_by: string }, PipelineView];
  /** The copy is paused. Without a name it gets one of its own. `copy_id` as the `id` of `pipelines.create`. */
  "pipelines.duplicate": [
    { id: string; copy_id?: string | undefined; name?: string | undefined; requested_by: string },
    PipelineView,
  ];
  /** Also of an archived pipeline. */
  "runs.list": [PageRequest & { pipeline_id: string }, Page<RunView>];
  /** Newest first; also of an archived pipeline. */
  "pipelines.occurrences": [PageRequest & { id: string; status?: OccurrenceStatus | undefined }, Page<OccurrenceView>];
  "runs.search": [PageRequest & RunFilter, Page<RunSummary>];
  "runs.get": [{ id: string }, RunDetail];
  "runs.certificate": [{ id: string }, CertificateView];
  "runs.splits": [PageRequest & { id: string }, Page<SplitView>];
  "runs.events": [PageRequest & { id: string }, Page<RunEventView>];
  /** Makes run `run_id`, which repeats run `id` with the pipeline's present configuration. */
  "runs.retry": [{ id: string; run_id: string; requested_by: string }, RunView];
  /** Has the rejects of a finished run loaded, if no other run of the pipeline is open. */
  "runs.replay": [{ id: string; requested_by: string }, RunView];
  "runs.source": [{ run_id: string }, RunSource];
  "runs.destination": [{ run_id: string }, RunDestination];
}

/** Rows of a run that are in the destination's rejects, by what is wrong with them. */
export interface RejectsView {
  readonly run_id: string;
  readonly rejected_count: number;
  /** Where the rows themselves are: this view has no values. Null when there are none. */
  readonly kept_in: string | null;
  /** Most frequent first, 100 at most. */
  readonly reasons: readonly RejectReason[];
}

export interface RejectReason {
  readonly reason: string;
  /** Null when the extractor rejected the rows, before PostgreSQL saw them. */
  readonly sqlstate: string | null;
  readonly columns: readonly string[];
  readonly row_count: number;
  /** Of these rows, those that were loaded since. */
  readonly replayed_count: number;
  /** The first 100, of the snapshot, from 0. */
  readonly row_numbers: readonly number[];
}

export interface LoaderApi {
  check_destination: [DestinationAccessRequest, readonly ConnectionCheck[]];
  /** Reads no more than a few rows. @throws PipelineError as PostgreSQL's answers say. */
  browse_destination: [DestinationBrowseRequest, DestinationListing];
  "rejects.list": [{ run_id: string }, RejectsView];
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
