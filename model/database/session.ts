/**
 * A PostgreSQL in this process (PGlite): real SQL, one session. A transaction of one process ends before the next one begins:
 * interleavings of statements, which locks decide, are left to tests with a server.
 */
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";

import { EngineSocket } from "./engine-socket.ts";

export class Session implements AsyncDisposable {
  readonly #engine: PGlite;
  readonly #client: pg.Client;
  #busy: Promise<void> = Promise.resolve();

  private constructor(engine: PGlite, client: pg.Client) {
    this.#engine = engine;
    this.#client = client;
  }

  /** @param types how values are read. @param Client the class of clients that the service uses. */
  static async open(types?: pg.CustomTypesConfig, Client: typeof pg.Client = pg.Client): Promise<Session> {
    const engine = await PGlite.create();
    const client = new Client({
      stream: () => new EngineSocket(engine),
      user: "postgres",
      ...(types ? { types } : {}),
    });
    await client.connect();
    // Planning is most of the time of a statement on small tables.
    await client.query("set plan_cache_mode = force_generic_plan");
    return new Session(engine, client);
  }

  get client(): pg.Client {
    return this.#client;
  }

  /** Waits until nobody has a transaction open. @returns ends the turn. */
  async takeTurn(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#busy;
    this.#busy = promise;
    await before;
    return resolve;
  }

  /** What a person at psql does. Several statements, without parameters. */
  async execute(sql: string): Promise<void> {
    const end = await this.takeTurn();
    try {
      await this.#engine.exec(sql);
    } finally {
      end();
    }
  }

  async rows<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const end = await this.takeTurn();
    try {
      return (await this.#client.query<Row>(sql, [...values])).rows;
    } finally {
      end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end().catch(() => undefined);
    await this.#engine.close();
  }
}
