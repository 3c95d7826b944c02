/**
 * Stores rows larger than a message, in chunks: stream OBJECTS. Each chunk is the last message on a subject derived
 * from its batch's key. A batch always means the same rows, so writing one again, also concurrently, changes nothing.
 * Nothing is left under an unknown name (docs/adr/0008).
 */
import { JetStreamApiError } from "@nats-io/jetstream";

import { objectSubject, objectSubjects, runObjectsSubject, type BatchKey } from "@datamantri/contracts";
import { noteProgress, PipelineError, retry } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { asBusErrors, toBusError } from "./nats-errors.ts";
import { publishOn } from "./publish.ts";

/** Throughput does not grow above 1 MB a message. */
export const chunkBytes = 2 ** 20;

/** Half of the store: beside the largest row there is room for others. */
export const maxObjectBytes = 512 * 2 ** 20;

/** Limit of unconfirmed chunks, as for batches. */
const chunksAtOnce = 4;

/** How long a partly written row waits in a full store for room. */
const fullPatienceMs = 10_000;

/** StreamNotFound: the broker lost the store. */
const streamNotFound = 10059;

/**
 * Stores a batch's row; waits while the store is full or the server down.
 *
 * Failure: after a crash some chunks may exist; a repeat overwrites them. In a full store it removes what it wrote
 * before it waits: two half-written rows could wait for each other.
 *
 * @returns the number of chunks
 */
export async function putObject(bus: Bus, key: BatchKey, bytes: Uint8Array, signal: AbortSignal): Promise<number> {
  const chunkCount = Math.ceil(bytes.length / chunkBytes);
  const putChunk = async (chunk: number): Promise<void> => {
    const payload = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    // Without an id: a chunk that was just removed must be stored again.
    const message = { subject: objectSubject(key, chunk), payload };
    await publishOn(bus, "bulkJs", message, { signal, giveUpAfterMs: fullPatienceMs });
  };
  const putAll = async (): Promise<void> => {
    for (let first = 0; first < chunkCount; first += chunksAtOnce) {
      const count = Math.min(chunksAtOnce, chunkCount - first);
      const puts = await Promise.allSettled(Array.from({ length: count }, (_, i) => putChunk(first + i)));
      const failed = puts.find((put) => put.status === "rejected");
      if (failed) throw failed.reason;
    }
  };
  const putOrClear = async (): Promise<void> => {
    try {
      await putAll();
    } catch (error) {
      if (error instanceof PipelineError && error.code === "bus_full") await removeObject(bus, key);
      throw error;
    }
  };
  await retry(putOrClear, {
    signal,
    giveUpAfterMs: Number.POSITIVE_INFINITY,
    firstMs: 500,
    maxMs: 10_000,
    isRetryable: (error) => error instanceof PipelineError && error.isRetryable,
    onRetry: (error) => bus.log.warn({ error, run_id: key.runId }, "failed to store a large row, retrying"),
  });
  return chunkCount;
}

/**
 * Reads a batch's row with one chunk in memory at a time: the next one is requested when the caller took the previous
 * one. The stream's leader answers, so a missing chunk is really lost.
 *
 * @throws PipelineError `object_lost` when a chunk is missing, `bus_unavailable`.
 */
export async function* readObject(bus: Bus, key: BatchKey, chunkCount: number): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < chunkCount; chunk++) {
    const stored = await readChunk(bus, objectSubject(key, chunk));
    if (stored === null) {
      const { runId, split, sequence, part } = key;
      const message = `batch ${split}.${sequence}.${part} lacks chunk ${chunk} of ${chunkCount}`;
      throw new PipelineError("object_lost", message, { run_id: runId });
    }
    noteProgress();
    yield stored;
  }
}

async function readChunk(bus: Bus, subject: string): Promise<Uint8Array | null> {
  try {
    const stored = await bus.bulkJsm.streams.getMessage("OBJECTS", { last_by_subj: subject });
    return stored?.data ?? null;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return null;
    throw toBusError(error);
  }
}

/** Removes a batch's row. Safe to repeat; for a batch that the ledger lists, or that will be stored again. */
export async function removeObject(bus: Bus, key: BatchKey): Promise<void> {
  await purge(bus, objectSubject(key, "*"));
}

/** Removes the rows of an ended run. */
export async function removeRunObjects(bus: Bus, runId: string): Promise<void> {
  await purge(bus, runObjectsSubject(runId));
}

/** Lists the runs with data in the store. */
export async function listObjectRuns(bus: Bus): Promise<ReadonlySet<string>> {
  const info = await asBusErrors(bus.jsm.streams.info("OBJECTS", { subjects_filter: objectSubjects }));
  return new Set(Object.keys(info.state.subjects ?? {}).map((subject) => subject.split(".")[1]!));
}

async function purge(bus: Bus, filter: string): Promise<void> {
  await asBusErrors(bus.jsm.streams.purge("OBJECTS", { filter }));
}
