/**
 * The process's one subscription to EVENTS, and its clients' reads. A client is only a position: it reads the events
 * after it, from memory or from the stream, and waits for more. No client can make the process buffer anything, and
 * none can miss an event.
 */
import { setTimeout as delay } from "node:timers/promises";

import {
  findLastEvent,
  followEvents,
  readEvents,
  readEventStream,
  Slots,
  type Bus,
  type EventFilter,
  type EventStreamState,
  type StoredEvent,
} from "@datamantri/bus";
import { toStreamedEventView, type PublicEventName } from "@datamantri/contracts";

import { formatEventId, toEpoch, type EventPosition } from "./event-id.ts";
import { EventRing, type EventFrame, type FramePage } from "./event-ring.ts";

export interface EventFeedOptions {
  /** Bytes of recent events in memory. */
  readonly ringBytes: number;
  /** Interval of checks whether the stream was recreated. */
  readonly checkEveryMs: number;
  /** Called for each event, before any client receives it. */
  readonly onEvent?: (name: PublicEventName) => void;
}

/** Bytes of events given to one client at once. */
const pageBytes = 64 * 1024;
/** Bytes of messages read from the stream at once: each read has a fixed cost. */
const readBytes = 256 * 1024;
/** Limit of concurrent reads of the stream; others wait their turn. */
const maxReads = 8;

const retryMs = 1_000;

export class EventFeed {
  readonly #bus: Bus;
  readonly #options: EventFeedOptions;
  readonly #waiting = new Set<() => void>();
  readonly #reads = new Slots(maxReads);
  #epoch = "";
  #ring = new EventRing(0, 0);
  #isWaking = false;

  private constructor(bus: Bus, options: EventFeedOptions) {
    this.#bus = bus;
    this.#options = options;
  }

  /** @throws PipelineError `bus_unavailable` */
  static async open(bus: Bus, options: EventFeedOptions): Promise<EventFeed> {
    const feed = new EventFeed(bus, options);
    const state = await readEventStream(bus);
    feed.#begin(state, state.lastSequence);
    return feed;
  }

  /** Position of the latest event. */
  get head(): EventPosition {
    return { epoch: this.#epoch, sequence: this.#ring.head };
  }

  /** Listens until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const renewed = await this.#listen(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#bus.log.warn({ error }, "failed to listen to events, retrying");
        return undefined;
      });
      if (renewed) this.#begin(renewed, 0);
      else await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Returns the next events after a position of the current epoch. An empty page means that there are none yet.
   *
   * @throws PipelineError `bus_unavailable` when they are no longer in memory and NATS is down.
   */
  async page(after: number, filter: EventFilter): Promise<FramePage> {
    return this.#ring.page(after, filter, pageBytes) ?? (await this.#readPage(after, filter));
  }

  /** True if the position is valid and the stream still has everything after it. */
  async canResume({ epoch, sequence }: EventPosition): Promise<boolean> {
    if (epoch !== this.#epoch) return false;
    if (sequence <= this.#ring.head && this.#ring.page(sequence, {}, 1)) return true;
    const state = await readEventStream(this.#bus);
    const { firstSequence, lastSequence } = state;
    return toEpoch(state) === epoch && sequence >= firstSequence - 1 && sequence <= lastSequence;
  }

  /** Position of the run's last event of this kind, if the stream has it. */
  async find(
    name: PublicEventName,
    ids: { readonly pipelineId: string; readonly runId: string },
  ): Promise<EventPosition | undefined> {
    const epoch = this.#epoch;
    const sequence = await findLastEvent(this.#bus, name, ids);
    return sequence === undefined ? undefined : { epoch, sequence };
  }

  /** Resolves when there may be events after this position, the timeout has passed, or the signal aborts. */
  async changed({ epoch, sequence }: EventPosition, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || epoch !== this.#epoch || sequence < this.#ring.head) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const timer = setTimeout(wake, timeoutMs);
    this.#waiting.add(wake);
    signal.addEventListener("abort", wake, { once: true });
    await promise;
    signal.removeEventListener("abort", wake);
    this.#waiting.delete(wake);
    clearTimeout(timer);
  }

  #begin(state: EventStreamState, after: number): void {
    this.#epoch = toEpoch(state);
    this.#ring = new EventRing(this.#options.ringBytes, after);
    this.#wake();
  }

  /** @returns the stream's state when it was recreated. */
  async #listen(signal: AbortSignal): Promise<EventStreamState | undefined> {
    const round = new AbortController();
    const ending = AbortSignal.any([signal, round.signal]);
    const ring = this.#ring;
    const epoch = this.#epoch;
    const following = followEvents(this.#bus, { after: ring.head, signal: ending }, (stored) => {
      this.#options.onEvent?.(stored.event.name);
      ring.push(toFrame(epoch, stored));
      this.#wake();
    });
    try {
      return await Promise.race([following.then(() => undefined), this.#awaitRenewal(ending)]);
    } finally {
      round.abort();
      await following.catch(() => undefined);
    }
  }

  async #awaitRenewal(signal: AbortSignal): Promise<EventStreamState | undefined> {
    while (!signal.aborted) {
      await delay(this.#options.checkEveryMs, undefined, { signal }).catch(() => undefined);
      // While NATS is down, or the stream not yet recreated, there is nothing to compare.
      const state = await readEventStream(this.#bus).catch(() => undefined);
      if (state && toEpoch(state) !== this.#epoch) return state;
    }
    return undefined;
  }

  async #readPage(after: number, filter: EventFilter): Promise<FramePage> {
    const { epoch, sequence: head } = this.head;
    await this.#reads.acquire();
    try {
      const { events, upTo } = await readEvents(this.#bus, filter, { after, upTo: head, maxBytes: readBytes });
      return { frames: events.map((stored) => toFrame(epoch, stored)), upTo };
    } finally {
      this.#reads.release();
    }
  }

  /** Wakes waiting clients once for all events that arrived together. */
  #wake(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    setImmediate(() => {
      this.#isWaking = false;
      for (const resolve of this.#waiting) resolve();
    });
  }
}

function toFrame(epoch: string, { sequence, event }: StoredEvent): EventFrame {
  const { runId, pipelineId } = event.body;
  const id = formatEventId({ epoch, sequence });
  return {
    sequence,
    name: event.name,
    runId,
    pipelineId,
    id,
    json: JSON.stringify({ id, ...toStreamedEventView(event) }),
  };
}
