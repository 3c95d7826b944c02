/** Resolves the connections that pipelines and runs name. */
import { sql } from "kysely";

import type { SecretsApi } from "@datamantri/contracts";
import type {
  BigQueryConnection,
  ConnectionKind,
  DestinationConfig,
  PipelineDestination,
  PipelineConfiguration,
  PipelineSource,
  RunConfiguration,
  PostgresConnection,
  SourceConfig,
} from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { notFound } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { neededAgain, release, secretMoved, type BoundSecret } from "../secrets/bound-secret.ts";
import type { Connection, ConnectionSecret } from "./connections.ts";

/**
 * Locks the connections: none is deleted or changed until the transaction ends.
 *
 * @throws PipelineError `request_invalid` for a connection that does not exist or is of the other kind.
 */
export async function holdConnections(
  tx: Tx,
  { source_config, destination_config }: PipelineConfiguration,
): Promise<void> {
  for (const [field, id, kind] of [
    ["source_config", source_config.connection_id, "bigquery"],
    ["destination_config", destination_config.connection_id, "postgres"],
  ] as const) {
    if (id === undefined) continue;
    const query = tx.selectFrom("connections").select("kind").where("id", "=", id).where("archived_at", "is", null);
    const connection = await query.forShare().executeTakeFirst();
    if (connection?.kind === kind) continue;
    const problem = connection ? `is of kind ${connection.kind}, not ${kind}` : `no connection has the id ${id}`;
    throw new PipelineError("request_invalid", `${field}.connection_id: ${problem}`);
  }
}

/** Merges the current fields of the connections into the configurations, in the order given. */
export async function resolveConfigurations(
  db: Db,
  all: readonly PipelineConfiguration[],
): Promise<readonly RunConfiguration[]> {
  const ids = all.flatMap(({ source_config, destination_config }) => [
    source_config.connection_id,
    destination_config.connection_id,
  ]);
  const connections = await findConnections(
    db,
    ids.filter((id) => id !== undefined),
  );
  const configOf = (id: string | undefined) => (id === undefined ? undefined : connections.get(id)!.config);
  // A configuration without connection is complete: the gateway has validated it.
  return all.map(({ source_config: source, destination_config: destination, ...rest }) => ({
    ...rest,
    source_config: {
      ...(source as SourceConfig & PipelineSource),
      ...(configOf(source.connection_id) as BigQueryConnection),
    },
    destination_config: {
      ...(destination as DestinationConfig & PipelineDestination),
      ...(configOf(destination.connection_id) as PostgresConnection),
    },
  }));
}

/**
 * Returns the current secret for a run: of the connection that its configuration names, otherwise of the pipeline.
 *
 * @throws PipelineError `connection_moved` when the secret is bound to another server than the run uses.
 */
export async function secretForRun(
  db: Db,
  sealer: Sealer,
  kind: ConnectionKind,
  config: SourceConfig | DestinationConfig,
  pipeline: {
    readonly own: BoundSecret | undefined;
    /** The same side of the current pipeline. */
    readonly present: PipelineSource | PipelineDestination;
  },
): Promise<string | null> {
  const connection = await findConnection(db, config.connection_id);
  if (connection === undefined) {
    const moved = secretMoved("the pipeline");
    // The pipeline's own secret was deleted when it began to use a connection.
    if (pipeline.present.connection_id !== undefined) throw moved(["connection_id"]);
    return release(pipeline.own, kind, config, moved);
  }
  return release(openSecret(sealer, connection), kind, config, secretMoved(`the connection "${connection.name}"`));
}

/** For the extractor that tests the connection or reads from it. @throws PipelineError `not_found` */
export async function getConnectionSource(
  db: Db,
  sealer: Sealer,
  id: string,
): Promise<SecretsApi["connections.source"][1]> {
  const connection = await findLive(db, id, "bigquery");
  return { config: connection.config as BigQueryConnection, credentials: releaseOwn(sealer, connection) };
}

/** For the loader that tests the connection. @throws PipelineError `not_found` */
export async function getConnectionDestination(
  db: Db,
  sealer: Sealer,
  id: string,
): Promise<SecretsApi["connections.destination"][1]> {
  const connection = await findLive(db, id, "postgres");
  return { config: connection.config as PostgresConnection, password: releaseOwn(sealer, connection) };
}

/** Releases the secret for the connection's current configuration. */
function releaseOwn(sealer: Sealer, connection: Connection): string | null {
  const { kind, config } = connection;
  return release(openSecret(sealer, connection), kind, config, (parts) => neededAgain("config: the secret is", parts));
}

function openSecret(sealer: Sealer, { id, secrets }: Connection): BoundSecret | null {
  return (sealer.open("connection", id, secrets) as ConnectionSecret).bound;
}

async function findConnections(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Connection>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("connections")
    .selectAll()
    .where(sql<boolean>`id = any(${ids})`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function findConnection(db: Db, id: string | undefined): Promise<Connection | undefined> {
  if (id === undefined) return undefined;
  return db.selectFrom("connections").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

async function findLive(db: Db, id: string, kind: ConnectionKind): Promise<Connection> {
  const connection = await db
    .selectFrom("connections")
    .selectAll()
    .where("id", "=", id)
    .where("kind", "=", kind)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return connection ?? notFound("connection", id);
}
