/**
 * Resumes a failed run: staging table, batches and rejects move to the new run in the transaction that opens it and
 * closes the old one. A row belongs to one run at any time, and no late batch of the old one is loaded.
 */
import type pg from "pg";

import { crashPoint, PipelineError } from "@datamantri/runtime";

import { lockLedgerRun, moveLedgerBatches } from "../ledger/ledger.ts";
import { moveRejects } from "../rejects/rejects.ts";
import { renameStaging, stagingExists } from "./staging.ts";

/**
 * Failure: in the caller's transaction; without its commit everything stays with the old run.
 *
 * @param runId of the new run, which the ledger has.
 * @param holders failed runs, oldest first: each was to resume the previous one, and how far the last ones got is
 *   unknown. One of them holds the loaded rows. They are locked in this order, so that one still being prepared is
 *   waited for.
 * @throws PipelineError `staging_lost` when none of them holds rows.
 */
export async function resumeStaging(client: pg.PoolClient, runId: string, holders: readonly string[]): Promise<void> {
  let holder: string | undefined;
  for (const id of holders) {
    // Waits for transactions that are loading into it.
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
  await crashPoint("loader.resume.renamed");
  await moveRejects(client, holder, runId);
  await moveLedgerBatches(client, holder, runId);
}
