import type pg from "pg";

import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import type { Message } from "@datamantri/contracts";
import { crashPoint } from "@datamantri/runtime";

import type { Destinations } from "../connect/destinations.ts";
import { ensureLedger } from "../ledger/ensure-ledger.ts";
import { closeLedgerRun, lockLedgerRun, openLedgerRun, type LedgerRun } from "../ledger/ledger.ts";
import { dropStaging } from "../staging/staging.ts";
import { targetTable } from "../target/target-table.ts";

/** About half an hour; after that a staging table may remain, and the run's log says so. */
const maxDeliveries = 65;

/**
 * Closes an abandoned run for late batches and drops its staging table. Does the same for the failed runs that it was
 * to resume, because it may not have taken over their rows yet.
 *
 * Failure: one transaction, safe to repeat. A run that the ledger does not have is opened and closed, so that a late
 * PrepareRun finds it closed and creates nothing.
 */
export function onDiscardRun(bus: Bus, destinations: Destinations, report: StepReporter): MessageHandler<"DiscardRun"> {
  return {
    maxDeliveries,
    async handle(task, { signal }) {
      const { runId, pipelineId } = task;
      const isDiscarded = await discardRun(destinations, task);
      await crashPoint("loader.discard.committed");
      if (!isDiscarded) return;
      await publishEvent(bus, "RunDiscarded", { runId, pipelineId }, `${runId}:RunDiscarded`, { signal });
      await crashPoint("loader.discard.reported");
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("discard", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("discard", task, error),
  };
}

/** @returns false if the run was finalized before: there is nothing to discard. */
export async function discardRun(
  destinations: Destinations,
  { runId, pipelineId, resumedRunIds }: Message<"DiscardRun">,
): Promise<boolean> {
  return destinations.inTransaction(runId, async (client, { config }) => {
    await ensureLedger(client);
    const isDiscarded = await discardLedgerRun(client, { runId, pipelineId, target: targetTable(config) });
    // Newest first: a run that resumes opens itself before it locks the others, so neither waits for the other.
    for (const id of resumedRunIds.toReversed()) {
      await discardLedgerRun(client, { runId: id, pipelineId, target: targetTable(config) });
    }
    await crashPoint("loader.discard.dropped");
    return isDiscarded;
  });
}

/** @returns false if it was finalized before. */
async function discardLedgerRun(
  client: pg.PoolClient,
  run: Pick<LedgerRun, "runId" | "pipelineId" | "target">,
): Promise<boolean> {
  await openLedgerRun(client, { ...run, schemaFingerprint: "", columns: [], excluded: [], maxRejects: 0 });
  const { state } = (await lockLedgerRun(client, run.runId))!;
  if (state === "finalized") return false;
  await dropStaging(client, run.runId);
  await closeLedgerRun(client, run.runId);
  return true;
}
