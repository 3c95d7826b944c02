/**
 * Rows that are larger than a message, in chunks: stream OBJECTS. Each chunk is the last message on a subject made of its
 * batch's key. A batch always means the same rows, so writing one again, also by two at once, changes nothing, and nothing is
 * left under a name that nobody knows (docs/adr/0008).
 */
import { JetStreamApiError } from "@nats-io/jetstream";

import { objectSubject, objectSubjects, runObjectsSubject, type BatchKey } from "@datamantri/contracts";
import { PipelineError, retry } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { asBusErrors, toBusError } from "./nats-errors.ts";
import { publishOn } from "./publish.ts";

/** Throughput is flat from 1 MB a message up. */
export const chunkBytes = 2 ** 20;

/** Half of the store: beside the largest row there is room for the others. */
export const maxObjectBytes = 512 * 2 ** 20;

/** Unconfirmed chunks, as of batches. */
const chunksAtOnce = 4;

/** How long half a row waits in a full store for the room for its other half. */
const fullPatienceMs = 10_000;

/** StreamNotFound: the broker lost the store. */
const streamNotFound = 10059;

/**
 * Keeps a batch's row; waits also while the store is full or the server away.
 *
 * Failure: after a crash some chunks may be there; a repeat writes them again in their places. In a full store it takes
 * away what it wrote before it waits: two halves of two rows could wait for each other.
 *
 * @returns the number of chunks
 */
export async function putObject(bus: Bus, key: BatchKey, bytes: Uint8Array, signal: AbortSignal): Promise<number> {
  const chunkCount = Math.ceil(bytes.length / chunkBytes);
  const putChunk = async (chunk: number): Promise<void> => {
    const payload = bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    // Without an id: one that was removed a moment ago must be stored again.
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
 * A batch's row, one chunk in memory at a time: the next one is asked for when the caller took the one before. Answered by
 * the stream's leader, so that what it does not have is lost.
 *
 * @throws PipelineError `object_lost` when a chunk is not there, `bus_unavailable`.
 */
export async function* readObject(bus: Bus, key: BatchKey, chunkCount: number): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < chunkCount; chunk++) {
    const stored = await readChunk(bus, objectSubject(key, chunk));
    if (stored === null) {
      const { runId, split, sequence, part } = key;
      const message = `batch ${split}.${sequence}.${part} lacks chunk ${chunk} of ${chunkCount}`;
      throw new PipelineError("object_lost", message, { run_id: runId });
    }
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

/** Safe to repeat; of a batch that the ledger lists, or that will be put again. */
export async function removeObject(bus: Bus, key: BatchKey): Promise<void> {
  await purge(bus, objectSubject(key, "*"));
}

/** Of a run that has ended. */
export async function removeRunObjects(bus: Bus, runId: string): Promise<void> {
  await purge(bus, runObjectsSubject(runId));
}

/** The runs of which the store holds anything. */
export async function listObjectRuns(bus: Bus): Promise<ReadonlySet<string>> {
  const info = await asBusErrors(bus.jsm.streams.info("OBJECTS", { subjects_filter: objectSubjects }));
  return new Set(Object.keys(info.state.subjects ?? {}).map((subject) => subject.split(".")[1]!));
}

async function purge(bus: Bus, filter: string): Promise<void> {
  await asBusErrors(bus.jsm.streams.purge("OBJECTS", { filter }));
}
