/** Operations of loaders. */
import type { ConnectionCheck, DestinationListing, RejectsView } from "@datamantri/api";

import type { DestinationAccessRequest, DestinationBrowseRequest } from "./access-requests.ts";

export interface LoaderApi {
  check_destination: [DestinationAccessRequest, readonly ConnectionCheck[]];
  /** Reads no more than a few rows. @throws PipelineError for PostgreSQL's errors. */
  browse_destination: [DestinationBrowseRequest, DestinationListing];
  "rejects.list": [{ run_id: string }, RejectsView];
}
