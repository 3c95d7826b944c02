import { join } from "node:path";
import type pg from "pg";

import { migrate, MigrationError, readMigrations, type Migration } from "@datamantri/migrations";
import { PipelineError } from "@datamantri/runtime";

/** Other loaders, older ones too, write to the same ledger: see migrations/0001-ledger.sql. */
const options = { schema: "datamantri", newer: "accept" } as const;

export const ledgerMigrations = readMigrations(join(import.meta.dirname, "../../migrations"));

/**
 * Creates or migrates the ledger. Locks it only when it needs a change: if every prepared run held a lock, all would
 * wait for one whose target is locked. An administrator may have created the schema before.
 *
 * Failure: see `migrate`.
 */
export async function ensureLedger(
  client: pg.PoolClient,
  migrations: readonly Migration[] = ledgerMigrations,
): Promise<void> {
  await migrate((text, values) => client.query(text, values as unknown[] | undefined), migrations, options).catch(
    (error: unknown) => {
      throw error instanceof MigrationError
        ? new PipelineError("internal", error.message, {}, { cause: error })
        : error;
    },
  );
}
