/** Requests to workers to check or browse a server before it is used. */
import type {
  BigQueryConnection,
  DestinationConfig,
  PipelineDestination,
  PipelineSource,
  PostgresConnection,
  SourceConfig,
  WriteMode,
} from "@datamantri/api";

/** Fields that reach BigQuery. */
export type SourceAccessConfig = Pick<SourceConfig, keyof BigQueryConnection | "data_project">;

/** Fields that reach PostgreSQL, and the schema to write to. */
export type DestinationAccessConfig = Pick<DestinationConfig, keyof PostgresConnection | "schema">;

/** The same fields, or a stored connection. */
export type SourceAccessInput = Pick<PipelineSource, keyof SourceAccessConfig | "connection_id">;
export type DestinationAccessInput = Pick<PipelineDestination, keyof DestinationAccessConfig | "connection_id">;

export interface SourceAccessRequest {
  readonly config: SourceAccessInput;
  /** As `PipelineSecrets.source_credentials`. */
  readonly credentials: string | null;
  /** The pipeline whose stored credentials are used if none are given. */
  readonly pipeline_id?: string | undefined;
  /** Time after which the requester no longer waits. */
  readonly timeout_ms: number;
}

export interface DestinationAccessRequest {
  readonly config: DestinationAccessInput;
  readonly password: string | null;
  /** The pipeline whose stored password is used if none is given. */
  readonly pipeline_id?: string | undefined;
  /** Limit for each step. */
  readonly timeout_ms: number;
  /** The table that a pipeline is to write, and how. */
  readonly target?: DestinationTarget | undefined;
}

/** What decides which privileges on the target a write mode needs. */
export type DestinationTarget = { readonly write_mode: WriteMode } & Pick<
  DestinationConfig,
  "table" | "key" | "guards" | "delete_mode" | "deleted_at_column" | "valid_from_column" | "valid_to_column"
>;

export interface BrowseRequest extends SourceAccessRequest {
  /** Lists its tables; without one the datasets are listed. */
  readonly dataset?: string | undefined;
  /** Shows its columns and first rows. */
  readonly table?: string | undefined;
}

export interface DestinationBrowseRequest extends Omit<DestinationAccessRequest, "config" | "target"> {
  readonly config: Omit<DestinationAccessInput, "schema">;
  /** Lists its tables; without one the schemas are listed. */
  readonly schema?: string | undefined;
  /** Shows its columns and a few rows. */
  readonly table?: string | undefined;
}
