/** Connections that are kept under a name, so that many pipelines use one and its secret is typed once. */
import type { DestinationConfig, SourceConfig } from "./pipelines.ts";

export type ConnectionKind = "bigquery" | "postgres";

/** What a pipeline's source takes from its connection. */
export type BigQueryConnection = Pick<SourceConfig, "project" | "api_endpoint" | "impersonate_service_account">;

/** What a pipeline's destination takes from its connection. */
export type PostgresConnection = Pick<DestinationConfig, "host" | "port" | "database" | "user" | "ssl_mode">;

export type ConnectionInput =
  | { readonly name: string; readonly kind: "bigquery"; readonly config: BigQueryConnection }
  | { readonly name: string; readonly kind: "postgres"; readonly config: PostgresConnection };

/** Without its secret, which nobody is shown. */
export type ConnectionView = ConnectionInput & {
  readonly id: string;
  /** Grows with every change. */
  readonly version: number;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string;
};

/** What the registry answers about connections. `secret`: credentials or password; left out it stays, null removes it. */
export interface ConnectionsApi {
  /** `id`: what a repeated request derives alike, so that it makes no second one. */
  "connections.create": [
    {
      id?: string | undefined;
      connection: ConnectionInput;
      secret?: string | null | undefined;
      requested_by: string;
    },
    ConnectionView,
  ];
  "connections.list": [Record<string, never>, readonly ConnectionView[]];
  "connections.get": [{ id: string }, ConnectionView];
  /** `version`: the one that the change was made to; null replaces any. */
  "connections.replace": [
    { id: string; version: number | null; connection: ConnectionInput; secret?: string | null | undefined },
    ConnectionView,
  ];
  "connections.delete": [{ id: string }, ConnectionView];
  /** For extractors, secret included. */
  "connections.source": [{ id: string }, { config: BigQueryConnection; credentials: string | null }];
  /** For loaders, secret included. */
  "connections.destination": [{ id: string }, { config: PostgresConnection; password: string | null }];
}
