/** Operations of loaders. */
import type { ConnectionCheck, DestinationListing, RejectsView } from "@datamantri/api";
import type { RolledBackCode } from "@datamantri/api/values";

import type { Watermark } from "../messages.ts";
import type { DestinationAccessRequest, DestinationBrowseRequest } from "./access-requests.ts";

/** Whether a target is what the pipeline's last run left, as far as that is seen without reading it. */
export interface TargetLeft {
  readonly is_left: boolean;
  /** What has happened to it, for people; empty if nothing. */
  readonly reason: string;
  /** An older state of the destination or of the metadata database has come back: the run must not go on. */
  readonly rolled_back?: { readonly code: RolledBackCode; readonly message: string };
}

/** How far a pipeline has come, as a destination's ledger knows. */
export interface LedgerProgress {
  /** The last run that was finalized; null for none. */
  readonly run_id: string | null;
  /** Where the next increment begins; an empty one for none. */
  readonly watermark: Watermark;
  /** The run that left it. */
  readonly watermark_of: string | null;
}

export interface LoaderApi {
  check_destination: [DestinationAccessRequest, readonly ConnectionCheck[]];
  /** Reads no more than a few rows. @throws PipelineError for PostgreSQL's errors. */
  browse_destination: [DestinationBrowseRequest, DestinationListing];
  /** Of an open run, whose destination is asked. @throws PipelineError for PostgreSQL's errors. */
  check_left: [{ run_id: string; pipeline_id: string; follows_run_id?: string }, TargetLeft];
  /** How far the ledger says that the run's pipeline has come in its target. @throws PipelineError for PostgreSQL's errors. */
  read_progress: [{ run_id: string; pipeline_id: string }, LedgerProgress];
  "rejects.list": [{ run_id: string }, RejectsView];
}
