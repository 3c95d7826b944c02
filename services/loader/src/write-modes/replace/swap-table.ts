/**
 * Puts the staging table in the target's place, with its name and dependents. The batches committed its rows before.
 * Rows must not be written here: a reader that waits for the lock may have taken its snapshot already.
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

import { previousTableName, stagingTableName } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";
import { crashPoint, PipelineError } from "@datamantri/runtime";

import { lockTimeout } from "../../connect/destinations.ts";
import { quoteIdentifier, quoteTable } from "../../columns/identifiers.ts";
import { ledgerSchema } from "../../ledger/ledger.ts";
import { previousTable } from "../../ledger/previous-states.ts";
import { stagingTable } from "../../staging/staging.ts";
import { targetTable } from "../../target/target-table.ts";
import { readCarried, type Carried } from "./carried.ts";
import { awaitOldSnapshots } from "./old-snapshots.ts";
import { assertStripped, readStripping } from "./strip-table.ts";
import { readTargetCatalog } from "./target-catalog.ts";

/**
 * While we wait for a lock, readers queue behind us. Below deadlock_timeout (1 s), so that a reader never gets the
 * deadlock error.
 */
const lockWaitMs = 800;
const lockAttempts = 6;
const pauseMs = 500;

/** lock_not_available, deadlock_detected */
const lockTroubles: ReadonlySet<string> = new Set(["55P03", "40P01"]);

/**
 * Slow work first (indexes, constraints, statistics), on the staging table alone. Then the locks, with short retries.
 * Then statements that only change catalogs, sent as one. DROP without CASCADE is the last guard: it fails if anything
 * still depends on the old table. One that is kept is stripped and moved into the ledger's schema instead.
 *
 * Failure: in the caller's transaction; without its commit the target is unchanged.
 *
 * @param restores the run whose former rows are staged, for an undo.
 * @throws PipelineError `sink_busy` when old snapshots, locks or concurrent changes are in the way; PostgreSQL's
 *   errors.
 */
export async function swapTable(
  client: pg.PoolClient,
  runId: string,
  config: DestinationConfig,
  { isKept, restores }: { readonly isKept: boolean; readonly restores: string | null },
): Promise<void> {
  const target = targetTable(config);
  const staging = stagingTable(runId);
  // Makes the catalogs qualify every name with its schema.
  await client.query(`set local search_path to pg_catalog`);
  await awaitOldSnapshots(client, runId, restores);
  const carried = await readCarried(client, target, staging);
  const before = JSON.stringify([carried, await readTargetCatalog(client, target)]);
  for (const statement of carried.onStaging) await client.query(statement);
  const remove = isKept ? await toKeep(client, config, runId) : [`drop table ${target}`];
  await lockAll(client, target, carried);
  const after = await readCarried(client, target, staging);
  if (JSON.stringify([after, await readTargetCatalog(client, target)]) !== before) {
    throw new PipelineError("sink_busy", "another session changed the target table during the swap");
  }
  const statements = [
    ...carried.views.map(({ hollow }) => hollow),
    ...remove,
    `alter table ${staging} set schema ${quoteIdentifier(config.schema)}`,
    `alter table ${quoteTable(config.schema, stagingTableName(runId))} rename to ${quoteIdentifier(config.table)}`,
    ...carried.onTarget,
    ...carried.views.map(({ definition }) => definition),
    "set local search_path to default",
    `set local lock_timeout to '${lockTimeout}'`,
  ];
  await client.query(statements.join(";\n"));
  if (isKept) await assertStripped(client, previousTable(runId));
  await crashPoint("loader.finalize.swapped");
}

/** Its name changes before the schema: a target may be called `runs`, like a table of the ledger. */
async function toKeep(client: pg.PoolClient, config: DestinationConfig, runId: string): Promise<readonly string[]> {
  const target = targetTable(config);
  const name = previousTableName(runId);
  return [
    ...(await readStripping(client, target)),
    `alter table ${target} rename to ${quoteIdentifier(name)}`,
    `alter table ${quoteTable(config.schema, name)} set schema ${ledgerSchema}`,
    // The next loader must be able to drop it.
    `alter table ${previousTable(runId)} owner to current_user`,
  ];
}

/**
 * Locks views before the table, as readers of the view do. One message has all statements: a reader that locks the
 * table first and then the view (`select … from table, view`) fits between two messages, and a deadlock follows.
 */
async function lockAll(client: pg.PoolClient, target: string, { views }: Carried): Promise<void> {
  const locks = [...views.map(({ lock }) => lock), `lock table ${target} in access exclusive mode`];
  const timeout = `set local lock_timeout to ${Math.ceil(lockWaitMs / locks.length)}`;
  await client.query("savepoint locks");
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query([timeout, ...locks].join("; "));
      return;
    } catch (error) {
      if (!isLockTrouble(error)) throw error;
      await client.query("rollback to savepoint locks");
      if (attempt === lockAttempts) {
        throw new PipelineError(
          "sink_busy",
          "could not lock the target table in six attempts: end long transactions or set replace_by to in_place",
          {},
          { cause: error },
        );
      }
      // Randomised, to avoid staying in step with periodic readers.
      await sleep(pauseMs + Math.random() * pauseMs);
    }
  }
}

function isLockTrouble(error: unknown): boolean {
  return error instanceof pg.DatabaseError && lockTroubles.has(error.code ?? "");
}
