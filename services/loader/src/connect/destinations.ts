/** Connections to the destinations of runs: the registry is asked once per run, one pool serves a destination. */
import { createHash, randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import pg from "pg";

import type { RunDestination } from "@datamantri/contracts";
import { toWriteMode, type DestinationConfig, type RunConfiguration, type WriteMode } from "@datamantri/resources";
import type { EgressGuard, Logger } from "@datamantri/runtime";

import { openGuardedSocket } from "./guarded-socket.ts";
import { toSinkError } from "./postgres-errors.ts";

/** What a run writes, and how. */
export interface RunTarget {
  readonly configuration: RunConfiguration;
  /** The configuration's destination. */
  readonly config: DestinationConfig;
  readonly writeMode: WriteMode;
  /** Tells which of several rows with one key is the latest. */
  readonly cursorColumn: string | null;
  /** With which the run's statistics are digested. */
  readonly digestKey: string;
}

type Work<T> = (client: pg.PoolClient, target: RunTarget) => Promise<T>;

/** Runs remembered; a forgotten one is asked for again. */
const maxRemembered = 500;

/** How long a statement waits for a lock, unless others would queue behind it. */
export const lockTimeout = "30s";

/**
 * A frozen worker's transaction ends after two minutes, and its locks with it. In the middle of a COPY that limit does
 * not count; there PostgreSQL itself asks after a minute whether the worker's machine still answers.
 */
const begin = `
  begin;
  set local idle_in_transaction_session_timeout = '120s';
  set local lock_timeout = '${lockTimeout}';
  set local tcp_keepalives_idle = 30;
  set local tcp_keepalives_interval = 10;
  set local tcp_keepalives_count = 3
`;

export class Destinations implements AsyncDisposable {
  readonly #fetch: (runId: string) => Promise<RunDestination>;
  readonly #guard: EgressGuard;
  readonly #log: Logger;
  readonly #maxConnections: number;
  readonly #known = new LRUCache<string, RunDestination>({ max: maxRemembered });
  readonly #pools = new Map<string, pg.Pool>();

  /**
   * @param fetch asks the registry for a run's destination.
   * @param guard says which servers may be reached.
   */
  constructor(
    fetch: (runId: string) => Promise<RunDestination>,
    guard: EgressGuard,
    log: Logger,
    maxConnections: number,
  ) {
    this.#fetch = fetch;
    this.#guard = guard;
    this.#log = log;
    this.#maxConnections = maxConnections;
  }

  /**
   * Runs `work` in one transaction of the run's destination.
   *
   * Failure: without a commit nothing stays. When the commit's answer is lost the outcome is unknown; whoever comes
   * again must ask the ledger.
   *
   * @throws PipelineError as the translator says; `bus_unavailable` when the registry does not answer.
   */
  async inTransaction<T>(runId: string, work: Work<T>): Promise<T> {
    const destination = await this.#destinationOf(runId);
    const target = toTarget(destination);
    let client: pg.PoolClient | undefined;
    try {
      client = await this.#poolOf(destination).connect();
      await client.query(begin);
      const result = await work(client, target);
      await client.query("commit");
      client.release();
      return result;
    } catch (error) {
      // A connection in an unknown state is not used again; closing it rolls back.
      client?.release(true);
      // What the registry said may be out of date: a password or the pipeline was changed.
      this.#known.delete(runId);
      const { host, port, database } = target.config;
      throw toSinkError(error, `${host}:${port}/${database}`);
    }
  }

  /** What the registry says about the run is asked again: an ended run follows changes of its pipeline. */
  forget(runId: string): void {
    this.#known.delete(runId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
  }

  async #destinationOf(runId: string): Promise<RunDestination> {
    const known = this.#known.get(runId);
    if (known) return known;
    const fresh = await this.#fetch(runId);
    this.#known.set(runId, fresh);
    return fresh;
  }

  #poolOf({ configuration, password }: RunDestination): pg.Pool {
    const { host, port, database, user, ssl_mode } = configuration.destination_config;
    const key = createHash("sha256")
      .update(JSON.stringify([host, port, database, user, password, ssl_mode]))
      .digest("hex");
    const existing = this.#pools.get(key);
    if (existing) return existing;
    const pool = new pg.Pool({
      host,
      port,
      database,
      user,
      // Without one the client would offer what it finds in the loader's own environment, to anybody's server; this is
      // refused by every server that asks.
      password: password ?? randomUUID(),
      ssl: toSsl(ssl_mode),
      stream: () => openGuardedSocket(this.#guard),
      max: this.#maxConnections,
      idleTimeoutMillis: 10_000,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      // The system's default is two hours.
      keepAliveInitialDelayMillis: 10_000,
      application_name: "datamantri-loader",
    });
    // Without listeners a connection that breaks ends the process: the pool's is for idle ones, the clients' own for
    // those in use, whose queries fail besides.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => {
      client.on("error", () => this.#log.debug({ host, port }, "lost a connection"));
    });
    this.#pools.set(key, pool);
    return pool;
  }
}

function toTarget({ configuration, digest_key: digestKey }: RunDestination): RunTarget {
  return {
    configuration,
    config: configuration.destination_config,
    writeMode: toWriteMode(configuration),
    cursorColumn: configuration.source_config.cursor_column ?? null,
    digestKey,
  };
}

/** libpq's words: https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
export function toSsl(mode: DestinationConfig["ssl_mode"]): pg.ClientConfig["ssl"] {
  switch (mode) {
    case "verify-full":
      return { rejectUnauthorized: true };
    case "require":
      return { rejectUnauthorized: false };
    case "disable":
    case undefined:
      return false;
  }
  return mode satisfies never;
}
