/** One process's connections to a database, which break when the process dies, and where its faults happen. */
import type pg from "pg";

import type { Crashes } from "../crash.ts";
import type { Session } from "./session.ts";

type Query = (query: unknown, ...more: unknown[]) => Promise<unknown>;

const begins = /^\s*(begin|start transaction)\b/i;
const commits = /^\s*commit\b/i;
const rollsBack = /^\s*rollback\s*;?\s*$/i;

/** @param assertReachable throws what connecting throws while the server refuses. */
export function processPool(
  session: Session,
  crashes: Crashes,
  assertReachable: () => void = () => undefined,
): pg.Pool {
  const connect = async (): Promise<ProcessClient> => {
    crashes.assertAlive();
    assertReachable();
    return new ProcessClient(session, crashes);
  };
  return { connect, end: async () => undefined } as unknown as pg.Pool;
}

/** What the services use of a client. */
class ProcessClient {
  readonly #session: Session;
  readonly #crashes: Crashes;
  #endTurn: (() => void) | undefined;

  constructor(session: Session, crashes: Crashes) {
    this.#session = session;
    this.#crashes = crashes;
  }

  readonly query = (query: unknown, ...more: unknown[]): unknown => {
    // A COPY: the caller writes to it at once. It is in a transaction.
    if (typeof query === "object" && query !== null && "submit" in query) {
      this.#crashes.assertAlive();
      return (this.#session.client.query as unknown as (query: unknown) => unknown)(query);
    }
    return this.#query(query, more);
  };

  async #query(query: unknown, more: unknown[]): Promise<unknown> {
    this.#crashes.assertAlive();
    const text = typeof query === "string" ? query : (query as { text: string }).text;
    const ask = this.#session.client.query.bind(this.#session.client) as unknown as Query;
    if (commits.test(text)) return this.#commit(() => ask(query, ...more));
    const isInside = this.#endTurn !== undefined;
    this.#endTurn ??= await this.#session.takeTurn();
    try {
      const result = await ask(query, ...more);
      if (rollsBack.test(text)) this.#end();
      return result;
    } finally {
      if (!isInside && !begins.test(text)) this.#end();
    }
  }

  /** The server goes on as soon as it has committed, whatever becomes of the client. */
  async #commit(commit: () => Promise<unknown>): Promise<unknown> {
    const committed = async (): Promise<unknown> => {
      const result = await commit();
      this.#end();
      return result;
    };
    return this.#crashes.around("commit", committed, () => new Error("Connection terminated unexpectedly"));
  }

  #end(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }

  /** The server rolls back what the client has not committed. */
  readonly release = (): void => {
    const endTurn = this.#endTurn;
    this.#endTurn = undefined;
    if (endTurn !== undefined) void this.#session.client.query("rollback").then(endTurn, endTurn);
  };

  escapeLiteral(text: string): string {
    return this.#session.client.escapeLiteral(text);
  }

  escapeIdentifier(text: string): string {
    return this.#session.client.escapeIdentifier(text);
  }
}
