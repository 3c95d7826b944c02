/** Stored connections. Runs admitted after a change use it. A worker that requests the secret gets the new one. */
import { isDeepStrictEqual } from "node:util";
import { sql, type Selectable } from "kysely";

import type { ConnectionsApi } from "@datamantri/contracts";
import type { ConnectionInput, ConnectionKind, ConnectionView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { ConnectionsTable } from "../database/connection-tables.ts";
import { isUniqueViolation } from "../database/violations.ts";
import { notFound } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import { movesConnection } from "../runs/same-work.ts";
import { bind, neededAgain, strayParts, type BoundSecret } from "../secrets/bound-secret.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { earlierResultDeleted, findEarlierResult } from "../requests/idempotency.ts";

export type Connection = Selectable<ConnectionsTable>;

/** The sealed part of a connection: credentials or password. */
export interface ConnectionSecret {
  readonly bound: BoundSecret | null;
}

function toSecret({ kind, config }: ConnectionInput, secret: string | null): ConnectionSecret {
  return { bound: secret === null ? null : bind(kind, config, secret) };
}

/** Limit of pipelines that the error names when a connection cannot be deleted. */
const maxNamed = 10;

/**
 * Failure: one transaction; a repeat of the request finds the connection by its id and changes nothing.
 *
 * @throws PipelineError `conflict` when the name is taken, or as `findEarlierResult`.
 */
export async function createConnection(
  db: Db,
  sealer: Sealer,
  { id: requested, connection, secret = null, requested_by }: ConnectionsApi["connections.create"][0],
): Promise<ConnectionView> {
  return db.transaction().execute(async (tx) => {
    const repeated = await findEarlierResult(tx, sealer, requested, { connection, secret });
    if (repeated !== undefined) return getMade(tx, repeated);
    const id = requested ?? crypto.randomUUID();
    const row = await tx
      .insertInto("connections")
      .values({
        id,
        name: connection.name,
        kind: connection.kind,
        config: JSON.stringify(connection.config),
        secrets: sealer.seal("connection", id, toSecret(connection, secret)),
        created_by: requested_by,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw toNameConflict(error, connection.name);
      });
    return toConnectionView(row);
  });
}

async function getMade(tx: Tx, id: string): Promise<ConnectionView> {
  const made = await tx.selectFrom("connections").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  if (made.archived_at !== null) throw earlierResultDeleted("the connection was deleted");
  return toConnectionView(made);
}

/** By name. */
export async function listConnections(db: Db): Promise<readonly ConnectionView[]> {
  const query = db.selectFrom("connections").selectAll().where("archived_at", "is", null);
  return (await query.orderBy("name").limit(1_000).execute()).map(toConnectionView);
}

/** @throws PipelineError `not_found`, also for a deleted connection. */
export async function getConnection(db: Db, id: string): Promise<ConnectionView> {
  const query = db.selectFrom("connections").selectAll().where("id", "=", id).where("archived_at", "is", null);
  return toConnectionView((await query.executeTakeFirst()) ?? notFound("connection", id));
}

/**
 * Replaces name and configuration. Without a difference nothing changes, including the version. If the connection leads
 * to another server or database, the watermarks of its pipelines are deleted.
 *
 * @throws PipelineError `precondition_failed` when it has another version, `conflict` when the name is taken,
 *   `request_invalid` for another kind, or when the stored secret was given for something else.
 */
export async function replaceConnection(
  db: Db,
  sealer: Sealer,
  { id, version, connection: input, secret }: ConnectionsApi["connections.replace"][0],
): Promise<ConnectionView> {
  return db.transaction().execute(async (tx) => {
    // Locks pipelines before connections, as admission does: one lock order cannot deadlock.
    await tx.selectFrom("pipelines").select("id").where(uses(id)).orderBy("id").forUpdate().execute();
    const before = await lockConnection(tx, id);
    if (version !== null && before.version !== version) {
      const message = `connection "${before.name}" has version ${before.version}, not ${version}`;
      throw new PipelineError("precondition_failed", message);
    }
    if (before.kind !== input.kind)
      throw new PipelineError("request_invalid", `kind: cannot be changed from ${before.kind}`);
    const kept = sealer.open("connection", id, before.secrets) as ConnectionSecret;
    const isSame = isDeepStrictEqual(before.config, JSON.parse(JSON.stringify(input.config)));
    const isSecretSame = secret === undefined || secret === (kept.bound?.secret ?? null);
    if (isSame && isSecretSame && before.name === input.name) return toConnectionView(before);
    const strays = secret === undefined && kept.bound ? strayParts(kept.bound, input.kind, input.config) : [];
    if (strays.length > 0) throw neededAgain(secretNouns[input.kind], strays);
    const row = await tx
      .updateTable("connections")
      .set({
        name: input.name,
        config: JSON.stringify(input.config),
        secrets: sealer.seal("connection", id, secret === undefined ? kept : toSecret(input, secret)),
        version: sql<number>`version + 1`,
        updated_at: sql<Date>`now()`,
      })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw toNameConflict(error, input.name);
      });
    if (movesConnection(row.kind, before.config, row.config)) {
      const elsewhere = { watermark: null, source_version: null, accepted_over: null };
      await tx.updateTable("pipelines").set(elsewhere).where(uses(id)).execute();
    }
    return toConnectionView(row);
  });
}

/**
 * Removes it from lists; running runs continue.
 * @throws PipelineError `not_found`; `conflict` that names the pipelines that use it.
 */
export async function deleteConnection(db: Db, id: string): Promise<ConnectionView> {
  return db.transaction().execute(async (tx) => {
    // A transaction that creates a pipeline with this connection waits for this one, or this one waits for it.
    await lockConnection(tx, id);
    const users = await tx
      .selectFrom("pipelines")
      .select("name")
      .where(uses(id))
      .where("archived_at", "is", null)
      .orderBy("name")
      .execute();
    if (users.length > 0) {
      const names = users.slice(0, maxNamed).map(({ name }) => `"${name}"`);
      const more = users.length > maxNamed ? ` and ${users.length - maxNamed} more` : "";
      throw new PipelineError("conflict", `the connection is used by ${names.join(", ")}${more}`);
    }
    const row = await tx
      .updateTable("connections")
      .set({ archived_at: sql<Date>`now()`, updated_at: sql<Date>`now()`, version: sql<number>`version + 1` })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toConnectionView(row);
  });
}

const secretNouns: Readonly<Record<ConnectionKind, string>> = {
  bigquery: "config.credentials: are",
  postgres: "config.password: is",
};

function uses(id: string) {
  return sql<boolean>`(source_connection_id = ${id} or destination_connection_id = ${id})`;
}

async function lockConnection(tx: Db, id: string): Promise<Connection> {
  const query = tx.selectFrom("connections").selectAll().where("id", "=", id).where("archived_at", "is", null);
  return (await query.forUpdate().executeTakeFirst()) ?? notFound("connection", id);
}

function toConnectionView({ secrets: _secrets, archived_at: _archivedAt, ...row }: Connection): ConnectionView {
  const { created_at, updated_at, kind, config } = row;
  const ofItsKind = { kind, config } as Pick<ConnectionInput, "kind" | "config">;
  return {
    ...row,
    ...ofItsKind,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  } as ConnectionView;
}

function toNameConflict(error: unknown, name: string): unknown {
  return isUniqueViolation(error)
    ? new PipelineError("conflict", `a connection named "${name}" already exists`)
    : error;
}
