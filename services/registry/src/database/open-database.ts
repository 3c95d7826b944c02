import { Kysely, PostgresDialect, type Transaction } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";

import { PipelineError, retry, type Logger, type Secret } from "@datamantri/runtime";

import { migrations } from "./migrations.ts";
import { preparingClient } from "./preparing-client.ts";
import type { Database } from "./schema.ts";

/** Sixteen-byte integers never occur: counts and ids below 2^53 become numbers. */
const int8 = pg.types.builtins.INT8;

export type Db = Kysely<Database>;

/** The caller's transaction. */
export type Tx = Transaction<Database>;

/**
 * Opens the metadata database and brings its schema up to date. Several registries may do so at once: kysely takes an
 * advisory lock.
 *
 * @throws PipelineError `metadata_unavailable` when it cannot be reached for a minute or the migration fails.
 */
export async function openDatabase(url: Secret, log: Logger, signal: AbortSignal): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    max: 10,
    Client: preparingClient(),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // The system's default is two hours.
    keepAliveInitialDelayMillis: 10_000,
    // A frozen registry's transaction ends after this, and its locks with it.
    idle_in_transaction_session_timeout: 60_000,
    application_name: "datamantri-registry",
    types: {
      getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: "text") =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without listeners a connection that breaks ends the process: the pool's is for idle ones, the clients' own for
  // those in use, whose queries fail besides.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", (error) => log.warn({ error }, "lost a connection to the metadata database"));
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  await retry(() => migrate(db), {
    signal,
    firstMs: 250,
    maxMs: 3_000,
    giveUpAfterMs: 60_000,
    isRetryable: (error) => error instanceof PipelineError && error.isRetryable,
    onRetry: (error) => log.warn({ error }, "failed to open the metadata database, trying again"),
  });
  return db;
}

async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const text = error instanceof Error ? error.message : "for an unknown reason";
  throw new PipelineError(
    "metadata_unavailable",
    `cannot migrate the metadata database: ${text}`,
    {},
    { cause: error },
  );
}
