/**
 * Consuming: the only place that turns an error's policy into ack, redelivery, failure or dead letter.
 *
 * Acking is the last step: a handler returns after its effects are committed and reported.
 */
import type { JsMsg } from "@nats-io/jetstream";

import {
  deadLetterSubject,
  decodeMessage,
  messageNameOf,
  queueOf,
  type ConsumerSpec,
  type Message,
  type MessageName,
} from "@datamantri/contracts";
import { backoffMs, PipelineError, toPipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import type { Endpoint, EndpointSpec } from "./endpoints.ts";
import { HeldMessages } from "./held-messages.ts";
import { publish } from "./publish.ts";
import { pullMessages } from "./pull.ts";
import { Slots } from "./slots.ts";

export interface Delivery {
  /** From 1; JetStream's redeliveries, not our re-issues. */
  readonly delivery: number;
  /** CloudEvents id, of events. */
  readonly eventId: string;
  readonly timeMs: number;
  /** Aborts when the process stops. */
  readonly signal: AbortSignal;
}

export interface MessageHandler<Name extends MessageName> {
  /** Does the work, commits it and reports it. Called again for the same message whenever the outcome is unknown. */
  handle(message: Message<Name>, delivery: Delivery): Promise<void>;
  /** Deliveries after which a passing trouble counts as lasting. */
  readonly maxDeliveries: number;
  /** Says that the work waits and why. */
  delayed?(message: Message<Name>, error: PipelineError, delivery: number, retryInMs: number): Promise<void>;
  /** Says that the work failed for good. Without it the message becomes a dead letter. */
  failed?(message: Message<Name>, error: PipelineError): Promise<void>;
}

export type Handlers = { readonly [Name in MessageName]?: MessageHandler<Name> };

export interface ConsumeOptions {
  /** Messages worked on at the same time, over all consumers given. */
  readonly slots: number;
  readonly signal: AbortSignal;
}

/** Characters of an error in a dead letter's header. */
const maxReasonLength = 1_000;

/** Between deliveries of a message that met a passing trouble. */
const redelivery = { firstMs: 1_000, maxMs: 30_000 };

/**
 * Hands messages to their handlers until the signal aborts, and returns when the last handler did.
 * Several consumers take turns: one waiting message each.
 */
export async function consume(
  bus: Bus,
  specs: readonly ConsumerSpec[],
  handlers: Handlers,
  options: ConsumeOptions,
): Promise<void> {
  using held = new HeldMessages(specs[0]!.ackWaitMs);
  const slots = new Slots(options.slots);
  const endpoint = bus.endpoints.add(toEndpoint(specs, options.slots));
  const pull = { maxMessages: 1, client: "js", signal: options.signal } as const;
  const loops = specs.map((spec) =>
    pullMessages(bus, spec, pull, async (message) => {
      held.add(message);
      await slots.acquire();
      void processMessage(bus, message, handlers, held, endpoint, options.signal).finally(() => slots.release());
    }),
  );
  await Promise.all(loops);
  await slots.idle();
}

/** What is known of a queue's work in this process. */
export function toEndpoint(specs: readonly ConsumerSpec[], slots: number): EndpointSpec {
  const name = queueOf(specs[0]!);
  return { name, subject: specs.flatMap(({ filters }) => filters).join(" "), queueGroup: name, slots };
}

async function processMessage(
  bus: Bus,
  message: JsMsg,
  handlers: Handlers,
  held: HeldMessages,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<void> {
  const decoded = decode(message, handlers);
  const begun = endpoint.begin();
  if (decoded instanceof PipelineError) {
    begun.end(decoded);
    await abandon(bus, message, decoded, held, signal);
    return;
  }
  const { handler, body } = decoded;
  const delivery = message.info.deliveryCount;
  try {
    signal.throwIfAborted();
    await handler.handle(body, {
      delivery,
      eventId: message.headers?.get("ce-id") ?? "",
      timeMs: Math.floor(message.info.timestampNanos / 1e6),
      signal,
    });
    held.ack(message);
    begun.end();
  } catch (error) {
    if (signal.aborted) {
      held.giveBack(message, 0);
      begun.drop();
    } else {
      begun.end(error);
      await settle(bus, message, handler, body, toPipelineError(error), held, signal);
    }
  }
}

/** What the error's policy says: again later, or failed for good. */
async function settle(
  bus: Bus,
  message: JsMsg,
  handler: MessageHandler<MessageName>,
  body: Message<MessageName>,
  error: PipelineError,
  held: HeldMessages,
  signal: AbortSignal,
): Promise<void> {
  const delivery = message.info.deliveryCount;
  const waitMs = backoffMs(delivery - 1, redelivery);
  try {
    if (error.isRetryable && delivery < handler.maxDeliveries) {
      bus.log.warn({ error, subject: message.subject, delivery }, "delayed work");
      await handler.delayed?.(body, error, delivery, waitMs);
      held.giveBack(message, waitMs);
    } else if (handler.failed) {
      bus.log.warn({ error, subject: message.subject, delivery }, "failed work");
      await handler.failed(body, error);
      held.ack(message);
    } else {
      await abandon(bus, message, error, held, signal);
    }
  } catch (settleError) {
    // The report did not get through: the work comes again, and so does the report.
    bus.log.error({ error: settleError, subject: message.subject }, "failed to settle work");
    held.giveBack(message, waitMs);
  }
}

function decode(
  message: JsMsg,
  handlers: Handlers,
): { handler: MessageHandler<MessageName>; body: Message<MessageName> } | PipelineError {
  const name = messageNameOf(message.subject);
  const handler = name && handlers[name];
  if (!handler) return new PipelineError("message_malformed", `nothing handles ${message.subject}`);
  try {
    return {
      handler: handler as unknown as MessageHandler<MessageName>,
      body: decodeMessage(name, message.data) as Message<MessageName>,
    };
  } catch (cause) {
    return new PipelineError("message_malformed", `cannot decode ${name}`, { subject: message.subject }, { cause });
  }
}

/** Keeps what cannot be handled where a person can look at it, then lets it go. */
async function abandon(
  bus: Bus,
  message: JsMsg,
  error: PipelineError,
  held: HeldMessages,
  signal: AbortSignal,
): Promise<void> {
  const { stream, streamSequence } = message.info;
  // A header is one line.
  const reason = error.message.replaceAll(/\s+/g, " ").slice(0, maxReasonLength);
  const letter = {
    subject: deadLetterSubject(stream, message.subject),
    payload: message.data,
    messageId: `${stream}:${streamSequence}:${message.info.timestampNanos}`,
    headers: { "dm-error-code": error.code, "dm-error": reason, "dm-sequence": String(streamSequence) },
  };
  try {
    await publish(bus, letter, { signal, giveUpAfterMs: 10_000 });
    held.ack(message);
    bus.log.error({ error, subject: message.subject }, "dead-lettered a message");
  } catch (publishError) {
    // It comes again, and so does the attempt to keep it.
    if (!signal.aborted) bus.log.warn({ error: publishError, subject: message.subject }, "failed to dead-letter");
    held.giveBack(message, signal.aborted ? 0 : redelivery.maxMs);
  }
}
