/** One connection to NATS: waits for a server, and says why it waits, at the start and whenever the server is lost. */
import { connect, type NatsConnection } from "@nats-io/transport-node";

import { PipelineError, retry, type ErrorCode, type Logger } from "@datamantri/runtime";

import { toBusError } from "./nats-errors.ts";
import { toConnectError } from "./connect-errors.ts";
import type { NatsAddress } from "./nats-url.ts";
import { sayEveryMs, sayWaiting } from "./say-waiting.ts";
import { assertServerVersion, findSmallPayload, type ServerInfo } from "./server-requirements.ts";

export interface ConnectOptions {
  readonly address: NatsAddress;
  /** Name that the server shows. */
  readonly name: string;
  /** What it is for, in logs. */
  readonly purpose: string;
  readonly log: Logger;
  /**
   * True if the process sends or receives batches: it refuses a server that accepts only small messages. The others go
   * on and say so, because the System page names the cause.
   */
  readonly carriesRows: boolean;
  /**
   * Called when the connection closed for good, or reached a server that the product cannot work with; the process
   * should end and be restarted.
   */
  readonly onClosed: (error: PipelineError) => void;
  readonly signal: AbortSignal;
}

/** In-flight requests fail only by timeout, so a lost server is noticed after this time. */
export const requestTimeoutMs = 5_000;

/** The server may come, or get another certificate. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["bus_unavailable", "bus_tls_failed"]);

/**
 * Waits for a server that is not up yet or whose certificate is refused.
 *
 * @throws PipelineError `bus_credentials_invalid` at once: only a restart reads another NATS_URL. `bus_misconfigured`
 *   for a server that is too old or accepts only small messages.
 */
export async function connectNats(options: ConnectOptions): Promise<NatsConnection> {
  const { log, signal, purpose } = options;
  const say = sayWaiting(log, "NATS", { connection: purpose });
  const connection = await retry(() => dial(options), {
    signal,
    giveUpAfterMs: Number.POSITIVE_INFINITY,
    firstMs: 250,
    maxMs: 1_000,
    isRetryable: (error) => passing.has((error as PipelineError).code),
    onRetry: (error) => say(error as PipelineError),
  });
  const trouble = new Trouble(connection, options);
  try {
    refuseUnfit(connection.info!, options, trouble);
  } catch (error) {
    trouble.end();
    await connection.close();
    throw error;
  }
  void watch(connection, options, trouble);
  return connection;
}

/** Tries every server once. @throws PipelineError */
async function dial({ address, name }: ConnectOptions): Promise<NatsConnection> {
  const { servers, user, pass, needsTls } = address;
  try {
    const connection = await connect({
      servers: [...servers],
      ...(user === undefined ? {} : { user, pass: pass! }),
      ...(needsTls ? { tls: {} } : {}),
      name,
      // The default is ten tries, after which the connection is closed for good.
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      // Finds a black-holed connection in 20 s; the default takes up to six minutes.
      pingInterval: 10_000,
      maxPingOut: 2,
      timeout: requestTimeoutMs,
    });
    keepAll(connection, servers);
    return connection;
  } catch (error) {
    throw toConnectError(error, servers.join(", "));
  }
}

/** The client forgets servers that were down when it connected, and would never reconnect to them. */
function keepAll(connection: NatsConnection, servers: readonly string[]): void {
  const known = connection.getServers().map(({ listen }) => listen);
  const forgotten = servers.filter((server) => !known.includes(server));
  if (forgotten.length > 0) connection.setServers([...known, ...forgotten]);
}

/**
 * A cluster's servers may differ in version and limits.
 *
 * @throws PipelineError `bus_misconfigured`
 */
function refuseUnfit(info: ServerInfo, { carriesRows }: ConnectOptions, trouble: Trouble): void {
  assertServerVersion(info);
  const small = findSmallPayload(info);
  if (small && carriesRows) throw small;
  if (small) trouble.begin(small);
}

/** status() must be read: JetStream's consumers report only there. */
async function watch(connection: NatsConnection, options: ConnectOptions, trouble: Trouble): Promise<void> {
  const { log, signal, onClosed, purpose, address } = options;
  for await (const status of connection.status()) {
    if (status.type === "ping" || status.type === "reconnecting") continue;
    if (status.type === "disconnect") trouble.begin();
    if (status.type === "reconnect") trouble.end();
    if (signal.aborted) continue;
    const isGood = status.type === "reconnect" || status.type === "update";
    log[isGood ? "info" : "warn"]({ connection: purpose, status: status.type }, "changed nats connection");
    // Undefined while it is lost again.
    if (status.type !== "reconnect" || !connection.info) continue;
    try {
      refuseUnfit(connection.info, options, trouble);
    } catch (error) {
      onClosed(error as PipelineError);
    }
  }
  trouble.end();
  if (signal.aborted) return;
  const reason = await connection.closed();
  const where = address.servers.join(", ");
  onClosed(
    reason instanceof Error
      ? toConnectError(reason, where)
      : new PipelineError("bus_unavailable", `the connection to NATS at ${where} closed`),
  );
}

/**
 * Says every few seconds why a connection is lost, or that its server accepts only small messages. The client
 * reconnects in silence, and a server tells its limits only to new connections: so each time a new one asks.
 */
class Trouble {
  readonly #connection: NatsConnection;
  readonly #options: ConnectOptions;
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;

  constructor(connection: NatsConnection, options: ConnectOptions) {
    [this.#connection, this.#options] = [connection, options];
  }

  begin(known?: PipelineError): void {
    if (known) this.#say(known);
    this.#timer ??= setInterval(() => void this.#ask(), sayEveryMs).unref();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const asked = await dial(this.#options);
      const small = findSmallPayload(asked.info!);
      await asked.close();
      if (small) this.#say(small);
      // The server was configured anew: the connection learns that when it is made again.
      else if (this.#timer !== undefined && this.#connection.info) await this.#connection.reconnect();
    } catch (error) {
      // The client's own errors too: the connection may be closing.
      this.#say(toBusError(error));
    } finally {
      this.#isAsking = false;
    }
  }

  #say(error: PipelineError): void {
    const { log, signal, purpose } = this.#options;
    if (signal.aborted) return;
    const what = error.code === "bus_misconfigured" ? "found max_payload of NATS too small" : "waiting for NATS";
    log.warn({ connection: purpose, error, solution: error.policy.solution }, what);
  }
}
