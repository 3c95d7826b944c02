import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import type { Message } from "@datamantri/contracts";

import type { Destinations } from "./postgres/destinations.ts";
import { ensureLedger } from "./postgres/ledger-migrations.ts";
import { closeLedgerRun, lockLedgerRun, openLedgerRun } from "./postgres/ledger.ts";
import { dropStaging, targetTable } from "./postgres/staging.ts";

/** About half an hour; after that a staging table may be left, and the run's log says so. */
const maxDeliveries = 65;

/**
 * Closes an abandoned run for late batches and drops its staging table.
 *
 * Failure: one transaction, safe to repeat. A run that the ledger does not know yet is opened and closed, so that a
 * late PrepareRun finds it closed and creates nothing.
 */
export function onDiscardRun(bus: Bus, destinations: Destinations, report: StepReporter): MessageHandler<"DiscardRun"> {
  return {
    maxDeliveries,
    async handle(task, { signal }) {
      const { runId, pipelineId } = task;
      if (!(await discardRun(destinations, task))) return;
      await publishEvent(bus, "RunDiscarded", { runId, pipelineId }, `${runId}:RunDiscarded`, { signal });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("discard", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("discard", task, error),
  };
}

/** @returns false when the run was finalized before: there is nothing to discard. */
export async function discardRun(
  destinations: Destinations,
  { runId, pipelineId }: Message<"DiscardRun">,
): Promise<boolean> {
  return destinations.inTransaction(runId, async (client, { config }) => {
    await ensureLedger(client);
    const unknown = { schemaFingerprint: "", columns: [], maxRejects: 0 };
    await openLedgerRun(client, { runId, pipelineId, target: targetTable(config), ...unknown });
    const run = await lockLedgerRun(client, runId);
    if (run?.state === "finalized") return false;
    await dropStaging(client, runId);
    await closeLedgerRun(client, runId);
    return true;
  });
}
