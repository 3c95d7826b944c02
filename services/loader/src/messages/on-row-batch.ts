/** Loads batches. Invariant of this file: rows and their ledger entries commit together. */
import { createHash } from "node:crypto";

import {
  publishEvent,
  readObject,
  removeObject,
  untilTheRunEnds,
  type BatchHandler,
  type Bus,
  type StepReporter,
} from "@datamantri/bus";
import { batchChecksum, type LoadedBatch, type Message } from "@datamantri/contracts";
import { crashPoint, PipelineError, type Logger } from "@datamantri/runtime";

import { loadRows, type ReadObject } from "../stream-to-staging/load-rows.ts";
import type { Destinations } from "../connect/destinations.ts";
import { readNames } from "../connect/known-names.ts";
import { lostRun } from "../ledger/followed-run.ts";
import { enterBatches, shareLedgerRun } from "../ledger/ledger.ts";
import { stagingTable } from "../staging/staging.ts";

type Batch = Message<"RowBatch">;

/** Loads groups of batches; a redelivered batch is found in the ledger and only reported. */
export function onRowBatch(bus: Bus, destinations: Destinations, report: StepReporter): BatchHandler {
  return {
    maxDeliveries: untilTheRunEnds,
    async handle(batches, signal) {
      const read = (batch: Batch): AsyncIterable<Uint8Array> => readObject(bus, batch, batch.objectChunks);
      await crashPoint("loader.load.received");
      const loaded = await loadBatches(destinations, bus.log, batches, read);
      await crashPoint("loader.load.committed");
      if (loaded === "lost") return;
      if (loaded !== "closed") {
        const { runId, pipelineId } = batches[0]!;
        const event = { runId, pipelineId, batches: loaded.batches, alreadyLoaded: batches.length - loaded.freshCount };
        await publishEvent(bus, "BatchesLoaded", event, eventIdOf(runId, loaded.batches), { signal });
        await crashPoint("loader.load.reported");
      }
      // The ledger has it or no longer accepts it, so a redelivery does not read the object.
      for (const batch of batches) if (batch.objectChunks > 0) await removeObject(bus, batch);
    },
    delayed: (batch, error, delivery, retryInMs) => report.delayed("load", batch, error, delivery, retryInMs),
    failed: (batch, error) => report.failed("load", batch, error),
  };
}

export interface LoadedGroup {
  /** Every batch of the group once, as the ledger lists it. */
  readonly batches: LoadedBatch[];
  readonly freshCount: number;
}

/**
 * Failure: before the commit nothing is visible and the batches are redelivered. After it they are in the ledger, so
 * the next delivery skips their rows. If the commit's answer is lost, one of the two holds.
 *
 * @returns `closed` when the run has ended and the batches are useless; `lost` when the broker lost a part of their
 *   rows: the registry then finds the rows missing and has the split read again.
 */
export async function loadBatches(
  destinations: Destinations,
  log: Logger,
  batches: readonly Batch[],
  readObject: ReadObject,
): Promise<LoadedGroup | "closed" | "lost"> {
  const { runId } = batches[0]!;
  for (const batch of batches) assertIntact(batch);
  try {
    return await loadInTransaction(destinations, log, batches, readObject);
  } catch (error) {
    if (!(error instanceof PipelineError) || error.code !== "object_lost") throw error;
    log.warn({ error, run_id: runId }, "dropped a batch whose row the broker lost");
    return "lost";
  }
}

async function loadInTransaction(
  destinations: Destinations,
  log: Logger,
  batches: readonly Batch[],
  readObject: ReadObject,
): Promise<LoadedGroup | "closed"> {
  const { runId } = batches[0]!;
  return destinations.inTransaction(runId, async (client, target) => {
    const run = await shareLedgerRun(client, runId);
    if (run === undefined) throw lostRun(runId);
    if (run.state !== "open") {
      log.info({ run_id: runId, batch_count: batches.length, state: run.state }, "dropped batches of a closed run");
      return "closed";
    }
    assertShape(batches, run.schemaFingerprint);
    await crashPoint("loader.load.opened");
    const { fresh, known } = await enterBatches(client, runId, batches);
    if (fresh.length === 0) return { batches: inOrder(known), freshCount: 0 };
    const { maxRejects, columns } = run;
    await crashPoint("loader.load.entered");
    const loading = { runId, maxRejects, columns, readNames: () => readNames(client, target, runId) };
    const loaded = await loadRows(client, loading, stagingTable(runId), fresh, readObject);
    await crashPoint("loader.load.copied");
    return { batches: inOrder([...known, ...loaded]), freshCount: fresh.length };
  });
}

/** A different type of the same width would be copied without error. */
function assertShape(batches: readonly Batch[], schemaFingerprint: string): void {
  const other = batches.find((batch) => batch.schemaFingerprint !== schemaFingerprint);
  if (other === undefined) return;
  const { runId, split, sequence } = other;
  const reason = `the columns of batch ${split}.${sequence} differ from those of the staging table`;
  throw new PipelineError("run_inconsistent", reason, { run_id: runId });
}

/** The same batches reported again are the same event, in whatever order they arrived. */
function inOrder(batches: readonly LoadedBatch[]): LoadedBatch[] {
  return batches.toSorted((a, b) => a.split - b.split || a.sequence - b.sequence || a.part - b.part);
}

/** A row in the object store is checked when it is read. */
function assertIntact(batch: Batch): void {
  const { runId, split, sequence } = batch;
  if (batch.objectChunks > 0 || batchChecksum(batch) === batch.checksum) return;
  throw new PipelineError("message_malformed", `batch ${split}.${sequence} does not match its checksum`, {
    run_id: runId,
  });
}

function eventIdOf(runId: string, batches: readonly object[]): string {
  const digest = createHash("sha256").update(JSON.stringify(batches)).digest("hex").slice(0, 24);
  return `${runId}:BatchesLoaded:${digest}`;
}
