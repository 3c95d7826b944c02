/** What an extractor answers about a source, before any run reads it. */
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
  /** Whether the pipeline has a key for masks that need one. */
  readonly has_mask_key: boolean;
  /** After which the asker no longer listens. */
  readonly timeout_ms: number;
}

export interface ExtractorApi {
  /** Runs nothing and bills nothing. @throws PipelineError as BigQuery's answers say. */
  inspect: [InspectRequest, SourceInspection];
  check_source: [SourceAccessRequest, readonly ConnectionCheck[]];
  /** Reads no more than a few rows, at no cost. @throws PipelineError as BigQuery's answers say. */
  browse: [BrowseRequest, SourceListing];
}
