/** Operations of extractors on a source, before any run reads it. */
import type {
  ConnectionCheck,
  CostEstimate,
  InspectionProblem,
  PipelineConfiguration,
  SourceColumnView,
  SourceListing,
  TypeReport,
} from "@datamantri/api";

import type { BrowseRequest, SourceAccessRequest } from "./access-requests.ts";

export interface SourceInspection {
  readonly columns: readonly SourceColumnView[];
  readonly estimate: CostEstimate;
  /** Null if only the query could count them. */
  readonly row_count: number | null;
  readonly location: string;
  /** RFC 3339; null for a query. */
  readonly last_modified: string | null;
  readonly type_report: TypeReport;
  readonly problems: readonly InspectionProblem[];
}

interface InspectRequest {
  readonly configuration: PipelineConfiguration;
  /** As `PipelineSecrets.source_credentials`. */
  readonly credentials: string | null;
  /** The pipeline whose stored credentials are used if none are given. */
  readonly pipeline_id?: string | undefined;
  /** True if the pipeline has a key for masks that need one. */
  readonly has_mask_key: boolean;
  /** Time after which the requester no longer waits. */
  readonly timeout_ms: number;
}

export interface ExtractorApi {
  /** Runs nothing and bills nothing. @throws PipelineError for BigQuery's errors. */
  inspect: [InspectRequest, SourceInspection];
  check_source: [SourceAccessRequest, readonly ConnectionCheck[]];
  /** Reads no more than a few rows, at no cost. @throws PipelineError for BigQuery's errors. */
  browse: [BrowseRequest, SourceListing];
}
