/** What a pipeline is: its two sides, how it writes and when it runs. */

import type { Mapping } from "./mapping.ts";

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
 * How a run proves that its rows arrived; docs/verification.md. `counts` costs nothing, `full` compares every value by a
 * billed query.
 */
export type VerificationLevel = "none" | "counts" | "full";

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
  readonly verification?: VerificationLevel | undefined;
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

export interface PipelineFilter {
  readonly status?: "active" | "paused" | undefined;
  readonly mode?: Mode | undefined;
  /** Part of the name or the description, without regard to case. */
  readonly q?: string | undefined;
}

/** One field that a change gives another value; null where there is nothing. */
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
