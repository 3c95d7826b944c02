import pg from "pg";

import { sendTuples } from "../stream-to-staging/send-tuples.ts";
import { isRowError } from "./row-errors.ts";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const insufficientPrivilege = "42501";

const table = "pg_temp.datamantri_reject";

/** Shows refused rows as JSON, through a table with the same columns and no rules. */
export class RowViewer implements AsyncDisposable {
  readonly #client: pg.PoolClient;
  readonly #staging: string;
  readonly #columns: readonly string[];
  #state: "new" | "open" | "denied" = "new";

  /** @param columns names, in the order of the tuples' fields. */
  constructor(client: pg.PoolClient, staging: string, columns: readonly string[]) {
    this.#client = client;
    this.#staging = staging;
    this.#columns = columns;
  }

  /** @returns the row as JSON text; null when this table refuses it too, or cannot be created. */
  async view(tuple: Uint8Array | null): Promise<string | null> {
    if (this.#state === "new") this.#state = await this.#open();
    if (tuple === null || this.#state === "denied") return null;
    await this.#client.query("savepoint view");
    try {
      await sendTuples(this.#client, table, this.#columns, [tuple]);
      const { rows } = await this.#client.query<{ row: string }>(
        `select row_to_json(r)::text as row from ${table} as r`,
      );
      return rows[0]!.row;
    } catch (error) {
      if (!isRowError(error)) throw error;
      return null;
    } finally {
      await this.#client.query("rollback to savepoint view; release savepoint view");
    }
  }

  async #open(): Promise<"open" | "denied"> {
    await this.#client.query("savepoint view");
    try {
      await this.#client.query(`create temp table datamantri_reject as table ${this.#staging} with no data`);
      await this.#client.query("release savepoint view");
      return "open";
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== insufficientPrivilege) throw error;
      await this.#client.query("rollback to savepoint view; release savepoint view");
      return "denied";
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === "open") await this.#client.query(`drop table ${table}`);
  }
}
