import type { Connection, Pipeline } from "../../api/types.ts";
import { fieldAt } from "../../pipeline-fields/fields.ts";
import type { AccessName } from "./connection-draft.ts";

export const kindTexts: Record<Connection["kind"], string> = { bigquery: "BigQuery", postgres: "PostgreSQL" };

/** The row of the pipeline form for the same field. */
export function rowOf(kind: Connection["kind"], name: AccessName) {
  return fieldAt(`${kind === "bigquery" ? "source_config" : "destination_config"}.${name}`)!;
}

/** The server's address. */
export function serverOf({ kind, config }: Connection): string {
  if (kind === "postgres") return `${config.host}:${config.port}/${config.database}`;
  return config.api_endpoint === undefined ? config.project : `${config.project} at ${config.api_endpoint}`;
}

/** The pipelines that use the connection. */
export function usersOf({ id }: Connection, pipelines: readonly Pipeline[]): readonly Pipeline[] {
  return pipelines.filter(
    ({ source_config, destination_config }) =>
      source_config.connection_id === id || destination_config.connection_id === id,
  );
}
