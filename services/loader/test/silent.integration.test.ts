/** S7: connections that stay open and swallow bytes end; long statements do not. */
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect } from "vitest";

import { startTcpProxy, waitFor, type TcpProxy } from "@datamantri/testkit";

import { test as base } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun } from "./test-run.ts";

const silentMs = 600;
const silent = { code: "sink_unreachable", message: expect.stringContaining("the connection is silent") as string };

const test = base.extend("proxy", async ({ db }, { onCleanup }) => {
  const { hostname, port } = new URL(db.url);
  const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  onCleanup(() => proxy[Symbol.asyncDispose]());
  return proxy;
});

/** Lets the present connections lose bytes, so that they stay silent; new ones work. */
async function muteUntil(proxy: TcpProxy, work: () => Promise<unknown>): Promise<unknown> {
  proxy.mode = { kind: "blackhole" };
  const outcome = work().then(
    () => "done",
    (error: unknown) => error,
  );
  await waitFor(() => proxy.swallowedBytes > 0, { what: "bytes to be swallowed" });
  proxy.mode = { kind: "pass" };
  return outcome;
}

const sessions = (db: TestDestination) =>
  db.value(`
    select count(*)::int from pg_stat_activity
    where application_name = 'datamantri-loader' and datname = current_database() and state <> 'idle'`);

describe("S7: a connection that is silent ends, at the server too, and its work is repeated elsewhere", () => {
  test("while rows are loaded", async ({ db, proxy }) => {
    await using run = new TestRun(proxy.through(db.url), { silentMs });
    await run.prepare();
    const batch = run.batch(0, 1, 1_000);
    expect(await muteUntil(proxy, () => run.load(batch))).toMatchObject(silent);
    await waitFor(async () => (await sessions(db)) === 0, { what: "the lost session to end" });
    await using other = new TestRun(db.url, {}, run.runId);
    await other.load(batch);
    expect(await other.finalize(1_000)).toBe(1_000);
  });

  test("while finalize runs: its lock is free, and the ledger says whether it had committed", async ({ db, proxy }) => {
    await using run = new TestRun(proxy.through(db.url), { silentMs });
    await run.prepare();
    await run.load(run.batch(0, 1, 1_000));
    expect(await muteUntil(proxy, () => run.settle(1_000))).toMatchObject(silent);
    await using other = new TestRun(db.url, {}, run.runId);
    expect(await other.settle(1_000)).toBe(1_000);
    expect(await db.value("select count(*)::int from target")).toBe(1_000);
  });

  test("also when nobody there answers", async ({ db, proxy }) => {
    await using run = new TestRun(proxy.through(db.url), { silentMs });
    await run.prepare();
    proxy.mode = { kind: "blackhole" };
    await expect(run.load(run.batch(0, 1, 1_000))).rejects.toMatchObject(silent);
  });
});

test("a statement that takes long is no silence", async ({ db }) => {
  await using run = new TestRun(db.url, { silentMs: 90 });
  await db.query(`
    create table target (id bigint, name text);
    create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(1.5); return new; end $$;
    create trigger slow before insert on target for each row execute function slow()`);
  await run.prepare();
  await run.load(run.batch(0, 1, 1));
  expect(await run.finalize(1)).toBe(1);
});

test("nor is a COPY that waits for the next piece of a large row", async ({ db }) => {
  await using run = new TestRun(db.url, { silentMs: 90 });
  await run.prepare();
  const batch = run.batch(0, 1, 1);
  run.readObject = async function* readSlowly() {
    yield batch.tuples.subarray(0, 5);
    await delay(3_000);
    yield batch.tuples.subarray(5);
  };
  await run.load({ ...batch, objectChunks: 2, objectBytes: batch.tuples.length, tuples: new Uint8Array() });
  expect(await run.finalize(1)).toBe(1);
});

test("a connection that ends while a COPY waits is an error that passes", async ({ db }) => {
  await using run = new TestRun(db.url, { silentMs: 20_000 });
  await run.prepare();
  const batch = run.batch(0, 1, 1);
  run.readObject = async function* readAndBreak() {
    yield batch.tuples.subarray(0, 5);
    await waitFor(async () => (await sessions(db)) === 1, { what: "the COPY to begin" });
    await db.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'datamantri-loader' and datname = current_database()`);
    await waitFor(async () => (await sessions(db)) === 0, { what: "the session to end" });
    await delay(200);
    yield batch.tuples.subarray(5);
  };
  const large = { ...batch, objectChunks: 2, objectBytes: batch.tuples.length, tuples: new Uint8Array() };
  await expect(run.load(large)).rejects.toMatchObject({ isRetryable: true });
});

test("nor is one that waits for a lock", async ({ db }) => {
  await db.query("create table target (id bigint, name text)");
  await using run = new TestRun(db.url, { silentMs: 90 });
  await run.prepare();
  await run.load(run.batch(0, 1, 1));
  const locker = await db.connect();
  await locker.query("begin; lock table target");
  const finalizing = run.finalize(1);
  await waitFor(async () => (await sessions(db)) === 1, { what: "finalize to wait" });
  await delay(1_000);
  await locker.query("commit");
  locker.release();
  expect(await finalizing).toBe(1);
});
