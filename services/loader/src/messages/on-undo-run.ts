import { untilTheRunEnds, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { noVerification, noWatermark, type Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Destinations } from "../connect/destinations.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import { closeLedgerRun, lockLedgerRun, openUndoingRun } from "../ledger/ledger.ts";
import { assertUndoable, popPrevious, readUndoable } from "../ledger/previous-states.ts";
import { targetTable } from "../target/target-table.ts";
import { restorePrevious } from "../write-modes/replace/restore-previous.ts";
import { asFinalized, reportFinalized, type Finalized } from "./finalized.ts";
import { settle, toError } from "./settle.ts";

/**
 * Gives the target back the rows that it had before another run, in one transaction. The step is a finalize, for the
 * registry and in the log: it ends only when the ledger has answered.
 *
 * Failure: like onFinalizeRun. A loader of 0.2.0 does not know this task: it becomes a dead letter, and is issued again.
 */
export function onUndoRun(bus: Bus, destinations: Destinations, report: StepReporter): MessageHandler<"UndoRun"> {
  return {
    maxDeliveries: untilTheRunEnds,
    async handle(task, { signal }) {
      await reportFinalized(bus, task, await settleUndo(destinations, task), signal);
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("finalize", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("finalize", task, error),
  };
}

/** {@link settle} for a run that undoes another. */
export async function settleUndo(destinations: Destinations, task: Message<"UndoRun">): Promise<Finalized> {
  return settle(destinations, { ...task, isUndo: true }, () => undoRun(destinations, task));
}

/** @throws PipelineError `conflict` when the run cannot be undone; of an undo that has failed before. */
export async function undoRun(
  destinations: Destinations,
  { runId, pipelineId, undoOf }: Message<"UndoRun">,
): Promise<Finalized> {
  return destinations.inTransaction(runId, async (client, target) => {
    await ensureLedger(client);
    const name = targetTable(target.config);
    await openUndoingRun(client, { runId, pipelineId, target: name }, undoOf);
    const run = await lockLedgerRun(client, runId);
    if (run?.state === "finalized") return asFinalized(run, await readUndoable(client, name));
    if (run && run.failure !== null) throw toError(run.failure);
    if (run?.state === "discarded") throw new PipelineError("run_closed", "the undo was cancelled");
    await assertUndoable(client, name, undoOf);
    const { rowCount, replacement } = await restorePrevious(client, runId, target, undoOf);
    // Another pipeline may have written the target until it was locked.
    await assertUndoable(client, name, undoOf);
    await popPrevious(client, name, { undone: undoOf, undoing: runId });
    const closing = { rowCount, rejectedCount: 0, watermark: noWatermark, verification: noVerification };
    await closeLedgerRun(client, runId, closing);
    const warnings = [`undone: ${name} has the rows from before run ${undoOf}`];
    return { ...closing, warnings, replacement, undoableRunIds: await readUndoable(client, name) };
  });
}
