/** What a loader answers by request. */

import type {
  ConnectionCheck,
  DestinationAccessRequest,
  DestinationBrowseRequest,
  DestinationListing,
} from "./connection-checks.ts";

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
