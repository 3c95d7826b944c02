/**
 * Requests between workers and the registry only, on `secrets.<operation>`, which contain secrets or may quote rows.
 * Each is for certain services (nats-accounts.ts), and none is stored in a stream.
 */
import type { BigQueryConnection, PostgresConnection } from "@datamantri/api";

import type { RunDestination, RunSource } from "../run-access.ts";

/** Operation → [request, reply]. */
export interface SecretsApi {
  "runs.source": [{ run_id: string }, RunSource];
  "runs.destination": [{ run_id: string }, RunDestination];
  "connections.source": [{ id: string }, { config: BigQueryConnection; credentials: string | null }];
  "connections.destination": [{ id: string }, { config: PostgresConnection; password: string | null }];
  /**
   * Secrets of a pipeline while a user edits it. They are returned only for the server that they are bound to, as in a
   * change: a user who may not read a secret must not redirect it. Null when none is stored.
   *
   * @throws PipelineError `not_found`, `request_invalid` for another server.
   */
  "pipelines.source_credentials": [{ id: string; config: BigQueryConnection }, { credentials: string | null }];
  "pipelines.destination_password": [{ id: string; config: PostgresConnection }, { password: string | null }];
  /** What BigQuery or PostgreSQL said of a step of a run, word for word. */
  "runs.vendor_message": [{ run_id: string; step: string; message: string | null }, null];
}

/** Operations that each worker may request. */
export const secretOperations = {
  extractor: ["runs.source", "connections.source", "pipelines.source_credentials", "runs.vendor_message"],
  loader: ["runs.destination", "connections.destination", "pipelines.destination_password", "runs.vendor_message"],
} as const satisfies Partial<Record<string, readonly (keyof SecretsApi)[]>>;

/** First token of their subjects. */
export const secretsSubject = "secrets";
