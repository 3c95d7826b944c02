/** Reads the broker's state: stored data, waiting messages and their age. Changes nothing. */
import type { ConsumerInfo, StreamInfo } from "@nats-io/jetstream";

import { allConsumers, queueOf, type ConsumerSpec } from "@datamantri/contracts";
import type { ServiceName, SystemBroker, SystemQueue, SystemStream } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { toBusError } from "./nats-errors.ts";
import { maxBatchMessageBytes } from "./server-requirements.ts";
import { streamNames } from "./topology.ts";
import { within } from "./within.ts";

interface BrokerReading {
  readonly broker: SystemBroker;
  readonly streams: readonly SystemStream[];
  readonly queues: readonly SystemQueue[];
}

type Unreadable = { readonly name: string; readonly reason: string };

/**
 * Sends about thirty small requests at once. A stream or consumer that does not answer is named in the result; the
 * others are still read.
 *
 * @param timeoutMs for each answer.
 * @throws PipelineError `bus_unavailable` when there is no connection or no answer at all.
 */
export async function readBroker(bus: Bus, timeoutMs: number): Promise<BrokerReading> {
  const roundTripMs = await within(timeoutMs, bus.control.rtt()).catch((error: unknown) => {
    const { message } = toBusError(error);
    throw new PipelineError("bus_unavailable", `${message} (${bus.servers})`, {}, { cause: error });
  });
  const unreadable: Unreadable[] = [];
  const ask = <T>(name: string, answer: Promise<T>): Promise<T | undefined> =>
    within(timeoutMs, answer).catch((error: unknown) => {
      unreadable.push({ name, reason: toBusError(error).message });
      return undefined;
    });
  const [account, streams, consumers] = await Promise.all([
    ask("JetStream", bus.jsm.getAccountInfo()),
    Promise.all(streamNames.map((name) => ask(name, bus.jsm.streams.info(name)))),
    Promise.all(
      allConsumers.map(async (spec) => ({
        spec,
        info: await ask(spec.name, bus.jsm.consumers.info(spec.stream, spec.name)),
      })),
    ),
  ]);
  const readStreams = streams.filter((info) => info !== undefined);
  const readConsumers = consumers.flatMap(({ spec, info }) => (info === undefined ? [] : [{ spec, info }]));
  const queues = await Promise.all(
    [...Map.groupBy(readConsumers, ({ spec }) => queueOf(spec))].map(async ([name, lanes]) => {
      const stream = readStreams.find(({ config }) => config.name === lanes[0]!.spec.stream);
      const oldest = stream && (await ask(`oldest message of ${name}`, findOldest(bus, stream, lanes)));
      return toQueue(name, lanes, oldest ?? null);
    }),
  );
  if (readStreams.length === 0 && !account) throw new PipelineError("bus_unavailable", "JetStream does not respond");
  const server = bus.control.info!;
  return {
    broker: {
      address: bus.control.getServer(),
      server_name: server.server_name,
      version: server.version,
      cluster: server.cluster ?? null,
      round_trip_ms: roundTripMs,
      max_payload_bytes: server.max_payload,
      needed_payload_bytes: maxBatchMessageBytes,
      jetstream: account
        ? {
            storage_bytes: account.storage,
            max_storage_bytes: toBound(account.limits.max_storage),
            api_requests: account.api.total,
            api_errors: account.api.errors,
          }
        : null,
      unreadable,
    },
    streams: readStreams.map(toStream),
    queues,
  };
}

/** State of a queue's consumer. */
interface Lane {
  readonly spec: ConsumerSpec;
  readonly info: ConsumerInfo;
}

function toQueue(name: string, lanes: readonly Lane[], oldest: string | null): SystemQueue {
  const sum = (of: (info: ConsumerInfo) => number) => lanes.reduce((total, { info }) => total + of(info), 0);
  return {
    name,
    stream: lanes[0]!.spec.stream,
    // The name begins with the service that works on it.
    service: name.split("-")[0] as ServiceName,
    waiting: sum((info) => info.num_pending),
    in_work: sum((info) => info.num_ack_pending),
    redelivered: sum((info) => info.num_redelivered),
    oldest_at: oldest,
  };
}

/**
 * Time at which the oldest unfinished message was stored. For a stream with one queue this is the oldest message,
 * because finished ones are deleted. Otherwise the oldest message is read, if there is one: those of TASKS and EVENTS
 * are small.
 */
async function findOldest(bus: Bus, { config, state }: StreamInfo, lanes: readonly Lane[]): Promise<string | null> {
  const { name } = config;
  const left = lanes.filter(({ info }) => info.num_pending + info.num_ack_pending > 0);
  if (left.length === 0 || state.messages === 0) return null;
  const isOwn = allConsumers.every((spec) => spec.stream !== name || queueOf(spec) === queueOf(lanes[0]!.spec));
  if (isOwn && config.retention === "workqueue") return toTime(state.first_ts);
  const firsts = await Promise.all(
    left.flatMap(({ spec, info }) =>
      spec.filters.map((filter) => readTime(bus, name, { seq: info.ack_floor.stream_seq + 1, next_by_subj: filter })),
    ),
  );
  return firsts.filter((at) => at !== null).toSorted()[0] ?? null;
}

async function readTime(
  bus: Bus,
  stream: string,
  query: { readonly seq: number; readonly next_by_subj: string },
): Promise<string | null> {
  const message = await bus.jsm.streams.getMessage(stream, query);
  return message === null ? null : message.time.toISOString();
}

function toStream({ config, state, cluster }: StreamInfo): SystemStream {
  const isEmpty = state.messages === 0;
  return {
    name: config.name,
    messages: state.messages,
    bytes: state.bytes,
    max_messages: toBound(config.max_msgs),
    max_bytes: toBound(config.max_bytes),
    max_age_seconds: config.max_age > 0 ? config.max_age / 1_000_000_000 : null,
    when_full: config.discard === "new" ? "refuses" : "drops_oldest",
    first_at: isEmpty ? null : toTime(state.first_ts),
    last_at: isEmpty ? null : toTime(state.last_ts),
    // A standalone server calls itself the leader.
    leader: (config.num_replicas > 1 && cluster?.leader) || null,
    replica_count: config.num_replicas,
    replicas_behind: (cluster?.replicas ?? [])
      .filter(({ current, offline }) => !current || (offline ?? false))
      .map(({ name }) => name),
  };
}

/** JetStream's times have nanoseconds. */
function toTime(text: string): string {
  return new Date(text).toISOString();
}

/** -1 and 0 mean no limit. */
function toBound(limit: number): number | null {
  return limit > 0 ? limit : null;
}
