/** What is told of a run, and what workers are told for it. */

import type { Mapping } from "./mapping.ts";
import type { CursorRange, Watermark } from "./messages.ts";
import type { DestinationConfig, SourceConfig, WriteMode } from "./pipelines.ts";

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
  /** Of a run that goes on from where `retry_of` failed: the rows that it had loaded or rejected. Null: from the start. */
  readonly records_resumed: number | null;
  /** RFC 3339, UTC: until then a retry can go on from where this run failed. Null when none can. */
  readonly resumable_until: string | null;
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
  readonly replaced_cells: readonly ReplacedCells[];
}

/** Cells of one column that were changed by the policy `unrepresentable` of the pipeline. */
export interface ReplacedCells {
  readonly column: string;
  readonly policy: "replace" | "null";
  readonly cell_count: number;
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

/** Where a retry begins: with a new snapshot, or with what the failed run had loaded of its own. */
export type RetryFrom = "start" | "failure";

export interface RunFilter {
  readonly pipeline_id?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly cause?: string | undefined;
  /** Runs that failed with it. */
  readonly error_code?: string | undefined;
  /** RFC 3339: made then or later. */
  readonly since?: string | undefined;
  /** RFC 3339: made before. */
  readonly until?: string | undefined;
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
  readonly digest_key: string;
}

/** Everything a loader needs to write a run's rows. */
export interface RunDestination {
  readonly config: DestinationConfig;
  readonly password: string | null;
  readonly write_mode: WriteMode;
  readonly cursor_column: string | null;
  /** See RunSource. */
  readonly digest_key: string;
}
