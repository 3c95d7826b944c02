import type { RegistryApi } from "@datamantri/contracts";
import type { RunView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import { lockKnownRun } from "./lock-run.ts";
import { discardResumable } from "./resumable-runs.ts";
import { getRun } from "./run-views.ts";

/**
 * Discards the data kept of a failed run.
 *
 * Failure: one transaction; a second request finds nothing to discard.
 *
 * @throws PipelineError `not_found`; `conflict` when nothing is kept.
 */
export async function discardRun(db: Db, { id, requested_by }: RegistryApi["runs.discard"][0]): Promise<RunView> {
  return db.transaction().execute(async (tx) => {
    const run = await lockKnownRun(tx, id);
    if (run.resumable_until === null) throw new PipelineError("conflict", "the run has no loaded rows to discard");
    await discardResumable(tx, run, `${requested_by} asked for it`);
    return getRun(tx, id);
  });
}
