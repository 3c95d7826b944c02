/**
 * Takes batches from all partitions in turn and hands them on in groups: one transaction per thousand rows halves the
 * speed of COPY, and a run that fills its partition must not hold the others up.
 */
import type { JsMsg } from "@nats-io/jetstream";

import { decodeMessage, type ConsumerSpec, type Message } from "@datamantri/contracts";
import { backoffMs, PipelineError, toPipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { toEndpoint } from "./consume.ts";
import type { Endpoint } from "./endpoints.ts";
import { FairQueue } from "./fair-queue.ts";
import { HeldMessages } from "./held-messages.ts";
import { pullMessages } from "./pull.ts";
import { Slots } from "./slots.ts";

export interface BatchHandler {
  /** Commits and reports the batches, all of one run; one whose row is in the object store comes alone. Called again with the same ones whenever the outcome is unknown. */
  handle(batches: readonly Message<"RowBatch">[], signal: AbortSignal): Promise<void>;
  readonly maxDeliveries: number;
  delayed(batch: Message<"RowBatch">, error: PipelineError, delivery: number, retryInMs: number): Promise<void>;
  failed(batch: Message<"RowBatch">, error: PipelineError): Promise<void>;
}

export interface BatchOptions {
  /** Groups worked on at the same time: COPY sessions. */
  readonly sessions: number;
  /**
   * Bytes of rows in a group, unless a single batch has more. Bounds the memory: sessions x this many are worked on,
   * and each partition that has work holds this many and two batches more.
   */
  readonly groupBytes: number;
  readonly signal: AbortSignal;
}

interface Held {
  readonly message: JsMsg;
  readonly batch: Message<"RowBatch">;
}

/** Two per partition keep the loop fed; more only fill the connection (nats-server's max_pending). */
const pulledPerPartition = 2;

const redelivery = { firstMs: 1_000, maxMs: 30_000 };

/** Loads batches until the signal aborts, and returns when the last group is settled. */
export async function consumeBatches(
  bus: Bus,
  specs: readonly ConsumerSpec[],
  handler: BatchHandler,
  options: BatchOptions,
): Promise<void> {
  const { sessions, groupBytes, signal } = options;
  if (signal.aborted) return;
  using held = new HeldMessages(specs[0]!.ackWaitMs);
  const slots = new Slots(sessions);
  const endpoint = bus.endpoints.add(toEndpoint(specs, sessions));
  const queue = new FairQueue<Held>({
    laneCount: specs.length,
    laneSize: groupBytes,
    groupSize: groupBytes,
    keyOf: ({ batch }) => batch.runId,
    // Whatever is larger than a group is taken alone.
    sizeOf: ({ batch }) => (batch.objectChunks > 0 ? groupBytes + 1 : batch.tuples.length),
  });
  signal.addEventListener("abort", () => queue.close(), { once: true });

  const pulls = specs.map((spec, partition) =>
    pullMessages(bus, spec, { maxMessages: pulledPerPartition, client: "bulkJs", signal }, async (message) => {
      held.add(message);
      const batch = decode(bus, message, held);
      if (batch) await queue.put(partition, { message, batch });
    }),
  );
  const dispatch = async (): Promise<void> => {
    for (;;) {
      await slots.acquire();
      const group = await queue.take();
      if (group.length === 0) break;
      void settleGroup(bus, group, handler, held, endpoint, signal).finally(() => slots.release());
    }
    slots.release();
  };
  await Promise.all([...pulls, dispatch()]);
  await slots.idle();
  held.giveBackAll();
}

function decode(bus: Bus, message: JsMsg, held: HeldMessages): Message<"RowBatch"> | undefined {
  try {
    return decodeMessage("RowBatch", message.data);
  } catch (error) {
    // The registry notices that rows are missing and has the split read again.
    bus.log.error({ error, subject: message.subject }, "dropped a batch that cannot be decoded");
    held.ack(message);
    return undefined;
  }
}

async function settleGroup(
  bus: Bus,
  group: readonly Held[],
  handler: BatchHandler,
  held: HeldMessages,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<void> {
  const begun = endpoint.begin(group.length);
  try {
    signal.throwIfAborted();
    await handler.handle(
      group.map(({ batch }) => batch),
      signal,
    );
    for (const { message } of group) held.ack(message);
    begun.end();
  } catch (thrown) {
    if (signal.aborted) {
      begun.drop();
      for (const { message } of group) held.giveBack(message, 0);
      return;
    }
    begun.end(thrown);
    await settleFailure(bus, group, toPipelineError(thrown), handler, held);
  }
}

async function settleFailure(
  bus: Bus,
  group: readonly Held[],
  error: PipelineError,
  handler: BatchHandler,
  held: HeldMessages,
): Promise<void> {
  const { batch, message } = group[0]!;
  const delivery = message.info.deliveryCount;
  const waitMs = backoffMs(delivery - 1, redelivery);
  const willRetry = error.isRetryable && delivery < handler.maxDeliveries;
  bus.log.warn({ error, run_id: batch.runId, delivery, batch_count: group.length }, "failed to load batches");
  try {
    if (willRetry) await handler.delayed(batch, error, delivery, waitMs);
    else await handler.failed(batch, error);
  } catch (reportError) {
    bus.log.error({ error: reportError, run_id: batch.runId }, "failed to report");
    for (const one of group) held.giveBack(one.message, waitMs);
    return;
  }
  for (const one of group) {
    if (willRetry) held.giveBack(one.message, waitMs);
    else held.ack(one.message);
  }
}
