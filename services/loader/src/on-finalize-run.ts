import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { noWatermark, type Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Destinations } from "./postgres/destinations.ts";
import { closeLedgerRun, lockLedgerRun, sumLedgerRows, type Closing } from "./postgres/ledger.ts";
import { countStagingRows } from "./postgres/staging.ts";
import { readWatermark } from "./postgres/watermark.ts";
import { writeTarget, type Written } from "./postgres/write-target.ts";

/**
 * Moves the staging table into the target and closes the run, in one transaction: readers see the old rows or the new.
 *
 * Failure: nothing moved without the commit. When its answer is lost, the next delivery asks the ledger: a finalized
 * run is only reported again. So a passing trouble is tried for ever: giving up could call a changed target failed.
 */
export function onFinalizeRun(
  bus: Bus,
  destinations: Destinations,
  report: StepReporter,
): MessageHandler<"FinalizeRun"> {
  return {
    maxDeliveries: Number.POSITIVE_INFINITY,
    async handle(task, { signal }) {
      const { runId, pipelineId } = task;
      const finalized = await finalizeRun(destinations, task);
      if (finalized === "discarded") return;
      const { rowCount, watermark, warnings, replacement } = finalized;
      const event = { runId, pipelineId, rowCount, watermark, warnings, replacement };
      await publishEvent(bus, "RunFinalized", event, `${runId}:RunFinalized`, { signal });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("finalize", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("finalize", task, error),
  };
}

/** A repeat has nothing for the run's log. */
export type Finalized = Closing & Written;

/** @returns what was moved, or `discarded` when the run was abandoned before. */
export async function finalizeRun(
  destinations: Destinations,
  { runId, pipelineId, columns, rowCount, takenAtMs, watermark: before, range }: Message<"FinalizeRun">,
): Promise<Finalized | "discarded"> {
  return destinations.inTransaction(runId, async (client, target) => {
    const run = await lockLedgerRun(client, runId);
    if (!run) throw new PipelineError("run_inconsistent", "the destination's ledger does not know the run");
    if (run.state === "finalized") return { ...run, warnings: [], replacement: "" };
    if (run.state === "discarded") return "discarded";
    assertRows("the ledger lists", await sumLedgerRows(client, runId), rowCount);
    assertRows("the staging table holds", await countStagingRows(client, runId), rowCount);
    const isBackfill = range.column !== "";
    const watermark = isBackfill
      ? noWatermark
      : await readWatermark(client, runId, columns, target.cursorColumn, before);
    const staged = { runId, pipelineId, columns, rowCount, takenAtMs, range: isBackfill ? range : null };
    const written = await writeTarget(client, staged, target);
    await closeLedgerRun(client, runId, { rowCount, watermark });
    return { rowCount, watermark, ...written };
  });
}

function assertRows(what: string, actual: number, planned: number): void {
  if (actual === planned) return;
  throw new PipelineError("run_inconsistent", `${what} ${actual} rows, ${planned} were planned`, { actual, planned });
}
