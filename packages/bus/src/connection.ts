/**
 * Two connections per process: one for control traffic, one for batches. Megabytes of rows delay everything after them
 * on the same TCP stream, and a slow-consumer cut-off affects a whole connection.
 */
import { hostname } from "node:os";

import { jetstreamManager, type JetStreamClient, type JetStreamManager } from "@nats-io/jetstream";
import { connect, RequestError, type NatsConnection } from "@nats-io/transport-node";

import { apiPrefixes, lastConsumer } from "@datamantri/contracts";
import type { ServiceName } from "@datamantri/api";
import { PipelineError, retry, type Logger, type Secret } from "@datamantri/runtime";

import { Endpoints } from "./endpoints.ts";
import { messageIdsOf } from "./message-id.ts";
import { toBusError } from "./nats-errors.ts";
import { assertServerVersion } from "./server-version.ts";

/** Connections for the functions of this package. The fields are private to the package. */
export interface Bus extends AsyncDisposable {
  readonly service: ServiceName;
  /** Id of this process among those of its service. */
  readonly instance: string;
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
  /** Statistics about its work. */
  readonly endpoints: Endpoints;
  /** Makes a `Nats-Msg-Id` from one of our ids. */
  readonly toMessageId: (id: string) => string;
}

/** A container has its own host name; on one host the process id distinguishes processes. */
export const processInstance = `${hostname()}-${process.pid}`;

interface BusOptions {
  /** nats://user:password@host:port, several separated by commas. */
  readonly url: Secret;
  readonly service: ServiceName;
  readonly log: Logger;
  /** Called when a connection closed for good; the process should end and be restarted. */
  readonly onClosed: (error: PipelineError) => void;
  readonly signal: AbortSignal;
}

/** In-flight requests fail only by timeout, so a lost server is noticed after this time. */
const requestTimeoutMs = 5_000;

/**
 * Connects, waits for a server that is not up yet, and refuses one that is too old.
 *
 * @throws PipelineError `bus_misconfigured` for an old server, `bus_unavailable` when the credentials are refused,
 *   `config_invalid` for an invalid address.
 */
export async function openBus(options: BusOptions): Promise<Bus> {
  const { user, pass } = parseUrl(options.url.reveal());
  await using opened = new AsyncDisposableStack();
  const control = opened.adopt(await open(options, "control"), close);
  assertServerVersion(control.info?.version ?? "unknown");
  const bulk = opened.adopt(await open(options, "bulk"), close);
  const hasOwnAccount = options.service !== "registry" && (await isInOwnAccount(control, options));
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
    log: options.log,
    control,
    bulk,
    js: jsm.jetstream(),
    bulkJs: bulkJsm.jetstream(),
    jsm,
    bulkJsm,
    feed: { js: feedJsm.jetstream(), jsm: feedJsm },
    endpoints: new Endpoints(),
    toMessageId: messageIdsOf(user, pass),
    async [Symbol.asyncDispose]() {
      await Promise.all([close(bulk), close(control)]);
    },
  };
}

/**
 * True if the streams are in another account (docs/adr/0013-accounts.md), false if all services share one. Waits while
 * neither account answers, as while JetStream is off.
 */
async function isInOwnAccount(control: NatsConnection, { signal, log }: BusOptions): Promise<boolean> {
  const { stream, name } = lastConsumer;
  const ask = async (subject: string) => {
    const answer = await control.request(subject, "", { timeout: requestTimeoutMs });
    return answer.json<{ readonly error?: { readonly description: string } }>();
  };
  const decide = async (): Promise<boolean> => {
    try {
      await ask(`${apiPrefixes.streams}.CONSUMER.INFO.${stream}.${name}`);
      return true;
    } catch (error) {
      if (!(error instanceof RequestError) || !error.isNoResponders()) throw toBusError(error);
    }
    const { error } = await ask("$JS.API.INFO");
    if (error) throw new PipelineError("bus_unavailable", `JetStream does not respond: ${error.description}`);
    return false;
  };
  return retry(decide, {
    signal,
    giveUpAfterMs: Number.POSITIVE_INFINITY,
    firstMs: 100,
    maxMs: 2_000,
    isRetryable: () => true,
    onRetry: (error, attempt) => {
      if (attempt % 5 === 0) log.warn({ error: toBusError(error) }, "waiting for JetStream");
    },
  });
}

async function open(options: BusOptions, purpose: string): Promise<NatsConnection> {
  const { servers, user, pass } = parseUrl(options.url.reveal());
  let connection: NatsConnection;
  try {
    connection = await connect({
      servers,
      ...(user === undefined ? {} : { user, pass }),
      name: `${options.service}-${purpose}`,
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

/** status() must be read: JetStream's consumers report only there. */
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
  // drain() waits for a server; if it is down there is nothing to flush to.
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, 3_000).unref());
  await Promise.race([connection.drain().catch(() => undefined), timeout]);
  await connection.close();
}

function parseUrl(url: string): { servers: string[]; user?: string; pass?: string } {
  const servers = url.split(",").map((text) => {
    // "host:4222" parses too, as a scheme without a host, and the client would use its default: localhost.
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
