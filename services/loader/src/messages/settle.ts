/** The end of a run that changes its target is what the destination's ledger says. */
import { crashPoint, errorPolicies, PipelineError, toPipelineError, type ErrorCode } from "@datamantri/runtime";

import type { Destinations } from "../connect/destinations.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import {
  closeLedgerRun,
  fenceLedgerRun,
  lockLedgerRun,
  notLoaded,
  openLedgerRun,
  type Failure,
} from "../ledger/ledger.ts";
import { readUndoable } from "../ledger/previous-states.ts";
import { targetTable } from "../target/target-table.ts";
import { asFinalized, toUnknownOutcome, type Finalized } from "./finalized.ts";

interface Task {
  readonly runId: string;
  readonly pipelineId: string;
  readonly isUndo?: boolean;
}

/**
 * Finalizes the run, or finds out that it can never be.
 *
 * @param finalize one transaction.
 * @throws PipelineError a final one when the ledger has fenced the run; `outcome_unknown` when it does not answer; others
 *   that pass.
 */
export async function settle(
  destinations: Destinations,
  task: Task,
  finalize: () => Promise<Finalized>,
): Promise<Finalized> {
  try {
    return await finalize();
  } catch (error) {
    const failure = toPipelineError(error);
    if (failure.isRetryable) throw failure;
    return await fenceRun(destinations, task, failure);
  }
}

/**
 * Asks the ledger whether another delivery has finalized the run, and fences the run otherwise. An undo has no rows of its own
 * that a later run could resume: it is closed too, and entered before, because its transaction has left nothing.
 *
 * @returns what an earlier delivery, or another loader, has moved.
 * @throws PipelineError the failure.
 */
async function fenceRun(
  destinations: Destinations,
  { runId, pipelineId, isUndo = false }: Task,
  failure: PipelineError,
): Promise<Finalized> {
  const { code, message } = failure;
  const finalized = await destinations
    .inTransaction(runId, async (client, { config }) => {
      await ensureLedger(client);
      const target = targetTable(config);
      if (isUndo) await openLedgerRun(client, { runId, pipelineId, target, ...notLoaded });
      // Waits for a transaction that is finalizing it.
      const run = await lockLedgerRun(client, runId);
      if (run?.state === "finalized") return asFinalized(run, await readUndoable(client, target));
      if (run?.state !== "open") return undefined;
      await fenceLedgerRun(client, runId, { code, message });
      if (isUndo) await closeLedgerRun(client, runId);
      return undefined;
    })
    .catch((cause: unknown) => {
      // The registry does not know the run: nobody waits for its end.
      if (cause instanceof PipelineError && cause.code === "not_found") throw failure;
      throw toUnknownOutcome(cause);
    });
  await crashPoint("loader.finalize.fenced");
  if (finalized !== undefined) return finalized;
  throw failure;
}

/** @param failure that a loader of another version may have written. */
export function toError({ code, message }: Failure): PipelineError {
  return new PipelineError(code in errorPolicies ? (code as ErrorCode) : "sink_rejected", message, {
    isRepeated: true,
  });
}
