/**
 * JetStream in memory: streams of messages and durable consumers, with what they may do wrong. It follows
 * https://docs.nats.io/nats-concepts/jetstream as far as the product relies on it.
 */
import type { ConsumerConfig, StreamConfig } from "@nats-io/jetstream";

export interface StoredMessage {
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: ReadonlyMap<string, string>;
  readonly atMs: number;
}

/** A message that a consumer has delivered and that is not acknowledged. */
interface Delivered {
  readonly deliveries: number;
  /** When the consumer delivers it again; infinite until time passes. */
  readonly againAtMs: number;
}

interface Consumer {
  readonly config: Partial<ConsumerConfig>;
  readonly delivered: Map<number, Delivered>;
  readonly acknowledged: Set<number>;
}

interface Stream {
  readonly config: Partial<StreamConfig>;
  readonly created: string;
  lastSeq: number;
  readonly messages: Map<number, StoredMessage>;
  /** When each message id was stored. */
  readonly ids: Map<string, { readonly seq: number; readonly atMs: number }>;
  readonly consumers: Map<string, Consumer>;
}

/** A message of a consumer, as it is delivered. */
export interface Delivery {
  readonly stream: string;
  readonly consumer: string;
  readonly message: StoredMessage;
  readonly deliveries: number;
}

export type Streams = ReadonlyMap<string, Stream>;

const nanosPerMs = 1_000_000;

export class Broker {
  #streams = new Map<string, Stream>();
  #createdCount = 0;
  /** Acknowledged messages, newest first: an acknowledgement may turn out to be lost. */
  #acknowledged: Delivery[] = [];

  /** Subjects of all messages that were ever stored. */
  readonly #everStored: string[] = [];

  hasEverStored(end: string): boolean {
    return this.#everStored.some((subject) => subject.endsWith(end));
  }

  get streams(): Streams {
    return this.#streams;
  }

  createStream(config: Partial<StreamConfig>): Stream {
    const created = new Date(Date.now() + ++this.#createdCount).toISOString();
    const stream = { config, created, lastSeq: 0, messages: new Map(), ids: new Map(), consumers: new Map() };
    this.#streams.set(config.name!, stream);
    return stream;
  }

  createConsumer(stream: string, config: Partial<ConsumerConfig>): void {
    const consumer = { config, delivered: new Map(), acknowledged: new Set<number>() };
    this.#streams.get(stream)?.consumers.set(config.durable_name!, consumer);
  }

  /** @returns false if no stream has the subject, as without an answer. */
  store(subject: string, data: Uint8Array, headers: ReadonlyMap<string, string>, id: string | undefined): boolean {
    const stream = [...this.#streams.values()].find(({ config }) =>
      config.subjects!.some((each) => fits(subject, each)),
    );
    if (!stream) return false;
    const now = Date.now();
    const windowMs = (stream.config.duplicate_window ?? 0) / nanosPerMs;
    const known = id === undefined ? undefined : stream.ids.get(id);
    if (known && now - known.atMs < windowMs) return true;
    const seq = ++stream.lastSeq;
    this.#everStored.push(subject);
    stream.messages.set(seq, { seq, subject, data, headers, atMs: now });
    if (id !== undefined) stream.ids.set(id, { seq, atMs: now });
    return true;
  }

  /** What the consumer would deliver now, oldest first. */
  waiting(stream: string, name: string): readonly (StoredMessage & { readonly deliveries: number })[] {
    const consumer = this.#consumer(stream, name);
    if (!consumer) return [];
    const now = Date.now();
    return this.#unacknowledged(stream, consumer)
      .filter(({ seq }) => (consumer.delivered.get(seq)?.againAtMs ?? 0) <= now)
      .map((message) => ({ ...message, deliveries: consumer.delivered.get(message.seq)?.deliveries ?? 0 }));
  }

  countUnacknowledged(stream: string, name: string): number {
    const consumer = this.#consumer(stream, name);
    return consumer ? this.#unacknowledged(stream, consumer).length : 0;
  }

  /** The last message before the first that is not acknowledged. */
  ackFloor(stream: string, name: string): number {
    const consumer = this.#consumer(stream, name)!;
    const [first] = this.#unacknowledged(stream, consumer);
    return first ? first.seq - 1 : this.#streams.get(stream)!.lastSeq;
  }

  /** True if a consumer has a message that is not acknowledged. */
  hasUnacknowledged(): boolean {
    return [...this.#streams].some(([name, { consumers }]) =>
      [...consumers.values()].some((consumer) => this.#unacknowledged(name, consumer).length > 0),
    );
  }

  deliver(stream: string, name: string, seq: number): Delivery {
    const { delivered, config } = this.#consumer(stream, name)!;
    const deliveries = (delivered.get(seq)?.deliveries ?? 0) + 1;
    delivered.set(seq, { deliveries, againAtMs: Date.now() + config.ack_wait! / nanosPerMs });
    return { stream, consumer: name, message: this.#streams.get(stream)!.messages.get(seq)!, deliveries };
  }

  acknowledge(delivery: Delivery): void {
    const { stream, consumer: name, message } = delivery;
    const consumer = this.#consumer(stream, name);
    if (!consumer || consumer.acknowledged.has(message.seq)) return;
    consumer.delivered.delete(message.seq);
    if (this.#streams.get(stream)!.config.retention === "workqueue")
      this.#streams.get(stream)!.messages.delete(message.seq);
    else consumer.acknowledged.add(message.seq);
    this.#acknowledged = [delivery, ...this.#acknowledged].slice(0, 20);
  }

  /** @param delayMs 0: at once. How long a delay is depends on chance, so the message waits until time passes. */
  giveBack({ stream, consumer: name, message }: Delivery, delayMs: number): void {
    const known = this.#consumer(stream, name)?.delivered.get(message.seq);
    if (!known) return;
    const againAtMs = delayMs === 0 ? 0 : Date.now() + 1;
    this.#consumer(stream, name)!.delivered.set(message.seq, { ...known, againAtMs });
  }

  /** A consumer delivers the latest of the acknowledged messages that are wanted again, as after a lost acknowledgement. */
  forgetAcknowledgement(isWanted: (subject: string) => boolean): StoredMessage | undefined {
    const again = this.#acknowledged.find(({ message }) => isWanted(message.subject));
    if (!again) return undefined;
    this.#acknowledged = this.#acknowledged.filter((each) => each !== again);
    const stream = this.#streams.get(again.stream);
    const consumer = this.#consumer(again.stream, again.consumer);
    if (!stream || !consumer || stream.lastSeq < again.message.seq) return undefined;
    stream.messages.set(again.message.seq, again.message);
    consumer.acknowledged.delete(again.message.seq);
    consumer.delivered.set(again.message.seq, { deliveries: again.deliveries, againAtMs: 0 });
    return again.message;
  }

  /** Messages that no consumer holds yet, and that may be lost. */
  losable(): readonly { readonly stream: string; readonly message: StoredMessage }[] {
    return [...this.#streams].flatMap(([stream, { messages }]) =>
      [...messages.values()].toSorted((a, b) => a.seq - b.seq).map((message) => ({ stream, message })),
    );
  }

  remove(stream: string, seq: number): void {
    this.#streams.get(stream)?.messages.delete(seq);
  }

  purge(stream: string, filter: string | undefined): void {
    const { messages } = this.#streams.get(stream)!;
    for (const { seq, subject } of messages.values()) {
      if (filter === undefined || fits(subject, filter)) messages.delete(seq);
    }
  }

  /** Messages with such a subject, oldest first. */
  find(stream: string, filter: string): readonly StoredMessage[] {
    const { messages } = this.#streams.get(stream)!;
    return [...messages.values()].filter(({ subject }) => fits(subject, filter)).toSorted((a, b) => a.seq - b.seq);
  }

  snapshot(): Streams {
    return copyOf(this.#streams);
  }

  /** Has an older store from now on. */
  restore(streams: Streams): void {
    this.#streams = copyOf(streams);
    this.#acknowledged = [];
  }

  wipe(): void {
    this.#streams = new Map();
    this.#acknowledged = [];
  }

  #consumer(stream: string, name: string): Consumer | undefined {
    return this.#streams.get(stream)?.consumers.get(name);
  }

  #unacknowledged(stream: string, { config, acknowledged }: Consumer): readonly StoredMessage[] {
    const filters = config.filter_subjects ?? [config.filter_subject!];
    return [...this.#streams.get(stream)!.messages.values()]
      .filter(({ seq, subject }) => !acknowledged.has(seq) && filters.some((filter) => fits(subject, filter)))
      .toSorted((a, b) => a.seq - b.seq);
  }
}

function copyOf(streams: Streams): Map<string, Stream> {
  return new Map(
    [...streams].map(([name, stream]) => {
      const consumers = [...stream.consumers].map(([id, { config, delivered, acknowledged }]) => {
        return [id, { config, delivered: new Map(delivered), acknowledged: new Set(acknowledged) }] as const;
      });
      const copied = { messages: new Map(stream.messages), ids: new Map(stream.ids), consumers: new Map(consumers) };
      return [name, { ...stream, ...copied }];
    }),
  );
}

const matchers = new Map<string, RegExp>();

/** True if a subject fits a filter with `*` and `>`: https://docs.nats.io/nats-concepts/subjects#wildcards */
export function fits(subject: string, filter: string): boolean {
  let matcher = matchers.get(filter);
  if (!matcher) {
    const pattern = filter
      .replaceAll(/[.$]/g, String.raw`\$&`)
      .replaceAll("*", "[^.]+")
      .replace(/>$/, ".+");
    matchers.set(filter, (matcher = new RegExp(`^${pattern}$`)));
  }
  return matcher.test(subject);
}
