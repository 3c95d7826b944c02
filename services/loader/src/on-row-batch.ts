/**
 * Rows and their ledger entries commit together: this file is that invariant.
 */
import { createHash } from "node:crypto";

import { publishEvent, type BatchHandler, type Bus, type StepReporter } from "@datamantri/bus";
import { batchChecksum, type LoadedBatch, type Message } from "@datamantri/contracts";
import { PipelineError, type Logger } from "@datamantri/runtime";

import { loadRows } from "./load-rows.ts";
import type { Destinations } from "./postgres/destinations.ts";
import { enterBatches, shareLedgerRun } from "./postgres/ledger.ts";
import { stagingTable } from "./postgres/staging.ts";

type Batch = Message<"RowBatch">;

/** About half an hour of a destination that is full, away or read-only. */
const maxDeliveries = 65;

/** Loads groups of batches; handed a batch again, it finds it in the ledger and only reports it. */
export function onRowBatch(bus: Bus, destinations: Destinations, report: StepReporter): BatchHandler {
  return {
    maxDeliveries,
    async handle(batches, signal) {
      const loaded = await loadBatches(destinations, bus.log, batches);
      if (loaded === "closed") return;
      const { runId, pipelineId } = batches[0]!;
      const event = { runId, pipelineId, batches: loaded.batches, alreadyLoaded: batches.length - loaded.freshCount };
      await publishEvent(bus, "BatchesLoaded", event, eventIdOf(runId, loaded.batches), { signal });
    },
    delayed: (batch, error, delivery, retryInMs) => report.delayed("load", batch, error, delivery, retryInMs),
    failed: (batch, error) => report.failed("load", batch, error),
  };
}

export interface LoadedGroup {
  /** Every batch of the group, once, as the ledger lists it. */
  readonly batches: LoadedBatch[];
  readonly freshCount: number;
}

/**
 * Failure: before the commit nothing is visible and the batches come again; after it they are in the ledger, so the
 * next delivery skips their rows. A lost answer to the commit is one of the two.
 *
 * @returns `closed` when the run has ended and the batches are of no use.
 */
export async function loadBatches(
  destinations: Destinations,
  log: Logger,
  batches: readonly Batch[],
): Promise<LoadedGroup | "closed"> {
  const { runId } = batches[0]!;
  for (const batch of batches) assertIntact(batch);
  return destinations.inTransaction(runId, async (client) => {
    const run = await shareLedgerRun(client, runId);
    if (run === undefined) {
      throw new PipelineError("run_inconsistent", "the destination's ledger does not know the run", { run_id: runId });
    }
    if (run.state !== "open") {
      log.info({ run_id: runId, batch_count: batches.length, state: run.state }, "dropped batches of a closed run");
      return "closed";
    }
    assertShape(batches, run.schemaFingerprint);
    const { fresh, known } = await enterBatches(client, runId, batches);
    if (fresh.length === 0) return { batches: inOrder(known), freshCount: 0 };
    const { maxRejects, columns } = run;
    const loaded = await loadRows(client, { runId, maxRejects, columns }, stagingTable(runId), fresh);
    return { batches: inOrder([...known, ...loaded]), freshCount: fresh.length };
  });
}

/** Another type of the same width would be copied without a complaint. */
function assertShape(batches: readonly Batch[], schemaFingerprint: string): void {
  const other = batches.find((batch) => batch.schemaFingerprint !== schemaFingerprint);
  if (other === undefined) return;
  const { runId, split, sequence } = other;
  const reason = `batch ${split}.${sequence} has other columns than the staging table`;
  throw new PipelineError("run_inconsistent", reason, { run_id: runId });
}

/** The same batches reported again are the same event, in whatever order they came. */
function inOrder(batches: readonly LoadedBatch[]): LoadedBatch[] {
  return batches.toSorted((a, b) => a.split - b.split || a.sequence - b.sequence || a.part - b.part);
}

function assertIntact(batch: Batch): void {
  const { runId, split, sequence } = batch;
  if (batchChecksum(batch) === batch.checksum) return;
  throw new PipelineError("message_malformed", `batch ${split}.${sequence} does not have its checksum`, {
    run_id: runId,
  });
}

function eventIdOf(runId: string, batches: readonly object[]): string {
  const digest = createHash("sha256").update(JSON.stringify(batches)).digest("hex").slice(0, 24);
  return `${runId}:BatchesLoaded:${digest}`;
}
