/**
 * Creates streams, consumers and buckets, and verifies their settings.
 *
 * Servers silently ignore settings they do not know, so the stored settings are read back and compared.
 */
import {
  AckPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type StreamConfig,
} from "@nats-io/jetstream";

import {
  allConsumers,
  auditAnchorSubject,
  auditStream,
  generationStream,
  generationSubject,
  lastConsumer,
  scheduleSubject,
  schedulesStream,
  streamSubjects,
  type ConsumerSpec,
  type StreamName,
} from "@datamantri/contracts";
import { atMostEvery, crashPoint, PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { asBusErrors, findOrUndefined } from "./nats-errors.ts";
import { chunkBytes } from "./object-store.ts";
import { sayEveryMs } from "./say-waiting.ts";
import { isRefused, toRefusal } from "./stream-refused.ts";
import { maxBatchMessageBytes } from "./server-requirements.ts";

export interface TopologyOptions {
  /** Limit of BATCHES, which slows down extractors. Disk use is at most this many times 4 MiB. */
  readonly maxBatchMessages: number;
  /** Copies of each stream: 1, or 3 on a cluster. */
  readonly replicas: number;
}

/** A chunk, its subject and the server's overhead. */
const maxChunkMessageBytes = chunkBytes + 4 * 2 ** 10;

/** Chunks in the object store: 1 GiB, ten of BigQuery's largest rows. */
const maxObjectChunks = 1_024;

/** Longer than a run waits for its destination; after that its rows are read again. */
const maxObjectAgeMs = 24 * 3_600_000;

/** Waiting batches of one split: keeps a big run from filling the whole stream. */
const maxBatchesPerSplit = 12;

/** Covers an extractor's retries and short outages; the ledger covers everything else. */
const duplicateWindowMs = 10 * 60_000;
const dayMs = 86_400_000;
const nanos = (ms: number): number => ms * 1_000_000;

function streamConfigs(options: TopologyOptions): readonly Partial<StreamConfig>[] {
  const base = {
    storage: StorageType.File,
    num_replicas: options.replicas,
    duplicate_window: nanos(duplicateWindowMs),
  };
  const queue = { ...base, retention: RetentionPolicy.Workqueue, discard: DiscardPolicy.New, max_msgs: 100_000 };
  const history = { ...base, retention: RetentionPolicy.Limits, discard: DiscardPolicy.Old };
  return [
    { ...queue, ...named("COMMANDS") },
    { ...queue, ...named("TASKS") },
    {
      ...queue,
      ...named("BATCHES"),
      max_msgs: options.maxBatchMessages,
      max_msg_size: maxBatchMessageBytes,
      // Never the effective limit: on some servers a limit in bytes drops acknowledged messages. Reserves disk space.
      max_bytes: options.maxBatchMessages * maxBatchMessageBytes,
      max_msgs_per_subject: maxBatchesPerSplit,
      discard_new_per_subject: true,
    },
    {
      ...history,
      ...named("OBJECTS"),
      // A rewritten chunk replaces itself, even in a full store.
      max_msgs_per_subject: 1,
      discard: DiscardPolicy.New,
      // As in BATCHES, messages are the effective limit, and bytes a reservation.
      max_msgs: maxObjectChunks,
      max_msg_size: maxChunkMessageBytes,
      max_bytes: maxObjectChunks * maxChunkMessageBytes,
      max_age: nanos(maxObjectAgeMs),
    },
    { ...history, ...named("EVENTS"), max_age: nanos(30 * dayMs), max_bytes: 512 * 2 ** 20 },
    {
      ...history,
      ...named("DEADLETTERS"),
      max_age: nanos(30 * dayMs),
      max_bytes: 512 * 2 ** 20,
    },
    {
      ...history,
      // One message per key, as in a KV bucket with history 1.
      name: schedulesStream,
      subjects: [scheduleSubject(">")],
      discard: DiscardPolicy.New,
      max_msgs_per_subject: 1,
      allow_rollup_hdrs: true,
      deny_delete: true,
      allow_direct: true,
      duplicate_window: nanos(120_000),
    },
    {
      ...history,
      // A bucket of one key, whose head cannot be removed without a trace.
      name: auditStream,
      subjects: [auditAnchorSubject],
      discard: DiscardPolicy.New,
      max_msgs_per_subject: 1,
      deny_delete: true,
      deny_purge: true,
      duplicate_window: nanos(120_000),
    },
    {
      ...history,
      name: generationStream,
      subjects: [generationSubject],
      discard: DiscardPolicy.New,
      max_msgs_per_subject: 1,
      deny_delete: true,
      duplicate_window: nanos(120_000),
    },
  ];
}

const named = (name: StreamName) => ({ name, subjects: [...streamSubjects[name]] });

/** All streams of the product, including those of the buckets. */
export const streamNames: readonly string[] = streamConfigs({ maxBatchMessages: 1, replicas: 1 }).map(
  ({ name }) => name!,
);

function consumerConfig(spec: ConsumerSpec): Partial<ConsumerConfig> {
  return {
    durable_name: spec.name,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(spec.ackWaitMs),
    max_ack_pending: spec.maxAckPending,
    // Unlimited: a message with too many deliveries would stay in the stream unseen. Our own limit ends the work with a
    // report.
    max_deliver: -1,
    ...(spec.filters.length === 1 ? { filter_subject: spec.filters[0]! } : { filter_subjects: [...spec.filters] }),
  };
}

/**
 * Creates missing streams and consumers, updates different ones and verifies the rest. Called only by the registry.
 *
 * Failure: safe to repeat at any point; every step is idempotent.
 *
 * @returns each stream's creation time, which changes when the broker lost it.
 * @throws PipelineError `bus_misconfigured` when the server refuses a stream, or stored other settings than requested.
 */
export async function ensureTopology(bus: Bus, options: TopologyOptions): Promise<ReadonlyMap<string, string>> {
  return asBusErrors(upsertEverything(bus, options));
}

async function upsertEverything(bus: Bus, options: TopologyOptions): Promise<ReadonlyMap<string, string>> {
  const created = new Map<string, string>();
  for (const wanted of streamConfigs(options)) {
    const info = await upsertStream(bus, wanted).catch((error: unknown) => {
      throw isRefused(error) ? toRefusal(error, wanted) : error;
    });
    assertStored(`stream ${wanted.name}`, wanted, info.config);
    created.set(wanted.name!, info.created);
    await crashPoint("registry.streams.created");
  }
  for (const spec of allConsumers) {
    const wanted = consumerConfig(spec);
    const info = await upsertConsumer(bus, spec, wanted).catch((error: unknown) => {
      throw isRefused(error) ? toRefusal(error, { name: `${spec.stream}, consumer ${spec.name}` }) : error;
    });
    assertStored(`consumer ${spec.name}`, wanted, info.config);
  }
  return created;
}

async function upsertStream(bus: Bus, wanted: Partial<StreamConfig>) {
  const existing = await readStream(bus, wanted.name!);
  if (!existing) return bus.jsm.streams.add(wanted as StreamConfig & { name: string });
  const { name, storage: _storage, retention: _retention, ...changeable } = wanted;
  const differs = differences(changeable, existing.config).length > 0;
  return differs ? bus.jsm.streams.update(name!, { ...existing.config, ...changeable }) : existing;
}

async function upsertConsumer(bus: Bus, spec: ConsumerSpec, wanted: Partial<ConsumerConfig>) {
  const existing = await findOrUndefined(() => bus.jsm.consumers.info(spec.stream, spec.name));
  if (!existing) return bus.jsm.consumers.add(spec.stream, wanted);
  const differs = differences(wanted, existing.config).length > 0;
  return differs ? bus.jsm.consumers.update(spec.stream, spec.name, wanted) : existing;
}

async function readStream(bus: Bus, name: string) {
  return findOrUndefined(() => bus.jsm.streams.info(name));
}

/**
 * Waits until the registry has created everything; for other services.
 *
 * @param followed a stream whose mirror the service reads.
 */
export async function awaitTopology(bus: Bus, signal: AbortSignal, followed?: string): Promise<void> {
  const say = atMostEvery(sayEveryMs, () => {
    const solution = "Check that a registry runs, and its log.";
    bus.log.warn({ solution }, "waiting for the registry to create the streams");
  });
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    if (await hasTopology(bus, followed)) return;
    // A registry that starts at the same time needs a moment.
    if (attempt >= 20) say();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function hasTopology(bus: Bus, followed: string | undefined): Promise<boolean> {
  try {
    await bus.jsm.consumers.info(lastConsumer.stream, lastConsumer.name);
    if (followed !== undefined) await bus.feed.jsm.streams.info(followed);
    return true;
  } catch {
    return false;
  }
}

function assertStored(what: string, wanted: object, stored: object): void {
  const problems = differences(wanted, stored);
  if (problems.length === 0) return;
  throw new PipelineError(
    "bus_misconfigured",
    `nats-server created ${what} with different settings: ${problems.join(", ")}`,
  );
}

function differences(wanted: object, stored: object): string[] {
  return Object.entries(wanted)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify((stored as Record<string, unknown>)[key]))
    .map(([key]) => key);
}

/** Streams by their creation time; a missing one is absent. */
export async function readStreamIdentities(bus: Bus, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const identities = new Map<string, string>();
  for (const name of names) {
    const info = await asBusErrors(readStream(bus, name));
    if (info) identities.set(name, info.created);
  }
  return identities;
}

/** Names the product's consumers that the server lacks. */
export async function findMissingConsumers(bus: Bus): Promise<readonly string[]> {
  const byStream = Map.groupBy(allConsumers, ({ stream }) => stream);
  const missing = [...byStream].map(async ([stream, specs]) => {
    const present = new Set<string>();
    for await (const { name } of bus.jsm.consumers.list(stream)) present.add(name);
    return specs.filter(({ name }) => !present.has(name)).map(({ name }) => name);
  });
  return (await asBusErrors(Promise.all(missing))).flat();
}

/** Counts the stream's messages with these subjects. */
export async function countMessages(bus: Bus, stream: StreamName, subject: string): Promise<number> {
  const info = await asBusErrors(bus.jsm.streams.info(stream, { subjects_filter: subject }));
  return Object.values(info.state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
}

/** Lists the subjects of which the stream has messages. */
export async function readSubjects(bus: Bus, stream: StreamName): Promise<readonly string[]> {
  const info = await asBusErrors(bus.jsm.streams.info(stream, { subjects_filter: ">" }));
  return Object.keys(info.state.subjects ?? {});
}

/** Drops the messages of these subjects. */
export async function purgeMessages(bus: Bus, stream: StreamName, subject: string): Promise<void> {
  await asBusErrors(bus.jsm.streams.purge(stream, { filter: subject }));
}

/** Counts unacknowledged messages of a durable consumer. */
export async function countUnacknowledged(bus: Bus, spec: ConsumerSpec): Promise<number> {
  const info = await asBusErrors(bus.jsm.consumers.info(spec.stream, spec.name));
  return info.num_pending + info.num_ack_pending;
}

/** Returns the sequence up to which a durable consumer has acknowledged every message; infinite if all of them. */
export async function readAckFloor(bus: Bus, spec: ConsumerSpec): Promise<number> {
  const info = await asBusErrors(bus.jsm.consumers.info(spec.stream, spec.name));
  const isDone = info.num_pending + info.num_ack_pending === 0;
  return isDone ? Number.POSITIVE_INFINITY : info.ack_floor.stream_seq;
}

/**
 * Finds when the last message of these subjects was stored.
 *
 * @param subjects without wildcards.
 * @param floor sequence up to which messages do not count.
 * @returns undefined without such a message.
 */
export async function findLastStored(
  bus: Bus,
  stream: StreamName,
  subjects: readonly string[],
  floor: number,
): Promise<Date | undefined> {
  const find = (subject: string) =>
    findOrUndefined(() => bus.jsm.streams.getMessage(stream, { last_by_subj: subject }));
  const found = await asBusErrors(Promise.all(subjects.map(find)));
  const later = found.flatMap((message) => (message != null && message.seq > floor ? [message.time] : []));
  return later.toSorted((a, b) => a.getTime() - b.getTime()).at(-1);
}
