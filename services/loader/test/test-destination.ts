/** A separate database, as a loader's destination and as a person sees it. */
import pg from "pg";

import { createDatabase, waitFor, type TestDatabase } from "@datamantri/testkit";

export class TestDestination implements AsyncDisposable {
  readonly url: string;
  readonly name: string;
  readonly #database: TestDatabase;
  readonly #pool: pg.Pool;

  private constructor(database: TestDatabase) {
    this.url = database.url;
    this.name = database.name;
    this.#database = database;
    this.#pool = new pg.Pool({ connectionString: database.url, max: 12, application_name: "psql" });
    this.#pool.on("error", () => undefined);
  }

  static async open(adminUrl: string): Promise<TestDestination> {
    return new TestDestination(await createDatabase(adminUrl));
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(sql, [...values])).rows;
  }

  async value(sql: string, values: readonly unknown[] = []): Promise<unknown> {
    const [row] = await this.query<Record<string, unknown>>(sql, values);
    return row && Object.values(row)[0];
  }

  /** Opens a separate session, for transactions. */
  connect(): Promise<pg.PoolClient> {
    return this.#pool.connect();
  }

  stagingTables(): Promise<unknown> {
    return this.value(
      `select count(*)::int from pg_tables where schemaname = 'datamantri' and tablename like 'staging%'`,
    );
  }

  /** Fails when a loader leaves a session open. */
  async assertNoLoaderSessions(): Promise<void> {
    const loaderSessions = `select count(*)::int from pg_stat_activity where application_name = 'datamantri-loader' and datname = current_database()`;
    await waitFor(async () => (await this.value(loaderSessions)) === 0, { what: "the loader's sessions to end" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end();
    await this.#database[Symbol.asyncDispose]();
  }
}
