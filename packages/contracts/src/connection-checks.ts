/** What workers answer about connections that somebody wants to use: is each step of the way open, and what is there. */
import type { DestinationConfig, Loose, SourceConfig } from "./pipelines.ts";

/** A step on the way to a server; the steps after one that failed are not tried. */
export interface ConnectionCheck {
  readonly check:
    | "dns"
    | "tcp"
    | "tls"
    | "login"
    | "credentials"
    | "datasets"
    | "jobs"
    | "ledger"
    | "schema"
    | "writable";
  readonly ok: boolean;
  /** What was found, for people. */
  readonly message: string;
  /** Of docs/errors.md, when it failed. */
  readonly code: string | null;
}

/** How to reach BigQuery. */
export type SourceAccessConfig = Pick<
  SourceConfig,
  "project" | "data_project" | "api_endpoint" | "impersonate_service_account"
>;

/** How to reach PostgreSQL, and where rows would go. */
export type DestinationAccessConfig = Pick<
  DestinationConfig,
  "host" | "port" | "database" | "user" | "schema" | "ssl_mode"
>;

/** The same, or the stored connection that says it. */
export type SourceAccessInput = Loose<SourceAccessConfig, "project"> & Pick<SourceConfig, "connection_id">;
export type DestinationAccessInput = Loose<DestinationAccessConfig, "host" | "port" | "database" | "user"> &
  Pick<DestinationConfig, "connection_id">;

export interface SourceAccessRequest {
  readonly config: SourceAccessInput;
  /** As `PipelineSecrets.source_credentials`. */
  readonly credentials: string | null;
  /** The pipeline whose stored credentials are used where none are given. */
  readonly pipeline_id?: string | undefined;
  /** After which the asker no longer listens. */
  readonly timeout_ms: number;
}

export interface DestinationAccessRequest {
  readonly config: DestinationAccessInput;
  readonly password: string | null;
  /** The pipeline whose stored password is used where none is given. */
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

/** A column of the source, in BigQuery's words. */
export interface SourceColumnView {
  readonly name: string;
  /** As INFORMATION_SCHEMA.COLUMNS has it: `INT64`, `ARRAY<STRUCT<id INT64, at TIMESTAMP>>`. */
  readonly type: string;
  readonly is_nullable: boolean;
}

/** What there is at a place of BigQuery: of the three lists the one that was asked for. */
export interface SourceListing {
  readonly datasets: readonly string[] | null;
  readonly tables: readonly { readonly name: string; readonly type: string }[] | null;
  readonly table: SourceTableView | null;
  /** False when there is more than is listed. */
  readonly is_complete: boolean;
}

export interface SourceTableView {
  readonly columns: readonly SourceColumnView[];
  /** Null where only a query would tell, as of a view. */
  readonly row_count: number | null;
  /** The first rows, in the order of the columns, as BigQuery writes values; none where only a query would read them. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface DestinationBrowseRequest extends Omit<DestinationAccessRequest, "config"> {
  readonly config: Omit<DestinationAccessInput, "schema">;
  /** Lists its tables; without one the schemas are listed. */
  readonly schema?: string | undefined;
  /** Shows its columns and a few rows. */
  readonly table?: string | undefined;
}

/** What there is at a place of PostgreSQL: of the three lists the one that was asked for. */
export interface DestinationListing {
  readonly schemas: readonly string[] | null;
  readonly tables: readonly { readonly name: string; readonly type: string }[] | null;
  readonly table: DestinationTableView | null;
  /** False when there is more than is listed. */
  readonly is_complete: boolean;
}

export interface DestinationTableView {
  /** Types as PostgreSQL writes them. */
  readonly columns: readonly SourceColumnView[];
  /** As the planner has it; null when it was never counted. */
  readonly row_count_estimate: number | null;
  /** A few rows, in the order of the columns, values as text, long ones cut. */
  readonly rows: readonly (readonly (string | null)[])[];
}
