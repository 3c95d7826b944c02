/** Publishing: complete when JetStream confirmed, and safe to repeat because the message id stays the same. */
import { headers as createHeaders, type MsgHdrs } from "@nats-io/transport-node";

import {
  cloudEventHeaders,
  encodeMessage,
  subjectOf,
  batchMessageId,
  type EventName,
  type Message,
} from "@datamantri/contracts";
import { noteProgress, PipelineError, retry, toPipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { toBusError } from "./nats-errors.ts";

export interface OutgoingMessage {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** Equal ids of one service within the stream's window are stored once. */
  readonly messageId: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PublishOptions {
  readonly signal: AbortSignal;
  /** Time after which the failure is thrown. Default: never. */
  readonly giveUpAfterMs?: number;
}

/**
 * Publishes and waits until JetStream stored the message; waits while the stream is full or the server down.
 *
 * Failure: after a crash the message may or may not be stored; the same id makes a repeat harmless.
 *
 * @throws PipelineError `bus_unavailable` or `bus_full` after `giveUpAfterMs`, `row_too_large` at once.
 */
export async function publish(bus: Bus, message: OutgoingMessage, options: PublishOptions): Promise<void> {
  await publishOn(bus, "js", message, options);
}

/** Like `publish`, on either connection; without an id every repeat is stored. */
export async function publishOn(
  bus: Bus,
  client: "js" | "bulkJs",
  message: Omit<OutgoingMessage, "messageId"> & { readonly messageId?: string },
  options: PublishOptions,
): Promise<void> {
  const headers = toHeaders(message.headers ?? {});
  const send = async (): Promise<void> => {
    try {
      const id = message.messageId === undefined ? {} : { msgID: bus.toMessageId(message.messageId) };
      await bus[client].publish(message.subject, message.payload, { ...id, headers });
    } catch (error) {
      throw toBusError(error);
    } finally {
      // A full stream is how loaders slow down extractors: waiting for room is no stall.
      noteProgress();
    }
  };
  await retry(send, {
    signal: options.signal,
    giveUpAfterMs: options.giveUpAfterMs ?? Number.POSITIVE_INFINITY,
    firstMs: 20,
    maxMs: 300,
    isRetryable: (error) => error instanceof PipelineError && error.isRetryable,
    onRetry: (error, attempt) => {
      // A full stream is how loaders slow down extractors, so it is not logged.
      const known = toPipelineError(error);
      if (known.code !== "bus_full" && attempt % 10 === 0) {
        bus.log.warn({ error: known, subject: message.subject }, "failed to publish, retrying");
      }
    },
  });
}

function toHeaders(values: Readonly<Record<string, string>>): MsgHdrs {
  const headers = createHeaders();
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
  return headers;
}

/** Makes the message that publishes an event of a run, with CloudEvents attributes. */
export function toEventMessage<Name extends EventName>(
  bus: Pick<Bus, "service" | "instance">,
  name: Name,
  event: Message<Name> & { readonly runId: string; readonly pipelineId: string },
  eventId: string,
  timeMs = Date.now(),
): OutgoingMessage {
  const { pipelineId, runId } = event;
  const { service: source, instance } = bus;
  return {
    subject: subjectOf(name, event),
    payload: encodeMessage(name, event),
    messageId: eventId,
    headers: cloudEventHeaders({ id: eventId, name, source, instance, pipelineId, runId, timeMs }),
  };
}

/**
 * Publishes an event of a run. Repeats carry the same id.
 *
 * @param eventId derived from the event, not from the time of publishing.
 */
export async function publishEvent<Name extends EventName>(
  bus: Bus,
  name: Name,
  event: Message<Name> & { readonly runId: string; readonly pipelineId: string },
  eventId: string,
  options: PublishOptions,
): Promise<void> {
  await publish(bus, toEventMessage(bus, name, event, eventId), options);
}

/**
 * Publishes batches with a limited number unconfirmed. The transport has no back-pressure of its own, so this window
 * limits the memory. Measured: 4 saturate JetStream and more only add latency.
 */
export class BatchWindow {
  static readonly size = 4;
  readonly #bus: Bus;
  readonly #signal: AbortSignal;
  readonly #inFlight = new Set<Promise<void>>();
  #failure: unknown;

  constructor(bus: Bus, signal: AbortSignal) {
    this.#bus = bus;
    this.#signal = signal;
  }

  /** Resolves when there is room for the next one. @throws the first failure of an earlier one. */
  async publish(batch: Message<"RowBatch">, attempt: number): Promise<void> {
    while (this.#inFlight.size >= BatchWindow.size) await Promise.race(this.#inFlight);
    this.#throwFailure();
    const sending = this.#send(batch, attempt)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
  }

  /** Resolves when JetStream confirmed every batch. */
  async flush(): Promise<void> {
    await Promise.all(this.#inFlight);
    this.#throwFailure();
  }

  async #send(batch: Message<"RowBatch">, attempt: number): Promise<void> {
    const message = { subject: subjectOf("RowBatch", batch), payload: encodeMessage("RowBatch", batch) };
    // After each write to the object store a loader must receive the batch, or the row would never be removed.
    const id = batch.objectChunks > 0 ? {} : { messageId: batchMessageId(batch, attempt) };
    await publishOn(this.#bus, "bulkJs", { ...message, ...id }, { signal: this.#signal });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
