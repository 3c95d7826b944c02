/**
 * A run resumes where another failed: staging table, batches and rejects change hands in the transaction that opens the
 * new run and closes the old one. So a row belongs to one run at any time, and no late batch of the old one is loaded.
 */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { lockLedgerRun, moveLedgerBatches } from "../ledger/ledger.ts";
import { moveRejects } from "../rejects/rejects.ts";
import { renameStaging, stagingExists } from "./staging.ts";

/**
 * @param runId of the new run, which the ledger knows.
 * @param holders failed runs, oldest first: each was to resume the one before, and nobody knows how far the last ones
 *   got. One of them holds what was loaded. In this order, so that one that is still being prepared is waited for.
 * Failure: in the caller's transaction; without its commit everything is the old run's.
 *
 * @throws PipelineError `staging_lost` when none does any more.
 */
export async function resumeStaging(client: pg.PoolClient, runId: string, holders: readonly string[]): Promise<void> {
  let holder: string | undefined;
  for (const id of holders) {
    // Waits for transactions that are loading for it.
    const run = await lockLedgerRun(client, id);
    if (run?.state === "finalized") {
      throw new PipelineError("staging_lost", `run ${id} has already moved its rows into the target`, { run_id: id });
    }
    if (run?.state === "open") holder = id;
  }
  if (holder === undefined || !(await stagingExists(client, holder))) {
    throw new PipelineError("staging_lost", `the destination has no rows of run ${holders.at(-1)} any more`);
  }
  await renameStaging(client, holder, runId);
  await moveRejects(client, holder, runId);
  await moveLedgerBatches(client, holder, runId);
}
