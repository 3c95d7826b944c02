/** The proof that a run's rows arrived; docs/verification.md. */

import type { VerificationLevel } from "./pipelines.ts";

/** How one column was compared. Statistics are digests, equal on both sides; null where a statistic is not compared. */
export interface VerifiedColumn {
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
export interface VerificationReport {
  readonly run_id: string;
  readonly level: VerificationLevel;
  /** Of the snapshot; RFC 3339, UTC. */
  readonly snapshot_taken_at: string;
  readonly rows: {
    /** BigQuery's own count of the snapshot. */
    readonly source: number;
    /** Counted by BigQuery again, in the query of a full verification. */
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
  /** Over the text of every row, in any order; null without a full verification. */
  readonly rows_hash: string | null;
  /** Empty without a full verification, and when rows were rejected: the source's statistics are of all rows. */
  readonly columns: readonly VerifiedColumn[];
  readonly job_id: string | null;
  readonly bytes_billed: number;
}
