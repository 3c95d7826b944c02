/**
 * The streams, consumers and the bucket, and the proof that the server took them as asked.
 *
 * Servers silently ignore settings they do not know, so what they stored is read back and compared.
 */
import {
  AckPolicy,
  DiscardPolicy,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type StreamConfig,
} from "@nats-io/jetstream";

import {
  allConsumers,
  auditAnchorSubject,
  auditStream,
  lastConsumer,
  scheduleSubject,
  schedulesStream,
  streamSubjects,
  type ConsumerSpec,
  type StreamName,
} from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { asBusErrors, findOrUndefined, toBusError } from "./nats-errors.ts";
import { chunkBytes } from "./object-store.ts";

export interface TopologyOptions {
  /** Bound of BATCHES, the gate that holds extractors back. Disk use is at most this many times 4 MiB. */
  readonly maxBatchMessages: number;
  /** Copies of each stream: 1, or 3 on a cluster. */
  readonly replicas: number;
}

/** Largest batch message: 4 MiB of rows and the envelope. */
const maxBatchMessageBytes = 4 * 2 ** 20 + 64 * 2 ** 10;

/** A chunk, its subject and what the server keeps beside it. */
const maxChunkMessageBytes = chunkBytes + 4 * 2 ** 10;

/** Chunks in the object store: 1 GiB, ten of the largest rows that BigQuery has. */
const maxObjectChunks = 1_024;

/** Rows of a run that waits for its destination are there for longer than it waits; after that they are read again. */
const maxObjectAgeMs = 24 * 3_600_000;

/** Batches of one split that may wait: keeps a big run from filling the whole stream. */
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
      // Never the gate: on some servers a bound on bytes drops acknowledged messages. A reservation of disk.
      max_bytes: options.maxBatchMessages * maxBatchMessageBytes,
      max_msgs_per_subject: maxBatchesPerSplit,
      discard_new_per_subject: true,
    },
    {
      ...history,
      ...named("OBJECTS"),
      // Written again, a chunk takes its own place: also in a full store.
      max_msgs_per_subject: 1,
      discard: DiscardPolicy.New,
      // As with BATCHES the messages are the gate, the bytes a reservation.
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
      // One message per key: what a KV bucket with history 1 is.
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
      // A bucket of one key, whose head nobody can remove without a trace.
      name: auditStream,
      subjects: [auditAnchorSubject],
      discard: DiscardPolicy.New,
      max_msgs_per_subject: 1,
      deny_delete: true,
      deny_purge: true,
      duplicate_window: nanos(120_000),
    },
  ];
}

const named = (name: StreamName) => ({ name, subjects: [...streamSubjects[name]] });

/** Every stream of the product, those of the buckets too. */
export const streamNames: readonly string[] = streamConfigs({ maxBatchMessages: 1, replicas: 1 }).map(
  ({ name }) => name!,
);

function consumerConfig(spec: ConsumerSpec): Partial<ConsumerConfig> {
  return {
    durable_name: spec.name,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(spec.ackWaitMs),
    max_ack_pending: spec.maxAckPending,
    // Unlimited: what was delivered too often would stay in the stream unseen. Our own budget ends the work aloud.
    max_deliver: -1,
    ...(spec.filters.length === 1 ? { filter_subject: spec.filters[0]! } : { filter_subjects: [...spec.filters] }),
  };
}

/**
 * Creates what is missing, updates what differs and verifies the rest. Called by the registry only.
 *
 * Failure: safe to repeat at any point; every step is idempotent.
 *
 * @returns each stream's time of creation, which changes when the broker lost it.
 * @throws PipelineError `bus_misconfigured` when the server stored something else than was asked.
 */
export async function ensureTopology(bus: Bus, options: TopologyOptions): Promise<ReadonlyMap<string, string>> {
  try {
    return await upsertEverything(bus, options);
  } catch (error) {
    // These pass by themselves: no leader yet, an overloaded server, another one that is down or has just started, a stream
    // whose files are just being deleted.
    const isTransient = !(error instanceof JetStreamApiError) || error.status === 503 || passing.has(error.code);
    if (isTransient) throw toBusError(error);
    const facts = { api_code: error.code };
    throw new PipelineError("bus_misconfigured", `nats-server rejected a stream: ${error.message}`, facts, {
      cause: error,
    });
  }
}

async function upsertEverything(bus: Bus, options: TopologyOptions): Promise<ReadonlyMap<string, string>> {
  const created = new Map<string, string>();
  for (const wanted of streamConfigs(options)) {
    const info = await upsertStream(bus, wanted);
    assertStored(`stream ${wanted.name}`, wanted, info.config);
    created.set(wanted.name!, info.created);
  }
  for (const spec of allConsumers) {
    const wanted = consumerConfig(spec);
    const info = await upsertConsumer(bus, spec, wanted);
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
 * Waits until the registry has created everything; for services that cannot.
 *
 * @param followed a stream whose mirror the service reads.
 */
export async function awaitTopology(bus: Bus, signal: AbortSignal, followed?: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    if (await hasTopology(bus, followed)) return;
    if (attempt === 20) bus.log.warn("waiting for the registry to create the streams");
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

/**
 * JSStreamCreateErrF: a stream's files cannot be created now. JSClusterNoPeersErrF: too few servers for its copies are there.
 * https://github.com/nats-io/nats-server/blob/main/server/errors.json
 */
const passing: ReadonlySet<number> = new Set([10049, 10005]);

/** Streams by their time of creation; a missing one is absent. */
export async function readStreamIdentities(bus: Bus, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const identities = new Map<string, string>();
  for (const name of names) {
    const info = await asBusErrors(readStream(bus, name));
    if (info) identities.set(name, info.created);
  }
  return identities;
}

/** The product's consumers that the server lacks. */
export async function findMissingConsumers(bus: Bus): Promise<readonly string[]> {
  const byStream = Map.groupBy(allConsumers, ({ stream }) => stream);
  const missing = [...byStream].map(async ([stream, specs]) => {
    const present = new Set<string>();
    for await (const { name } of bus.jsm.consumers.list(stream)) present.add(name);
    return specs.filter(({ name }) => !present.has(name)).map(({ name }) => name);
  });
  return (await asBusErrors(Promise.all(missing))).flat();
}

/** How many messages of these subjects the stream still holds. */
export async function countMessages(bus: Bus, stream: StreamName, subject: string): Promise<number> {
  const info = await asBusErrors(bus.jsm.streams.info(stream, { subjects_filter: subject }));
  return Object.values(info.state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
}

/** Drops the messages of these subjects. */
export async function purgeMessages(bus: Bus, stream: StreamName, subject: string): Promise<void> {
  await asBusErrors(bus.jsm.streams.purge(stream, { filter: subject }));
}

/** Messages of a durable consumer that were not yet acknowledged. */
export async function countUnacknowledged(bus: Bus, spec: ConsumerSpec): Promise<number> {
  const info = await asBusErrors(bus.jsm.consumers.info(spec.stream, spec.name));
  return info.num_pending + info.num_ack_pending;
}
