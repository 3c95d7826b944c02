import type pg from "pg";

import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import type { Message } from "@datamantri/contracts";
import { crashPoint, errorPolicies, PipelineError, toPipelineError } from "@datamantri/runtime";

import type { Destinations } from "../connect/destinations.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import {
  closeLedgerRun,
  lockLedgerRun,
  notLoaded,
  openLedgerRun,
  type Closing,
  type LedgerRun,
} from "../ledger/ledger.ts";
import { readUndoable } from "../ledger/previous-states.ts";
import { dropStaging } from "../staging/staging.ts";
import { targetTable } from "../target/target-table.ts";
import { asFinalized, publishFinalized, toUnknownOutcome, type Finalized } from "./finalized.ts";
import { reportCommitted } from "./report-committed.ts";

/** About half an hour; after that a staging table may remain, and the run's log says so. */
const maxDeliveries = 65;

/**
 * Closes an ended run for late batches and drops its staging table. Does the same for the failed runs that it was
 * to resume, because it may not have taken over their rows yet. A run that was finalized before is reported as such.
 *
 * Failure: one transaction, safe to repeat. A run that the ledger does not have is opened and closed, so that a late
 * PrepareRun finds it closed and creates nothing.
 */
export function onDiscardRun(bus: Bus, destinations: Destinations, report: StepReporter): MessageHandler<"DiscardRun"> {
  return {
    maxDeliveries,
    async handle(task, { signal }) {
      const { runId, pipelineId } = task;
      const finalized = await settleDiscard(destinations, task);
      const done = finalized ? "its rows are in the target" : "the staging table is dropped";
      await reportCommitted(done, async () => {
        await crashPoint("loader.discard.committed");
        if (finalized) await publishFinalized(bus, task, finalized, signal);
        else await publishEvent(bus, "RunDiscarded", { runId, pipelineId }, `${runId}:RunDiscarded`, { signal });
        await crashPoint("loader.discard.reported");
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("discard", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("discard", task, error),
  };
}

/** @throws PipelineError one that passes, while the destination refuses. */
async function settleDiscard(destinations: Destinations, task: Message<"DiscardRun">): Promise<Finalized | undefined> {
  try {
    return await discardRun(destinations, task);
  } catch (error) {
    const failure = toPipelineError(error);
    if (failure.isRetryable) throw failure;
    if (task.settles) throw toUnknownOutcome(failure);
    if (errorPolicies[failure.code].party !== "destination") throw failure;
    // A password that was rotated for a moment left the staging table for good.
    const message = `the staging table is not dropped: ${failure.message}`;
    throw new PipelineError(failure.code, message, { ...failure.facts, isTriedAgain: true }, { cause: error });
  }
}

/** @returns what was moved into the target if the run was finalized before: there is nothing to discard. */
export async function discardRun(
  destinations: Destinations,
  { runId, pipelineId, resumedRunIds }: Message<"DiscardRun">,
): Promise<Finalized | undefined> {
  return destinations.inTransaction(runId, async (client, { config }) => {
    await ensureLedger(client);
    const target = targetTable(config);
    const finalized = await discardLedgerRun(client, { runId, pipelineId, target });
    // Newest first: a run that resumes opens itself before it locks the others, so neither waits for the other.
    for (const id of resumedRunIds.toReversed()) await discardLedgerRun(client, { runId: id, pipelineId, target });
    await crashPoint("loader.discard.dropped");
    return finalized && asFinalized(finalized, await readUndoable(client, target));
  });
}

/** @returns the run if it was finalized before. */
async function discardLedgerRun(
  client: pg.PoolClient,
  run: Pick<LedgerRun, "runId" | "pipelineId" | "target">,
): Promise<Closing | undefined> {
  await openLedgerRun(client, { ...run, ...notLoaded });
  const found = (await lockLedgerRun(client, run.runId))!;
  if (found.state === "finalized") return found;
  await dropStaging(client, run.runId);
  await closeLedgerRun(client, run.runId);
  return undefined;
}
