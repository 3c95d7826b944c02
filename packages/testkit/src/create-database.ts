import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";

/** A database for one test or one test file. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
}

/** Administrators' sessions by server. A new one costs as much CPU time as the database that it creates. */
const pools = new Map<string, Pool>();

/**
 * Creates a database with a unique name on the server of `adminUrl` (for example `inject("postgres").url`). Disposing
 * it drops it and ends all remaining sessions.
 *
 * @param template the name of an unused database to copy; an empty one is created by default.
 */
export async function createDatabase(adminUrl: string, template = "template1"): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = poolOf(adminUrl);
  // Copying files takes half the CPU time of writing them to the log.
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    async [Symbol.asyncDispose]() {
      await awaitSessionsEnd(admin, name);
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/**
 * `pool.end()` does not wait for its sessions, and one that is killed during its goodbye throws an unhandled error.
 * Sessions that a test forgot do not end by themselves: after five seconds they are killed.
 */
async function awaitSessionsEnd(admin: Pool, name: string): Promise<void> {
  const sessions = "SELECT FROM pg_stat_activity WHERE datname = $1";
  for (let tries = 0; tries < 200 && (await admin.query(sessions, [name])).rowCount !== 0; tries++) await sleep(25);
}

function poolOf(adminUrl: string): Pool {
  let pool = pools.get(adminUrl);
  if (pool === undefined) {
    pool = new Pool({ connectionString: adminUrl, max: 2, allowExitOnIdle: true });
    pool.on("error", () => {}); // the server was stopped; the next query connects again
    pools.set(adminUrl, pool);
  }
  return pool;
}
