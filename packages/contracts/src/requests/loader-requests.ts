/** Operations of loaders. */
import type { ConnectionCheck, DestinationListing, RejectsView } from "@datamantri/api";

import type { DestinationAccessRequest, DestinationBrowseRequest } from "./access-requests.ts";

/** Whether a target is what the pipeline's last run left, as far as that is seen without reading it. */
export interface TargetLeft {
  readonly is_left: boolean;
  /** What has happened to it, for people; empty if nothing. */
  readonly reason: string;
}

export interface LoaderApi {
  check_destination: [DestinationAccessRequest, readonly ConnectionCheck[]];
  /** Reads no more than a few rows. @throws PipelineError for PostgreSQL's errors. */
  browse_destination: [DestinationBrowseRequest, DestinationListing];
  /** Of an open run, whose destination is asked. @throws PipelineError for PostgreSQL's errors. */
  check_left: [{ run_id: string; pipeline_id: string }, TargetLeft];
  "rejects.list": [{ run_id: string }, RejectsView];
}
