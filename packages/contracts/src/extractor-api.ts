/** What an extractor answers about a source, before any run reads it. */
import type {
  BrowseRequest,
  ConnectionCheck,
  SourceAccessRequest,
  SourceColumnView,
  SourceListing,
} from "./connection-checks.ts";
import type { Mapping, TypeReport } from "./mapping.ts";
import type { PipelineSource } from "./pipelines.ts";

/** What one run asks for; of an incremental pipeline, what every run after the first does. */
export interface CostEstimate {
  readonly read: "table" | "query";
  readonly is_billed: boolean;
  /** Why it is read so. */
  readonly reason: string;
  /** By BigQuery's dry run. */
  readonly bytes_processed: number;
  /** With BigQuery's minimum; at most. */
  readonly bytes_billed: number;
  readonly cost_usd: number;
  readonly price_per_tib_usd: number;
  /** The limit in force: the source's own, else the extractor's. */
  readonly maximum_bytes_billed: number;
}

/** Something that would make a run fail. */
export interface InspectionProblem {
  /** Of docs/errors.md. */
  readonly code: string;
  readonly message: string;
}

export interface SourceInspection {
  readonly columns: readonly SourceColumnView[];
  readonly estimate: CostEstimate;
  /** Null where only running the query would tell. */
  readonly row_count: number | null;
  readonly location: string;
  /** RFC 3339; null for a query. */
  readonly last_modified: string | null;
  readonly type_report: TypeReport;
  readonly problems: readonly InspectionProblem[];
}

export interface InspectRequest {
  readonly source_config: PipelineSource;
  /** As `PipelineSecrets.source_credentials`. */
  readonly credentials: string | null;
  /** The pipeline whose stored credentials are used where none are given. */
  readonly pipeline_id?: string | undefined;
  readonly mapping: Mapping | null;
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

/** A pipeline's estimate as it is shown, and kept with the pipeline when it is made. */
export interface PipelineEstimate {
  /** RFC 3339, UTC. */
  readonly inspected_at: string;
  /** Null when the source could not be inspected: the problems say why. */
  readonly estimate: CostEstimate | null;
  /** At the pace of the schedule; null when runs are on demand, or nothing is estimated. */
  readonly cost_usd_per_day: number | null;
  readonly columns: readonly SourceColumnView[];
  readonly row_count: number | null;
  readonly location: string | null;
  readonly last_modified: string | null;
  /** Null when the source could not be inspected. */
  readonly type_report: TypeReport | null;
  readonly problems: readonly (InspectionProblem & { readonly solution: string })[];
}
