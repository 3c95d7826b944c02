/** Consumes messages of several queues, each with its handler. settling.ts acts on the outcome. */
import type { JsMsg } from "@nats-io/jetstream";

import {
  decodeMessage,
  messageNameOf,
  queueOf,
  type ConsumerSpec,
  type Message,
  type MessageName,
} from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import type { EndpointSpec } from "./endpoints.ts";
import { HeldMessages } from "./held-messages.ts";
import { pullMessages } from "./pull.ts";
import { Settling, type FailurePolicy } from "./settling.ts";
import { Slots } from "./slots.ts";

export interface Delivery {
  /** From 1; JetStream's redeliveries, not our re-issues. */
  readonly delivery: number;
  /** CloudEvents id of an event. */
  readonly eventId: string;
  readonly timeMs: number;
  /** Aborts when the process stops. */
  readonly signal: AbortSignal;
}

export interface MessageHandler<Name extends MessageName> {
  /** Does the work, commits it and reports it. Called again for the same message when the outcome is unknown. */
  handle(message: Message<Name>, delivery: Delivery): Promise<void>;
  /** Deliveries after which a temporary failure counts as permanent. */
  readonly maxDeliveries: number;
  /** Reports that the work waits and why. */
  delayed?(message: Message<Name>, error: PipelineError, delivery: number, retryInMs: number): Promise<void>;
  /** Reports that the work failed for good. Without it the message becomes a dead letter. */
  failed?(message: Message<Name>, error: PipelineError): Promise<void>;
}

export type Handlers = { readonly [Name in MessageName]?: MessageHandler<Name> };

interface ConsumeOptions {
  /** Messages processed at the same time, over all given consumers. */
  readonly slots: number;
  readonly signal: AbortSignal;
}

/**
 * Passes messages to their handlers until the signal aborts, and returns when the last handler has. Several consumers
 * take turns: one waiting message each.
 */
export async function consume(
  bus: Bus,
  specs: readonly ConsumerSpec[],
  handlers: Handlers,
  options: ConsumeOptions,
): Promise<void> {
  using held = new HeldMessages(bus, specs[0]!);
  const slots = new Slots(options.slots);
  const { signal } = options;
  const settling = new Settling(bus, held, bus.endpoints.add(toEndpoint(specs, options.slots)), signal);
  const pull = { maxMessages: 1, client: "js", signal } as const;
  const loops = specs.map((spec) =>
    pullMessages(bus, spec, pull, async (message) => {
      held.add(message);
      await slots.acquire();
      void handleMessage(message, handlers, settling, signal).finally(() => slots.release());
    }),
  );
  await Promise.all(loops);
  await slots.idle();
}

/** Statistics about a queue's work in this process. */
export function toEndpoint(specs: readonly ConsumerSpec[], slots: number): EndpointSpec {
  const name = queueOf(specs[0]!);
  return { name, subject: specs.flatMap(({ filters }) => filters).join(" "), queueGroup: name, slots };
}

/** Handles and settles one message. */
export async function handleMessage(
  message: JsMsg,
  handlers: Handlers,
  settling: Settling,
  signal: AbortSignal,
): Promise<void> {
  const name = messageNameOf(message.subject);
  const handler: MessageHandler<MessageName> | undefined = name && handlers[name];
  if (name === undefined || !handler) return settling.refuse(message, `nothing handles ${message.subject}`);
  let body: Message<MessageName>;
  try {
    body = decodeMessage(name, message.data);
  } catch (cause) {
    return settling.refuse(message, `cannot decode ${name}`, cause);
  }
  const { deliveryCount: delivery, timestampNanos } = message.info;
  const eventId = message.headers?.get("ce-id") ?? "";
  const timeMs = Math.floor(timestampNanos / 1e6);
  const policy: FailurePolicy = {
    maxDeliveries: handler.maxDeliveries,
    delayed: async (error, tries, retryInMs) => handler.delayed?.(body, error, tries, retryInMs),
    ...(handler.failed ? { failed: async (error) => handler.failed?.(body, error) } : {}),
  };
  await settling.run([message], policy, () => handler.handle(body, { delivery, eventId, timeMs, signal }));
}
