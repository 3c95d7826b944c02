/** Connections to the destinations of runs. The registry is asked once per run; each destination has one pool. */
import { LRUCache } from "lru-cache";
import pg from "pg";

import type { Column, RunDestination } from "@datamantri/contracts";
import type { DestinationConfig, RunConfiguration, WriteMode } from "@datamantri/api";
import { nameInRows, toWriteMode } from "@datamantri/api/values";
import { PipelineError, type EgressGuard, type Logger } from "@datamantri/runtime";

import { thisSession, type ServerSession } from "./ask-session.ts";
import { DestinationPools, type Connections, type PoolLimits, type Pools } from "./destination-pools.ts";
import { readNames, rowTables, runNames } from "./known-names.ts";
import { mayAskAgain, toSinkError } from "./postgres-errors.ts";
import { beginTransaction } from "./session-settings.ts";

/** A run's configuration and write mode. */
export interface RunTarget {
  readonly configuration: RunConfiguration;
  /** The configuration's destination. */
  readonly config: DestinationConfig;
  readonly writeMode: WriteMode;
  /** Column that orders rows with the same key, to find the latest. */
  readonly cursorColumn: string | null;
  /** Key of the digests in the run's statistics. */
  readonly digestKey: string;
}

type Work<T> = (client: pg.PoolClient, target: RunTarget) => Promise<T>;

/** Limit of remembered runs; a forgotten one is requested again. */
const maxRemembered = 500;

/** How long a statement waits for a lock, unless others would queue behind it. */
export const lockTimeout = "30s";

/**
 * Ends a frozen worker's transaction after two minutes, and releases its locks. The limit does not apply during COPY;
 * there PostgreSQL checks after a minute whether the worker's machine still answers.
 */
const begin = `
  ${beginTransaction("read write")};
  set local idle_in_transaction_session_timeout = '120s';
  set local lock_timeout = '${lockTimeout}';
  set local tcp_keepalives_idle = 30;
  set local tcp_keepalives_interval = 10;
  set local tcp_keepalives_count = 3;
  ${thisSession}
`;

export class Destinations implements AsyncDisposable {
  readonly #fetch: (runId: string) => Promise<RunDestination>;
  readonly #known = new LRUCache<string, RunDestination>({ max: maxRemembered });
  readonly #pools: Pools;

  /** @param fetch requests a run's destination from the registry. @param guard decides which servers may be reached. */
  constructor(
    fetch: (runId: string) => Promise<RunDestination>,
    guard: EgressGuard,
    log: Logger,
    limits: PoolLimits,
    pools: Pools = new DestinationPools(guard, log, limits),
  ) {
    this.#fetch = fetch;
    this.#pools = pools;
  }

  /**
   * Runs `work` in one transaction of the run's destination.
   *
   * Failure: without a commit nothing stays. When the commit's answer is lost the outcome is unknown; the next delivery
   * checks the ledger.
   *
   * @param columns of the run, if already known: an error may contain their names.
   * @throws PipelineError as mapped by `toSinkError`; `bus_unavailable` when the registry does not respond.
   */
  async inTransaction<T>(runId: string, work: Work<T>, columns: readonly Column[] = []): Promise<T> {
    const destination = await this.#destinationOf(runId);
    const target = toTarget(destination);
    const { host, port, database } = target.config;
    try {
      return await this.#pools.use(target.config, destination.password, async (connections) => {
        try {
          return await transact(connections, target, work);
        } catch (error) {
          const names = await findNames(connections, target, runId, error);
          const known = new Set([...names, ...columns.map(({ name }) => name)]);
          throw toSinkError(error, `${host}:${port}/${database}`, known, rowTables(target, runId));
        }
      });
    } catch (error) {
      // The registry's answer may be outdated: a password or the pipeline may have changed.
      this.#known.delete(runId);
      throw toSinkError(error, `${host}:${port}/${database}`, runNames(target, runId));
    }
  }

  /** Requests the run from the registry again: an ended run follows changes of its pipeline. */
  forget(runId: string): void {
    this.#known.delete(runId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pools[Symbol.asyncDispose]();
  }

  async #destinationOf(runId: string): Promise<RunDestination> {
    const known = this.#known.get(runId);
    if (known) return known;
    const fresh = await this.#fetch(runId);
    this.#known.set(runId, fresh);
    return fresh;
  }
}

/**
 * Reads names that an error may contain. Uses a separate session, so names that a rolled-back trigger created are not
 * among them.
 */
async function findNames(
  connections: Connections,
  target: RunTarget,
  runId: string,
  error: unknown,
): Promise<ReadonlySet<string>> {
  if (!mayAskAgain(error)) return runNames(target, runId);
  try {
    return await transact(connections, target, async (client) => {
      await client.query("set local statement_timeout = '5s'");
      return readNames(client, target, runId);
    });
  } catch {
    // The original error matters more.
    return runNames(target, runId);
  }
}

async function transact<T>({ pool, watch }: Connections, target: RunTarget, work: Work<T>): Promise<T> {
  const client = await pool.connect();
  let session: ServerSession | undefined;
  using _watch = watch(client, () => session);
  try {
    session = await beginOn(client);
    const result = await work(client, target);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // Closes a connection in an unknown state, which rolls back.
    client.release(true);
    throw error;
  }
}

/** @returns the session that the transaction has. */
async function beginOn(client: pg.PoolClient): Promise<ServerSession> {
  try {
    const results = (await client.query(begin)) as unknown as pg.QueryResult<ServerSession>[];
    return results.at(-1)!.rows[0]!;
  } catch (error) {
    // Of all that it says, only `read write` is not supported, and only by a standby.
    const isStandby = error instanceof pg.DatabaseError && error.code === "0A000";
    throw isStandby ? new PipelineError("sink_read_only", "the server is a standby, which takes no changes") : error;
  }
}

function toTarget({ configuration, digest_key: digestKey }: RunDestination): RunTarget {
  return {
    configuration,
    config: configuration.destination_config,
    writeMode: toWriteMode(configuration),
    cursorColumn: nameInRows(configuration.source_config.cursor_column) ?? null,
    digestKey,
  };
}
