/**
 * Two connections per process: one for control traffic, one for batches. Megabytes of rows delay everything behind
 * them on the same TCP stream, and a slow-consumer cut-off hits a whole connection.
 */
import { hostname } from "node:os";

import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";

import { inboxPrefixOf } from "@datamantri/contracts";
import type { ServiceName } from "@datamantri/api";
import { PipelineError, type Logger, type Secret } from "@datamantri/runtime";

import { Endpoints } from "./endpoints.ts";
import { assertServerVersion } from "./server-version.ts";

/** What the functions of this package work on. Its fields are for this package only. */
export interface Bus extends AsyncDisposable {
  readonly service: ServiceName;
  /** This process, among those of its service. */
  readonly instance: string;
  readonly log: Logger;
  readonly control: NatsConnection;
  readonly bulk: NatsConnection;
  readonly js: JetStreamClient;
  readonly bulkJs: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** For what is stored by the megabyte. */
  readonly bulkJsm: JetStreamManager;
  /** What it tells of its work. */
  readonly endpoints: Endpoints;
}

/** A container has its own host name; on one host the process id distinguishes processes. */
export const processInstance = `${hostname()}-${process.pid}`;

interface BusOptions {
  /** nats://user:password@host:port, several separated by commas. */
  readonly url: Secret;
  readonly service: ServiceName;
  readonly log: Logger;
  /** Called when a connection closed for good; the process should end and be started again. */
  readonly onClosed: (error: PipelineError) => void;
  readonly signal: AbortSignal;
}

/** In-flight requests fail by timeout only, so a lost server is noticed after this long. */
const requestTimeoutMs = 5_000;

/**
 * Connects, waiting for a server that is not there yet, and refuses one that is too old.
 *
 * @throws PipelineError `bus_misconfigured` for an old server, `bus_unavailable` when the credentials are refused,
 * `config_invalid` for an invalid address.
 */
export async function openBus(options: BusOptions): Promise<Bus> {
  await using opened = new AsyncDisposableStack();
  const control = opened.adopt(await open(options, "control"), close);
  assertServerVersion(control.info?.version ?? "unknown");
  const bulk = opened.adopt(await open(options, "bulk"), close);
  const jsm = await jetstreamManager(control, { checkAPI: false, timeout: requestTimeoutMs });
  const bulkJsm = await jetstreamManager(bulk, { checkAPI: false, timeout: 2 * requestTimeoutMs });
  opened.move();
  const js = jetstream(control, { timeout: requestTimeoutMs });
  return {
    service: options.service,
    instance: processInstance,
    log: options.log,
    control,
    bulk,
    js,
    // A 4 MB batch on a busy disk takes longer than a small message.
    bulkJs: jetstream(bulk, { timeout: 2 * requestTimeoutMs }),
    jsm,
    bulkJsm,
    endpoints: new Endpoints(),
    async [Symbol.asyncDispose]() {
      await Promise.all([close(bulk), close(control)]);
    },
  };
}

async function open(options: BusOptions, purpose: string): Promise<NatsConnection> {
  const { servers, user, pass } = parseUrl(options.url.reveal());
  let connection: NatsConnection;
  try {
    connection = await connect({
      servers,
      ...(user === undefined ? {} : { user, pass }),
      name: `${options.service}-${purpose}`,
      // The only inboxes that this service's user may listen to.
      inboxPrefix: inboxPrefixOf(options.service),
      // The default is ten tries, after which the connection is closed for good.
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      waitOnFirstConnect: true,
      // Finds a black-holed connection in 20 s; the default takes up to six minutes.
      pingInterval: 10_000,
      maxPingOut: 2,
      timeout: requestTimeoutMs,
    });
  } catch (cause) {
    throw new PipelineError("bus_unavailable", `cannot connect to NATS: ${(cause as Error).message}`, {}, { cause });
  }
  void watchStatus(connection, purpose, options);
  return connection;
}

/** Somebody must read status(): JetStream's consumers only notify there. */
async function watchStatus(connection: NatsConnection, purpose: string, options: BusOptions): Promise<void> {
  const { log, signal, onClosed } = options;
  for await (const status of connection.status()) {
    if (status.type === "ping" || status.type === "reconnecting") continue;
    const level = status.type === "reconnect" || status.type === "update" ? "info" : "warn";
    if (!signal.aborted) log[level]({ connection: purpose, status: status.type }, "changed nats connection");
  }
  if (!signal.aborted) onClosed(new PipelineError("bus_unavailable", "the NATS connection closed"));
}

async function close(connection: NatsConnection): Promise<void> {
  // drain() waits for a server; without one there is nothing to flush to.
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, 3_000).unref());
  await Promise.race([connection.drain().catch(() => undefined), timeout]);
  await connection.close();
}

function parseUrl(url: string): { servers: string[]; user?: string; pass?: string } {
  const servers = url.split(",").map((text) => {
    // "host:4222" parses too, as a scheme without a host, and the client would go to its default: localhost.
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    if (parsed?.protocol === "nats:" && parsed.host !== "") return parsed;
    throw new PipelineError("config_invalid", "NATS_URL must look like nats://user:password@host:4222");
  });
  const { username, password } = servers[0]!;
  return {
    servers: servers.map((server) => server.host),
    ...(username === "" ? {} : { user: decode(username), pass: decode(password) }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PipelineError("config_invalid", "NATS_URL: write % as %25 in user and password");
  }
}
