/** Readers of a replaced table see the old rows or the new ones: never none, never some, and they never wait long. */
import { afterEach, describe, expect } from "vitest";
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";
import { waitFor } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";
const sessions: pg.PoolClient[] = [];

test.beforeEach(async ({ db }) => {
  await db.query("create table target (id bigint primary key, name text)");
  await db.query("insert into target select id, 'old' from generate_series(1, 500) as id");
  await db.query("create view names as select name from target");
  await db.query(`
    create function count_target() returns int language plpgsql stable as 'begin return (select count(*) from target); end'
  `);
});

afterEach(async () => {
  for (const session of sessions.splice(0)) session.release(true);
});

async function connect(db: TestDestination): Promise<pg.PoolClient> {
  const session = await db.connect();
  sessions.push(session);
  return session;
}

const count = "select count(*)::int as count from target";

async function read(session: pg.PoolClient, statement = count): Promise<number> {
  const { rows } = await session.query<{ count: number }>(statement);
  return rows[0]!.count;
}

/** A run with 600 rows in its staging table, in several batches. */
async function loadedRun(db: TestDestination, options: RunOptions = {}): Promise<TestRun> {
  const run = new TestRun(db.url, { writeMode: "replace", ...options });
  await run.prepare();
  for (let i = 0; i < 6; i++) await run.load(run.batch(i, i * 100, 100));
  return run;
}

/** The loader gets the task again while readers block it. */
async function finalize(run: TestRun): Promise<void> {
  for (;;) {
    try {
      expect(await run.finalize(600)).toBe(600);
      return;
    } catch (error) {
      if (!(error instanceof PipelineError && error.code === "sink_busy")) throw error;
    }
  }
}

/** True if a new snapshot certainly sees the loaded rows: no older writer runs, in any database. */
const isYounger = `
  select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > max(xmin::text::bigint) from datamantri.batches
`;

const lockWaiters = `
  select count(*)::int from pg_locks
  where not granted and relation = 'target'::regclass and mode = $1
`;

describe("many readers at once", () => {
  const ways: readonly [string, (session: pg.PoolClient) => Promise<number>][] = [
    ["statements", (session) => read(session)],
    ["prepared statements", async (session) => (await session.query({ name: "count", text: count })).rows[0].count],
    ["a view", (session) => read(session, "select count(*)::int as count from names")],
    [
      "a view and the table",
      (session) => read(session, "select (select count(*) from names)::int as count from target limit 1"),
    ],
    ["a function", (session) => read(session, "select count_target() as count")],
    [
      "a repeatable read that comes to the table late",
      async (session) => {
        await session.query("begin isolation level repeatable read; select 1");
        await session.query("select pg_sleep(0.02)");
        const seen = [await read(session), await read(session)];
        await session.query("commit");
        expect(seen[0]).toBe(seen[1]);
        return seen[0]!;
      },
    ],
    [
      "a cursor",
      async (session) => {
        await session.query("begin; declare c cursor for select from target");
        let seen = 0;
        for (let rowCount = 1; rowCount; seen += rowCount) {
          ({ rowCount } = (await session.query("fetch 200 from c")) as { rowCount: number });
        }
        await session.query("commit");
        return seen;
      },
    ],
  ];

  // A swap waits 5 s for old snapshots and 9 s for locks before it gives up.
  test("see 500 rows or 600 while tables are swapped under them", { timeout: 120_000 }, async ({ db }) => {
    const over = new AbortController();
    const seen = new Map(ways.map(([name]) => [name, new Set<number>()]));
    const readers = ways.map(async ([name, readOnce]) => {
      const session = await connect(db);
      while (!over.signal.aborted) seen.get(name)!.add(await readOnce(session));
    });
    const replacements: string[] = [];
    try {
      for (const replace_by of ["swap", "swap", "in_place", "swap"] as const) {
        await using run = await loadedRun(db, { config: { replace_by } });
        await finalize(run);
        replacements.push(run.replacement);
      }
    } finally {
      over.abort();
      await Promise.all(readers);
    }
    const [swap, inPlace] = ["replaced by a swap", "replaced in place: replace_by says so"];
    expect(replacements).toEqual([swap, swap, inPlace, swap]);
    for (const [name, counts] of seen) {
      expect([name, [...counts].filter((rows) => rows !== 500 && rows !== 600)]).toEqual([name, []]);
      expect([name, [...counts]]).toEqual([name, expect.arrayContaining([600])]);
    }
  });
});

describe("one reader", () => {
  test("that waits behind the swap sees all new rows", async ({ db }) => {
    const holder = await connect(db);
    const waiting = await connect(db);
    await using run = await loadedRun(db);
    await holder.query(`begin; ${count}`);
    const finalizing = run.finalize(600);
    await waitFor(() => db.value(`${lockWaiters} having count(*) > 0`, ["AccessExclusiveLock"]), {
      what: "the swap to wait",
    });
    const reading = read(waiting);
    await waitFor(() => db.value(`${lockWaiters} having count(*) > 0`, ["AccessShareLock"]), {
      what: "the reader to wait",
    });
    await holder.query("commit");
    // 500 if the swap gave way just then, to retry.
    expect([500, 600]).toContain(await reading);
    expect(await finalizing).toBe(600);
    expect(run.replacement).toBe("replaced by a swap");
    expect(await read(waiting)).toBe(600);
  });

  test("whose snapshot is older than the new rows, and who opens the table afterwards: sees the old rows", async ({
    db,
  }) => {
    const reader = await connect(db);
    await using run = new TestRun(db.url, { writeMode: "replace" });
    await run.prepare();
    await run.load(run.batch(0, 0, 300));
    // In the middle of the load: with a swap it would see 300.
    await reader.query("begin isolation level repeatable read; select 1");
    await run.load(run.batch(1, 300, 300));
    expect(await run.finalize(600)).toBe(600);
    expect(run.replacement).toMatch(
      /^replaced in place: a transaction of session \d+ .* is older than the run's rows$/,
    );
    expect(await read(reader)).toBe(500);
    await reader.query("commit");
    expect(await read(reader)).toBe(600);
  });

  test("whose snapshot is older, but ends soon: the swap waits for it", async ({ db }) => {
    const reader = await connect(db);
    await using run = new TestRun(db.url, { writeMode: "replace" });
    await run.prepare();
    await reader.query("begin isolation level repeatable read; select 1");
    await run.load(run.batch(0, 0, 600));
    const finalizing = run.finalize(600);
    await waitFor(
      () =>
        db.value(
          "select true from pg_stat_activity where query like '%age(backend_xmin)%' and pid <> pg_backend_pid()",
        ),
      {
        what: "the swap to look for older snapshots",
      },
    );
    expect(await read(reader)).toBe(500);
    await reader.query("commit");
    expect(await finalizing).toBe(600);
    expect(run.replacement).toBe("replaced by a swap");
  });

  test("whose snapshot is newer than the new rows, and who opens the table afterwards: sees all of them", async ({
    db,
  }) => {
    const reader = await connect(db);
    await using run = await loadedRun(db);
    await waitFor(() => db.value(isYounger), { what: "older writers to end", timeoutMs: 20_000 });
    await reader.query("begin isolation level repeatable read; select 1");
    expect(await run.finalize(600)).toBe(600);
    expect(run.replacement).toBe("replaced by a swap");
    expect(await read(reader)).toBe(600);
    await reader.query("commit");
  });

  test("with a long-open cursor keeps its rows; the run gives up the swap, and nobody else waits for long", async ({
    db,
  }) => {
    const reader = await connect(db);
    const others = await connect(db);
    await using run = await loadedRun(db);
    await waitFor(() => db.value(isYounger), { what: "older writers to end", timeoutMs: 20_000 });
    await reader.query("begin; declare c cursor for select from target");
    expect((await reader.query("fetch 100 from c")).rowCount).toBe(100);
    await others.query("set statement_timeout = '5s'");
    const seen = new Set<number>();
    const finalizing = run.finalize(600);
    const over = new AbortController();
    const reading = (async () => {
      while (!over.signal.aborted) seen.add(await read(others));
    })();
    expect(await finalizing.finally(() => over.abort())).toBe(600);
    await reading;
    expect([...seen].filter((rows) => rows !== 500 && rows !== 600)).toEqual([]);
    expect(run.replacement).toBe(
      "replaced in place: could not lock the target table in six attempts: end long transactions or set replace_by to in_place",
    );
    expect((await reader.query("fetch all from c")).rowCount).toBe(400);
    await reader.query("commit");
    expect(await read(reader)).toBe(600);
  });

  test("that blocks a required swap: the run waits and reports why, then continues", async ({ db }) => {
    const reader = await connect(db);
    await using run = new TestRun(db.url, { writeMode: "replace", config: { replace_by: "swap" } });
    await run.prepare();
    await reader.query("begin isolation level repeatable read; select 1");
    await run.load(run.batch(0, 0, 600));
    await expect(run.finalize(600)).rejects.toMatchObject({
      code: "sink_busy",
      message: expect.stringContaining("is older than the run's rows") as string,
    });
    expect(await read(reader)).toBe(500);
    await reader.query("commit");
    expect(await run.finalize(600)).toBe(600);
    expect(run.replacement).toBe("replaced by a swap");
  });
});
