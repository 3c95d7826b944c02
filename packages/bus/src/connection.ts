/**
 * Two connections per process: one for control traffic, one for batches. Megabytes of rows delay everything after them
 * on the same TCP stream, and a slow-consumer cut-off affects a whole connection.
 */
import { hostname } from "node:os";

import { jetstreamManager, type JetStreamClient, type JetStreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";

import { apiPrefixes } from "@datamantri/contracts";
import type { ServiceName } from "@datamantri/api";
import type { Logger, PipelineError, Secret } from "@datamantri/runtime";

import { awaitJetStream } from "./await-jetstream.ts";
import { connectNats, requestTimeoutMs } from "./connect-nats.ts";
import { Endpoints } from "./endpoints.ts";
import { messageIdsOf } from "./message-id.ts";
import { asBusErrors } from "./nats-errors.ts";
import { parseNatsUrl } from "./nats-url.ts";

/** Connections for the functions of this package. The fields are private to the package. */
export interface Bus extends AsyncDisposable {
  readonly service: ServiceName;
  /** Id of this process among those of its service. */
  readonly instance: string;
  /** host:port of each server, for people. */
  readonly servers: string;
  readonly log: Logger;
  readonly control: NatsConnection;
  readonly bulk: NatsConnection;
  readonly js: JetStreamClient;
  readonly bulkJs: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** For megabytes of stored data. */
  readonly bulkJsm: JetStreamManager;
  /** Reads streams that the service only follows: their mirrors, or the streams themselves in a shared account. */
  readonly feed: { readonly js: JetStreamClient; readonly jsm: JetStreamManager };
  /** Time without progress after which work is given away. */
  readonly stalledMs: number;
  /** Ends the process, which cannot go on. */
  readonly fail: (error: PipelineError) => void;
  /** Statistics about its work. */
  readonly endpoints: Endpoints;
  /** Makes a `Nats-Msg-Id` from one of our ids. */
  readonly toMessageId: (id: string) => string;
}

/** A container has its own host name; on one host the process id distinguishes processes. */
export const processInstance = `${hostname()}-${process.pid}`;

interface BusOptions {
  /** nats://user:password@host:port, or tls:, several separated by commas. */
  readonly url: Secret;
  readonly service: ServiceName;
  readonly log: Logger;
  /** See ConnectOptions. */
  readonly onClosed: (error: PipelineError) => void;
  readonly signal: AbortSignal;
  /** STALLED_SECONDS; default: never. */
  readonly stalledSeconds?: number;
}

/**
 * Connects, waits for NATS and its JetStream, and says every few seconds why it waits.
 *
 * @throws PipelineError `bus_misconfigured` for a server that is too old or, in a worker, accepts only small messages,
 *   `bus_credentials_invalid` when it refuses the user, `config_invalid` for an invalid address.
 */
export async function openBus(options: BusOptions): Promise<Bus> {
  const address = parseNatsUrl(options.url.reveal());
  const carriesRows = options.service === "extractor" || options.service === "loader";
  const connectAs = (purpose: string) =>
    connectNats({ ...options, address, purpose, carriesRows, name: `${options.service}-${purpose}` });
  await using opened = new AsyncDisposableStack();
  const control = opened.adopt(await connectAs("control"), close);
  const bulk = opened.adopt(await connectAs("bulk"), close);
  const hasOwnAccount = await awaitJetStream(control, options);
  const streams = hasOwnAccount ? { apiPrefix: apiPrefixes.streams } : {};
  const feed = hasOwnAccount ? { apiPrefix: apiPrefixes.feed } : {};
  const short = { checkAPI: false, timeout: requestTimeoutMs };
  // A 4 MB batch on a busy disk takes longer than a small message.
  const long = { checkAPI: false, timeout: 2 * requestTimeoutMs };
  const jsm = await jetstreamManager(control, { ...short, ...streams });
  const bulkJsm = await jetstreamManager(bulk, { ...long, ...streams });
  const feedJsm = await jetstreamManager(control, { ...short, ...feed });
  opened.move();
  return {
    service: options.service,
    instance: processInstance,
    servers: address.servers.join(", "),
    log: options.log,
    fail: options.onClosed,
    stalledMs: (options.stalledSeconds ?? Number.POSITIVE_INFINITY) * 1_000,
    control,
    bulk,
    js: jsm.jetstream(),
    bulkJs: bulkJsm.jetstream(),
    jsm,
    bulkJsm,
    feed: { js: feedJsm.jetstream(), jsm: feedJsm },
    endpoints: new Endpoints(),
    toMessageId: messageIdsOf(address.user, address.pass),
    async [Symbol.asyncDispose]() {
      await Promise.all([close(bulk), close(control)]);
    },
  };
}

/** Resolves when NATS answers on the connection for control traffic. @throws when it is not connected. */
export async function pingNats(opening: Promise<Bus>): Promise<void> {
  await asBusErrors((await opening).control.rtt());
}

async function close(connection: NatsConnection): Promise<void> {
  // drain() waits for a server; if it is down there is nothing to flush to.
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, 3_000).unref());
  await Promise.race([connection.drain().catch(() => undefined), timeout]);
  await connection.close();
}
