/**
 * Takes batches from all partitions in turn and passes them on in groups. One transaction per thousand rows halves the
 * speed of COPY, and a run that fills its partition must not delay others.
 */
import type { JsMsg } from "@nats-io/jetstream";

import { decodeMessage, type ConsumerSpec, type Message } from "@datamantri/contracts";
import type { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { toEndpoint } from "./consume.ts";
import { FairQueue } from "./fair-queue.ts";
import { HeldMessages } from "./held-messages.ts";
import { pullMessages } from "./pull.ts";
import { Settling } from "./settling.ts";
import { Slots } from "./slots.ts";

export interface BatchHandler {
  /**
   * Commits and reports the batches, all of one run; one whose row is in the object store comes alone. Called again
   * with the same ones when the outcome is unknown.
   */
  handle(batches: readonly Message<"RowBatch">[], signal: AbortSignal): Promise<void>;
  readonly maxDeliveries: number;
  delayed(batch: Message<"RowBatch">, error: PipelineError, delivery: number, retryInMs: number): Promise<void>;
  failed(batch: Message<"RowBatch">, error: PipelineError): Promise<void>;
}

export interface BatchOptions {
  /** Groups processed at the same time: COPY sessions. */
  readonly sessions: number;
  /**
   * Bytes of rows in a group, unless a single batch has more. Limits the memory: sessions x this many are in work, and
   * each partition with work holds this many and two batches more.
   */
  readonly groupBytes: number;
  readonly signal: AbortSignal;
}

export interface HeldBatch {
  readonly message: JsMsg;
  readonly batch: Message<"RowBatch">;
}

/** Two per partition keep the loop busy; more only fill the connection (nats-server's max_pending). */
const pulledPerPartition = 2;

/** Loads batches until the signal aborts, and returns when the last group is settled. */
export async function consumeBatches(
  bus: Bus,
  specs: readonly ConsumerSpec[],
  handler: BatchHandler,
  options: BatchOptions,
): Promise<void> {
  const { sessions, groupBytes, signal } = options;
  if (signal.aborted) return;
  using held = new HeldMessages(bus, specs[0]!);
  const slots = new Slots(sessions);
  const settling = new Settling(bus, held, bus.endpoints.add(toEndpoint(specs, sessions)), signal);
  const queue = new FairQueue<HeldBatch>({
    laneCount: specs.length,
    laneSize: groupBytes,
    groupSize: groupBytes,
    keyOf: ({ batch }) => batch.runId,
    // A batch larger than a group is taken alone.
    sizeOf: ({ batch }) => (batch.objectChunks > 0 ? groupBytes + 1 : batch.tuples.length),
  });
  signal.addEventListener("abort", () => queue.close(), { once: true });

  const pulls = specs.map((spec, partition) =>
    pullMessages(bus, spec, { maxMessages: pulledPerPartition, client: "bulkJs", signal }, async (message) => {
      held.add(message);
      let batch: Message<"RowBatch">;
      try {
        batch = decodeMessage("RowBatch", message.data);
      } catch (cause) {
        // The reconciler finds the missing rows and has the split read again.
        return settling.refuse(message, "cannot decode RowBatch", cause);
      }
      await queue.put(partition, { message, batch });
    }),
  );
  const dispatch = async (): Promise<void> => {
    for (;;) {
      await slots.acquire();
      const group = await queue.take();
      if (group.length === 0) break;
      void loadGroup(group, handler, settling, signal).finally(() => slots.release());
    }
    slots.release();
  };
  await Promise.all([...pulls, dispatch()]);
  await slots.idle();
  held.giveBackAll();
}

/** Loads and settles a group of batches, all of one run. */
export function loadGroup(
  group: readonly HeldBatch[],
  handler: BatchHandler,
  settling: Settling,
  signal: AbortSignal,
): Promise<void> {
  const batches = group.map(({ batch }) => batch);
  const [first] = batches as [Message<"RowBatch">];
  const policy = {
    maxDeliveries: handler.maxDeliveries,
    delayed: (error: PipelineError, delivery: number, retryInMs: number) =>
      handler.delayed(first, error, delivery, retryInMs),
    failed: (error: PipelineError) => handler.failed(first, error),
  };
  return settling.run(
    group.map(({ message }) => message),
    policy,
    () => handler.handle(batches, signal),
  );
}
