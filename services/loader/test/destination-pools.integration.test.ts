/** Users choose destinations: whatever they choose, a loader holds a limited number of connections. */
import { randomBytes } from "node:crypto";
import { expect, inject } from "vitest";

import { EgressGuard } from "@datamantri/runtime";
import { createDatabase, waitFor, type TestDatabase } from "@datamantri/testkit";

import { DestinationPools, type Connections } from "../src/connect/destination-pools.ts";
import { test as base } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { log, toConfig } from "./test-run.ts";

const limits = { connections: 2, pools: 3, idleMs: 60_000, silentMs: 30_000 };
const databaseIndexes = [0, 1, 2, 3, 4, 5];

/** One database user, and some databases of the server that it may use. */
class TestUser {
  readonly name = `loader_${randomBytes(6).toString("hex")}`;
  readonly #databases: readonly TestDatabase[];
  readonly #db: TestDestination;

  constructor(databases: readonly TestDatabase[], db: TestDestination) {
    this.#databases = databases;
    this.#db = db;
  }

  openPools(more: Partial<typeof limits> = {}): DestinationPools {
    return new DestinationPools(new EgressGuard({ allowsInside: true }), log, { ...limits, ...more });
  }

  server(index: number) {
    return { ...toConfig(this.#databases[index]!.url).config, user: this.name };
  }

  async select(pools: DestinationPools, index: number, password = "first", sql = "select 1 as answer") {
    const work = async ({ pool }: Connections) => (await pool.query<{ answer: number }>(sql)).rows[0]!.answer;
    return pools.use(this.server(index), password, work);
  }

  /** Indexes of the databases that the user's sessions are in. */
  async sessions(): Promise<number[]> {
    const statement = "select datname as name from pg_stat_activity where usename = $1";
    const rows = await this.#db.query<{ name: string }>(statement, [this.name]);
    const names = this.#databases.map(({ name }) => name);
    return rows.map(({ name }) => names.indexOf(name)).toSorted((a, b) => a - b);
  }

  async waitForSessions(...indexes: readonly number[]): Promise<void> {
    const wanted = String(indexes);
    await waitFor(async () => String(await this.sessions()) === wanted, { what: `sessions in databases ${wanted}` });
  }
}

const test = base
  // oxlint-disable-next-line no-empty-pattern
  .extend("databases", { scope: "file" }, async ({}, { onCleanup }) => {
    const databases = await Promise.all(databaseIndexes.map(() => createDatabase(inject("postgres").url)));
    onCleanup(async () => void (await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()))));
    return databases;
  })
  .extend("user", async ({ db, databases }, { onCleanup }) => {
    const user = new TestUser(databases, db);
    await db.query(`create role ${user.name} login password 'first'`);
    onCleanup(async () => void (await db.query(`drop role ${user.name}`)));
    return user;
  });

test("many destinations in turn leave no more connections than the limit", async ({ user }) => {
  await using pools = user.openPools();
  for (let turn = 0; turn < 3; turn++) {
    for (const index of databaseIndexes) await user.select(pools, index);
  }
  await user.waitForSessions(3, 4, 5);
});

test("a pool in use stays while others replace it, and ends afterwards", async ({ user }) => {
  await using pools = user.openPools({ pools: 1 });
  await pools.use(user.server(0), "first", async ({ pool }) => {
    const client = await pool.connect();
    await client.query("begin; create temporary table kept (id int) on commit drop");
    for (const index of databaseIndexes.slice(1)) await user.select(pools, index);
    // A second connection of the pool is opened only now.
    await pool.query("select 1");
    await client.query("insert into kept values (1); commit");
    client.release();
  });
  await user.select(pools, 1);
  await user.waitForSessions(1);
});

test("work that waits for a connection gets one while other destinations come", async ({ user }) => {
  await using pools = user.openPools({ connections: 1, pools: 1 });
  const slow = user.select(pools, 0, "first", "select 1 as answer from pg_sleep(0.5)");
  const waiting = user.select(pools, 0, "first", "select 2 as answer");
  await Promise.all([1, 2, 3].map((index) => user.select(pools, index)));
  expect(await Promise.all([slow, waiting])).toEqual([1, 2]);
});

test("more destinations in use than the limit all work, and the surplus ends afterwards", async ({ user }) => {
  await using pools = user.openPools();
  const slow = "select 1 as answer from pg_sleep(0.3)";
  const working = Promise.all(databaseIndexes.map((index) => user.select(pools, index, "first", slow)));
  await user.waitForSessions(...databaseIndexes);
  await working;
  await waitFor(async () => (await user.sessions()).length === limits.pools, { what: "the surplus to end" });
});

test("a pool that nobody uses ends after the idle time", async ({ user }) => {
  await using pools = user.openPools({ idleMs: 200 });
  await user.select(pools, 0);
  await user.waitForSessions();
  expect(await user.select(pools, 0)).toBe(1);
});

test("a changed password leads to a new pool, and the old one ends", async ({ db, user }) => {
  await using pools = user.openPools({ idleMs: 3_000 });
  await user.select(pools, 0);
  await db.query(`alter role ${user.name} password 'second'`);
  // The open session does not allow another password.
  await expect(user.select(pools, 0, "wrong")).rejects.toMatchObject({ code: "28P01" });
  expect(await user.select(pools, 0, "second")).toBe(1);
  expect(await user.sessions()).toEqual([0, 0]);
  await user.waitForSessions();
  await expect(user.select(pools, 0, "first")).rejects.toMatchObject({ code: "28P01" });
});

test("work that outlives the pools ends without an error", async ({ user }) => {
  const pools = user.openPools({ idleMs: 1 });
  const working = user.select(pools, 0, "first", "select 1 as answer from pg_sleep(0.3)");
  await user.waitForSessions(0);
  await pools[Symbol.asyncDispose]();
  expect(await working).toBe(1);
  await user.waitForSessions();
});
