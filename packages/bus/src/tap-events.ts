/** Reads EVENTS as an observer: in order, from any sequence, without acknowledgements or side effects. */
import type { Consumer, ConsumerMessages, JsMsg, OrderedConsumerOptions } from "@nats-io/jetstream";
import { DeliverPolicy } from "@nats-io/jetstream";

import {
  decodeMessage,
  filterOf,
  isPublicEventName,
  messageNameOf,
  publicEventNames,
  subjectOf,
  type PublicEvent,
} from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { epochOf } from "./generation.ts";
import { toBusError } from "./nats-errors.ts";

/** A public event and its position. */
export interface StoredEvent {
  /** Sequence in the stream: increases from event to event, with gaps. */
  readonly sequence: number;
  readonly event: PublicEvent;
}

/** Selects events. Default: all. */
export interface EventFilter {
  readonly runId?: string | undefined;
  readonly pipelineId?: string | undefined;
}

export interface EventStreamState {
  /** Creation time of the stream. If it changes, NATS has lost the stream and sequences start from 1. */
  readonly created: string;
  /** Grows when NATS has an older state than before: sequences mean other events. */
  readonly epoch: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

/** Limit of messages that a reader holds. */
const maxHeld = 50;

const readTimeoutMs = 15_000;

/** @throws PipelineError `bus_unavailable`, also while the stream does not exist. */
export async function readEventStream(bus: Bus): Promise<EventStreamState> {
  const { created, state, config } = await bus.feed.jsm.streams.info("EVENTS").catch((error: unknown) => {
    throw toBusError(error);
  });
  return { created, epoch: epochOf(config), firstSequence: state.first_seq, lastSequence: state.last_seq };
}

/**
 * Calls `onEvent` with every public event after a sequence, in order and without gaps, also across reconnections, until
 * the signal aborts. A recreated stream is not detected: compare `readEventStream`.
 *
 * @throws PipelineError `bus_unavailable` when it cannot begin.
 */
export async function followEvents(
  bus: Bus,
  options: { readonly after: number; readonly signal: AbortSignal },
  onEvent: (stored: StoredEvent) => void,
): Promise<void> {
  const messages = await open(bus, {}, options.after);
  const close = (): void => void messages.close();
  options.signal.addEventListener("abort", close, { once: true });
  if (options.signal.aborted) close();
  for await (const message of messages) {
    const stored = toStoredEvent(bus, message);
    if (stored) onEvent(stored);
  }
  options.signal.removeEventListener("abort", close);
}

/** Some of the events after a sequence, oldest first. */
interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Every event up to here that matches the filter is in this page or was before it. */
  readonly upTo: number;
}

/**
 * Reads the next events in the stream.
 *
 * @param range `upTo`: last sequence to read; `maxBytes`: of messages, after which the page ends.
 * @throws PipelineError `bus_unavailable`
 */
export async function readEvents(
  bus: Bus,
  filter: EventFilter,
  range: { readonly after: number; readonly upTo: number; readonly maxBytes: number },
): Promise<EventPage> {
  if (range.after >= range.upTo) return { events: [], upTo: range.after };
  const consumer = await bus.feed.js.consumers.get("EVENTS", optionsOf(filter, range.after)).catch((error: unknown) => {
    throw toBusError(error);
  });
  try {
    if ((await consumer.info()).num_pending === 0) return { events: [], upTo: range.upTo };
    return await readPage(bus, consumer, range);
  } catch (error) {
    throw toBusError(error);
  } finally {
    // NATS would delete it after five minutes of inactivity.
    await consumer.delete().catch(() => undefined);
  }
}

async function readPage(
  bus: Bus,
  consumer: Consumer,
  range: { readonly upTo: number; readonly maxBytes: number },
): Promise<EventPage> {
  const messages = await consumer.consume({ max_messages: maxHeld, expires: 10_000 });
  // The stream was lost: there are no more events.
  const giveUp = setTimeout(() => void messages.close(), readTimeoutMs);
  const events: StoredEvent[] = [];
  let byteCount = 0;
  try {
    for await (const message of messages) {
      if (message.seq > range.upTo) return { events, upTo: range.upTo };
      const stored = toStoredEvent(bus, message);
      if (stored) events.push(stored);
      if (message.info.pending === 0 || message.seq === range.upTo) return { events, upTo: range.upTo };
      byteCount += message.data.length;
      if (byteCount >= range.maxBytes) return { events, upTo: message.seq };
    }
  } finally {
    clearTimeout(giveUp);
    await messages.close();
  }
  throw new PipelineError("bus_unavailable", "the stream EVENTS does not respond");
}

/** Position of a run's last event of one kind; undefined if the stream does not have it. */
export async function findLastEvent(
  bus: Bus,
  name: PublicEvent["name"],
  ids: { readonly pipelineId: string; readonly runId: string },
): Promise<number | undefined> {
  const query = { last_by_subj: subjectOf(name, ids) };
  const message = await bus.feed.jsm.streams.getMessage("EVENTS", query).catch((error: unknown) => {
    throw toBusError(error);
  });
  return message?.seq;
}

async function open(bus: Bus, filter: EventFilter, after: number): Promise<ConsumerMessages> {
  try {
    const consumer = await bus.feed.js.consumers.get("EVENTS", optionsOf(filter, after));
    return await consumer.consume({ max_messages: maxHeld, expires: 10_000 });
  } catch (error) {
    throw toBusError(error);
  }
}

function optionsOf(filter: EventFilter, after: number): Partial<OrderedConsumerOptions> {
  return {
    filter_subjects: publicEventNames.map((name) => filterOf(name, { ...filter })),
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
  };
}

function toStoredEvent(bus: Bus, message: JsMsg): StoredEvent | undefined {
  const name = messageNameOf(message.subject);
  try {
    if (!isPublicEventName(name)) return undefined;
    const eventId = message.headers?.get("ce-id") ?? "";
    const time = Date.parse(message.headers?.get("ce-time") ?? "");
    const timeMs = Number.isNaN(time) ? Math.floor(message.info.timestampNanos / 1e6) : time;
    const event = { name, body: decodeMessage(name, message.data), eventId, timeMs } as PublicEvent;
    return { sequence: message.seq, event };
  } catch (error) {
    bus.log.warn({ error, subject: message.subject }, "ignored an event that could not be decoded");
    return undefined;
  }
}
