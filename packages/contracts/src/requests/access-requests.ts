/** Requests to workers to check or browse a server before it is used. */
import type {
  BigQueryConnection,
  DestinationConfig,
  PipelineDestination,
  PipelineSource,
  PostgresConnection,
  SourceConfig,
} from "@datamantri/api";

/** How to reach BigQuery. */
export type SourceAccessConfig = Pick<SourceConfig, keyof BigQueryConnection | "data_project">;

/** How to reach PostgreSQL, and the schema to write to. */
export type DestinationAccessConfig = Pick<DestinationConfig, keyof PostgresConnection | "schema">;

/** The same, or the stored connection that has it. */
export type SourceAccessInput = Pick<PipelineSource, keyof SourceAccessConfig | "connection_id">;
export type DestinationAccessInput = Pick<PipelineDestination, keyof DestinationAccessConfig | "connection_id">;

export interface SourceAccessRequest {
  readonly config: SourceAccessInput;
  /** As `PipelineSecrets.source_credentials`. */
  readonly credentials: string | null;
  /** The pipeline whose stored credentials are used if none are given. */
  readonly pipeline_id?: string | undefined;
  /** After which the asker no longer listens. */
  readonly timeout_ms: number;
}

export interface DestinationAccessRequest {
  readonly config: DestinationAccessInput;
  readonly password: string | null;
  /** The pipeline whose stored password is used if none is given. */
  readonly pipeline_id?: string | undefined;
  /** For each step. */
  readonly timeout_ms: number;
}

export interface BrowseRequest extends SourceAccessRequest {
  /** Lists its tables; without one the datasets are listed. */
  readonly dataset?: string | undefined;
  /** Shows its columns and first rows. */
  readonly table?: string | undefined;
}

export interface DestinationBrowseRequest extends Omit<DestinationAccessRequest, "config"> {
  readonly config: Omit<DestinationAccessInput, "schema">;
  /** Lists its tables; without one the schemas are listed. */
  readonly schema?: string | undefined;
  /** Shows its columns and a few rows. */
  readonly table?: string | undefined;
}
