/**
 * Connection pools of destinations. Users choose the destinations, so the number of pools is limited. An unused pool
 * ends after a while, and earlier when there are too many. A pool in use never ends.
 */
import { createHash } from "node:crypto";
import { callbackify } from "node:util";
import pg from "pg";

import type { PostgresConnection } from "@datamantri/api";
import { accessOf } from "@datamantri/api/values";
import { watchSession, type EgressGuard, type Logger } from "@datamantri/runtime";

import { askSession, endSession, type ServerSession } from "./ask-session.ts";
import { toClientConfig } from "./client-config.ts";
import { PasswordClient } from "./password-client.ts";
import { refuseMetadata } from "./refuse-metadata.ts";

export interface PoolLimits {
  /** Connections of one pool. */
  readonly connections: number;
  /** Limit of pools. There are more only while all of them are in use, so the number of workers limits those. */
  readonly pools: number;
  /** An unused connection or pool is closed after this. */
  readonly idleMs: number;
  /** A connection that is silent for so long, while its answer is awaited, is asked for at the server. */
  readonly silentMs: number;
}

/** A pool, and what says how its connections are. */
export interface Connections {
  readonly pool: pg.Pool;
  /** Watches a connection of the pool until it is disposed of. @param session see `askSession`. */
  readonly watch: (client: pg.PoolClient, session: () => ServerSession | undefined) => Disposable;
}

/** Gives work the pool of a server. */
export interface Pools extends AsyncDisposable {
  use<T>(
    server: PostgresConnection,
    password: string | null,
    work: (connections: Connections) => Promise<T>,
  ): Promise<T>;
}

/** A busy server takes so long to accept a connection. */
const shortestAnswerMs = 5_000;

interface SharedPool extends Connections {
  users: number;
  /** Ends the pool; set while it is unused. */
  idleTimer: NodeJS.Timeout | undefined;
}

export class DestinationPools implements Pools {
  readonly #guard: EgressGuard;
  readonly #log: Logger;
  readonly #limits: PoolLimits;
  /** The least recently used pool comes first. */
  readonly #pools = new Map<string, SharedPool>();

  constructor(guard: EgressGuard, log: Logger, limits: PoolLimits) {
    this.#guard = guard;
    this.#log = log;
    this.#limits = limits;
  }

  /** Runs `work` with the server's pool. Another password or access option uses another pool. */
  async use<T>(
    server: PostgresConnection,
    password: string | null,
    work: (connections: Connections) => Promise<T>,
  ): Promise<T> {
    const key = toKey(server, password);
    const shared = this.#pools.get(key) ?? { ...this.#open(server, password), users: 0, idleTimer: undefined };
    this.#pools.delete(key);
    this.#pools.set(key, shared);
    clearTimeout(shared.idleTimer);
    shared.users++;
    this.#endSurplus();
    try {
      return await work(shared);
    } finally {
      shared.users--;
      if (shared.users === 0) shared.idleTimer = setTimeout(() => void this.#end(key), this.#limits.idleMs).unref();
      this.#endSurplus();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#pools.keys()].map((key) => this.#end(key)));
  }

  #endSurplus(): void {
    for (const [key, { users }] of this.#pools) {
      if (this.#pools.size <= this.#limits.pools) return;
      if (users === 0) void this.#end(key);
    }
  }

  async #end(key: string): Promise<void> {
    const shared = this.#pools.get(key);
    // The work that used it outlived this object.
    if (!shared) return;
    clearTimeout(shared.idleTimer);
    this.#pools.delete(key);
    await shared.pool.end();
  }

  #open(server: PostgresConnection, password: string | null): Connections {
    const config = toClientConfig(server, password, this.#guard);
    const pool = new pg.Pool({
      Client: PasswordClient as unknown as new () => pg.Client,
      ...config,
      max: this.#limits.connections,
      verify: callbackify(refuseMetadata),
      idleTimeoutMillis: this.#limits.idleMs,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      // The operating system's default is two hours.
      keepAliveInitialDelayMillis: 10_000,
    });
    // Without listeners a broken connection ends the process. The pool's listener covers idle clients. Each client's
    // covers those in use, whose queries fail as well.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => {
      const { host, port } = server;
      client.on("error", () => this.#log.debug({ host, port }, "lost a connection"));
    });
    const { silentMs } = this.#limits;
    const limitMs = Math.max(silentMs / 3, shortestAnswerMs);
    const limits = { connectionTimeoutMillis: limitMs, query_timeout: limitMs };
    const watch: Connections["watch"] = (client, session) => {
      const openClient = () => new PasswordClient({ ...config, ...limits });
      const ask = () => askSession(openClient(), session());
      const end = (): void => {
        const lost = session();
        // Without it the server ends the session by itself, later.
        if (lost) void endSession(openClient(), lost).catch(() => undefined);
      };
      return watchSession(client, { ask, end, silentMs: () => silentMs, lookEveryMs: silentMs / 3 });
    };
    return { pool, watch };
  }
}

function toKey(server: PostgresConnection, password: string | null): string {
  const access = JSON.stringify([accessOf("postgres", server), password]);
  return createHash("sha256").update(access).digest("hex");
}
