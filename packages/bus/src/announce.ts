/**
 * Service discovery: every process announces itself by NATS' own protocol, so that `nats service stats
 * datamantri-loader` shows the product too.
 * https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-32.md
 *
 * Implemented here, not with @nats-io/services: that announces its own subscriptions, and our work comes from
 * JetStream's consumers.
 */
import { setTimeout as delay } from "node:timers/promises";

import { createInbox, nuid } from "@nats-io/transport-node";

import { stoppedSubject } from "@datamantri/contracts";
import type { ServiceName } from "@datamantri/api";
import { serviceNames } from "@datamantri/api/values";

import manifest from "../package.json" with { type: "json" };
import type { Bus } from "./connection.ts";
import type { EndpointFigures } from "./endpoints.ts";
import { toBusError } from "./nats-errors.ts";
import { within } from "./within.ts";

/** Other products in the same account may have a service "registry" too. */
const namePrefix = "datamantri-";

const statsType = "io.nats.micro.v1.stats_response";
const nanos = (ms: number): number => Math.round(ms * 1_000_000);

/** A process's description of itself. */
export interface ServiceInstance {
  readonly service: ServiceName;
  /** Id of this process, until it ends. */
  readonly id: string;
  readonly version: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  /** Settings and state. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly endpoints: readonly EndpointFigures[];
}

export interface Announcement {
  /** Id of this process among those of its service. */
  readonly id: string;
  /** Resolves when requests reach it. */
  readonly listening: Promise<void>;
  /** Announces the stop; from then on the process is not listed. */
  close(): void;
}

/**
 * Answers discovery requests until it is closed.
 *
 * @param tell returns settings or current state.
 */
export function announce(bus: Bus, tell: () => Readonly<Record<string, string>> = () => ({})): Announcement {
  const name = namePrefix + bus.service;
  const id = nuid.next();
  const identify = () => ({ name, id, version: manifest.version, metadata: { node: process.version, ...tell() } });
  const started = new Date().toISOString();
  const answers = {
    PING: () => ({ type: "io.nats.micro.v1.ping_response", ...identify() }),
    INFO: () => ({
      type: "io.nats.micro.v1.info_response",
      ...identify(),
      description: `The ${bus.service} of DataMantri`,
      endpoints: bus.endpoints.figures.map((figures) => ({
        name: figures.name,
        subject: figures.subject,
        queue_group: figures.queueGroup,
        metadata: figures.slots === null ? {} : { slots: String(figures.slots) },
      })),
    }),
    STATS: () => ({ type: statsType, ...identify(), started, endpoints: bus.endpoints.figures.map(toStats) }),
  };
  const subscriptions = Object.entries(answers).flatMap(([verb, answer]) =>
    [`$SRV.${verb}`, `$SRV.${verb}.${name}`, `$SRV.${verb}.${name}.${id}`].map((subject) =>
      bus.control.subscribe(subject, {
        callback: (failure, message) => {
          if (!failure) message.respond(JSON.stringify(answer()));
        },
      }),
    ),
  );
  bus.log.info({ instance: id }, "announced");
  return {
    id,
    // onClosed handles a closed connection.
    listening: bus.control.flush().catch(() => undefined),
    close() {
      if (bus.control.isClosed()) return;
      bus.control.publish(stoppedSubject(bus.service), id);
      // Not drained, which would wait for a broker that may be down: nothing is being answered now.
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
}

/** Formats the protocol's fields; everything else is in `data`. */
function toStats(figures: EndpointFigures) {
  return {
    name: figures.name,
    subject: figures.subject,
    queue_group: figures.queueGroup,
    num_requests: figures.done,
    num_errors: figures.failed,
    last_error: figures.lastError,
    processing_time: nanos(figures.durationMs),
    average_processing_time: figures.done === 0 ? 0 : nanos(figures.durationMs / figures.done),
    data: { busy: figures.busy, slots: figures.slots },
  };
}

/**
 * Calls `onStop` for processes that stop in order, with their ids, best effort: NATS' own protocol has no message for
 * that.
 */
export function listenForStops(bus: Bus, onStop: (service: string, id: string) => void): { close(): Promise<void> } {
  const subscription = bus.control.subscribe(stoppedSubject("*"), {
    callback: (failure, message) => {
      if (!failure) onStop(message.subject.split(".")[1]!, message.string());
    },
  });
  return { close: () => subscription.drain() };
}

interface FindOptions {
  /** Time after which a process without an answer counts as silent. */
  readonly timeoutMs: number;
  /** Processes that answered before: when all have answered again, the wait ends early. */
  readonly expected: ReadonlySet<string>;
}

/** Extra wait for unexpected processes. */
const unexpectedMs = 100;

/**
 * Asks every process to describe itself.
 *
 * @returns the processes that answered.
 * @throws PipelineError `bus_unavailable` when the request cannot be sent.
 */
export async function findInstances(bus: Bus, options: FindOptions): Promise<readonly ServiceInstance[]> {
  const found = new Map<string, ServiceInstance>();
  const missing = new Set(options.expected);
  const { promise: allAnswered, resolve } = Promise.withResolvers<void>();
  const inbox = createInbox();
  try {
    // Without a connection the request is not sent later either.
    await within(options.timeoutMs, bus.control.rtt());
    const subscription = bus.control.subscribe(inbox, {
      callback: (failure, message) => {
        const instance = failure ? undefined : parse(message.data);
        if (!instance) return;
        found.set(instance.id, instance);
        missing.delete(instance.id);
        if (missing.size === 0) resolve();
      },
    });
    for (const service of serviceNames) {
      bus.control.publish(`$SRV.STATS.${namePrefix}${service}`, undefined, { reply: inbox });
    }
    await Promise.all([
      Promise.race([allAnswered, delay(options.timeoutMs)]),
      delay(Math.min(unexpectedMs, options.timeoutMs)),
    ]);
    subscription.unsubscribe();
  } catch (error) {
    throw toBusError(error);
  }
  return [...found.values()];
}

interface StatsReply {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly version: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly started: string;
  readonly endpoints: readonly ReturnType<typeof toStats>[];
}

/** Undefined for an invalid reply: any client may reply. */
function parse(data: Uint8Array): ServiceInstance | undefined {
  try {
    const stats = JSON.parse(Buffer.from(data).toString("utf8")) as StatsReply;
    const service = serviceNames.find((name) => stats.name === namePrefix + name);
    if (stats.type !== statsType || service === undefined) return undefined;
    return {
      service,
      id: stats.id,
      version: stats.version,
      startedAt: stats.started,
      metadata: stats.metadata,
      endpoints: stats.endpoints.map((endpoint) => ({
        name: endpoint.name,
        subject: endpoint.subject,
        queueGroup: endpoint.queue_group,
        slots: endpoint.data.slots,
        busy: endpoint.data.busy,
        done: endpoint.num_requests,
        failed: endpoint.num_errors,
        lastError: endpoint.last_error,
        durationMs: endpoint.processing_time / 1_000_000,
      })),
    };
  } catch {
    return undefined;
  }
}
