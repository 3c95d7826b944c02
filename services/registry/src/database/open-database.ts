import { join } from "node:path";
import { callbackify } from "node:util";
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool, type Transaction } from "kysely";
import pg from "pg";

import { migrate, MigrationError, NewerSchemaError, readMigrations } from "@datamantri/migrations";
import { PipelineError, postgresSettings, retry, type Logger, type Secret } from "@datamantri/runtime";

import { registrySettings } from "../config.ts";
import { completeConfigurations } from "./complete-configurations.ts";
import { endSilent } from "./end-silent.ts";
import { reasonOf } from "./metadata-error.ts";
import { preparingClient } from "./preparing-client.ts";
import type { Database } from "./schema.ts";

/** Counts and ids stay below 2^53, so int8 values become numbers. */
const int8 = pg.types.builtins.INT8;

/** How sessions read values. */
export const sessionTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: "text") =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

const migrations = readMigrations(join(import.meta.dirname, "../../migrations"));

/** Without the path a user who may create schemas could put one named after our user before ours. */
const settings = Object.entries({ search_path: "public", ...postgresSettings })
  .map(([name, value]) => `set ${name} to '${value}'`)
  .join(";\n");

export type Db = Kysely<Database>;

/** The caller's transaction. */
export type Tx = Transaction<Database>;

/**
 * Opens the metadata database and migrates its schema. Several registries may do so at the same time.
 *
 * @param silentSeconds statements take milliseconds, and wait at most this long for a lock, because the transaction of a frozen
 *   registry ends then. A connection that is silent for longer, while its answer is awaited, has lost it: what awaits it would hang
 *   for ever.
 * @throws PipelineError `metadata_unavailable` when it cannot be reached for a minute or a migration fails; at once
 *   `metadata_newer` when it belongs to a newer version, and `internal` when an applied migration was changed.
 */
export async function openDatabase(
  url: Secret,
  log: Logger,
  signal: AbortSignal,
  silentSeconds: number = registrySettings.METADATA_SILENT_SECONDS.default,
): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    max: 10,
    Client: preparingClient(),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // The operating system's default is two hours.
    keepAliveInitialDelayMillis: 10_000,
    // Ends the transaction of a frozen registry, and releases its locks.
    idle_in_transaction_session_timeout: silentSeconds * 1_000,
    application_name: "datamantri-registry",
    verify: callbackify((client: pg.PoolClient) => client.query(settings)),
    types: sessionTypes,
  });
  // Without listeners a broken connection ends the process. The pool's listener covers idle clients. Each client's
  // covers those in use, whose queries fail as well.
  pool.on("error", () => undefined);
  // Migrations may take long. Watched from then on.
  let silentMs = Number.POSITIVE_INFINITY;
  pool.on("connect", (client) => {
    client.on("error", (error) => log.warn({ error }, "lost a connection to the metadata database"));
    endSilent(client, () => silentMs);
  });
  const db = queriesOn(pool);
  await retry(() => bringUpToDate(db), {
    signal,
    firstMs: 250,
    maxMs: 3_000,
    giveUpAfterMs: 60_000,
    isRetryable: (error) => error instanceof PipelineError && error.isRetryable,
    onRetry: (error) => log.warn({ error }, "failed to open the metadata database, retrying"),
  }).catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  silentMs = silentSeconds * 1_000;
  return db;
}

/** @param pool whose sessions have `sessionTypes`. */
export function queriesOn(pool: PostgresPool): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }), plugins: [completeConfigurations] });
}

/** Migrates the schema. Failure: one transaction. */
export async function bringUpToDate(db: Db): Promise<void> {
  try {
    await db.transaction().execute((tx) =>
      migrate((text, values = []) => tx.executeQuery(CompiledQuery.raw(text, [...values])), migrations, {
        schema: "public",
        newer: "refuse",
      }),
    );
  } catch (error) {
    if (error instanceof NewerSchemaError) {
      const message =
        `The metadata database was migrated by a newer version (migration ${error.migration}). ` +
        "Run that version or newer.";
      throw new PipelineError("metadata_newer", message, { migration: error.migration }, { cause: error });
    }
    if (error instanceof MigrationError) throw new PipelineError("internal", error.message, {}, { cause: error });
    const message = `could not open or migrate the metadata database: ${reasonOf(error)}`;
    throw new PipelineError("metadata_unavailable", message, {}, { cause: error });
  }
}
