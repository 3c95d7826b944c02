/** What people and operators do to the destination. */
import pg from "pg";

import type { Pools } from "../../services/loader/src/connect/destination-pools.ts";
import type { Crashes } from "../crash.ts";
import { processPool } from "../database/process-pool.ts";
import type { Session } from "../database/session.ts";
import { pipelines } from "./databases.ts";

/** Why it refuses, with what PostgreSQL, or the operating system, says: its SQLSTATE or code. */
const refusals = {
  "has another password": "28P01",
  "is away": "ECONNREFUSED",
  "is read-only": "25006",
  "lacks a privilege": "42501",
} as const;

/** `rejects rows`: a constraint that somebody added to the targets. */
export type Refusal = keyof typeof refusals | "rejects rows";
export const allRefusals = [...(Object.keys(refusals) as (keyof typeof refusals)[]), "rejects rows"] as const;

export class Destination {
  readonly session: Session;
  #refusal: Refusal | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  async refuse(refusal: Refusal): Promise<void> {
    await this.return();
    this.#refusal = refusal;
    if (refusal !== "rejects rows") return;
    for (const { table } of pipelines) {
      await this.session.execute(`alter table ${table} add constraint refused check (n < 0) not valid`);
    }
  }

  async return(): Promise<void> {
    const before = this.#refusal;
    this.#refusal = undefined;
    if (before !== "rejects rows") return;
    for (const { table } of pipelines) await this.session.execute(`alter table ${table} drop constraint refused`);
  }

  /** Connections of a loader. */
  poolsOf(crashes: Crashes): Pools {
    const pool = processPool(this.session, crashes, () => this.#assertReachable());
    // No connection is silent here.
    const watch = (): Disposable => ({ [Symbol.dispose]: () => undefined });
    return { use: (_server, _password, work) => work({ pool, watch }), [Symbol.asyncDispose]: async () => undefined };
  }

  #assertReachable(): void {
    const refusal = this.#refusal;
    if (refusal === undefined || refusal === "rejects rows") return;
    const code = refusals[refusal];
    if (code === "ECONNREFUSED") throw Object.assign(new Error("connect ECONNREFUSED"), { code });
    throw Object.assign(new pg.DatabaseError(`the destination ${refusal}`, 0, "error"), { code });
  }
}
