/** The target changes once per run or not at all, and readers see the old rows or the new ones. */
import { describe, expect } from "vitest";

import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

/** A run with rows 1 to 4 in its staging table. */
async function loadedRun(db: TestDestination, options: RunOptions = {}): Promise<TestRun> {
  const run = new TestRun(db.url, options);
  await run.prepare();
  await run.load(run.batch(0, 1, 2), run.batch(1, 3, 2));
  return run;
}

const targetIds = (db: TestDestination) => db.value("select string_agg(id::text, ',' order by id) from target");

describe("finalizing", () => {
  test("the first load: the staging table becomes the target", async ({ db }) => {
    await using run = await loadedRun(db);
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds(db)).toBe("1,2,3,4");
    expect(await db.stagingTables()).toBe(0);
    expect(await db.value("select reloptions from pg_class where oid = 'target'::regclass")).toBeNull();
    expect(await db.query("select state, row_count from datamantri.runs")).toEqual([
      { state: "finalized", row_count: "4" },
    ]);
    expect(await db.value("select count(*)::int from datamantri.batches")).toBe(0);
  });

  test.for(["runs", "batches", "select", 'we"ird.name'])(
    "the first load into a table called %s",
    async (table, { db }) => {
      await using run = await loadedRun(db, { config: { table } });
      expect(await run.finalize(4)).toBe(4);
      expect(await db.value(`select count(*)::int from public."${table.replaceAll('"', '""')}"`)).toBe(4);
      expect(await db.value("select count(*)::int from datamantri.runs")).toBe(1);
    },
  );

  test("the first load grants what the schema's default privileges say", async ({ db }) => {
    const role = `test_reader_${Math.random().toString(36).slice(2)}`;
    await db.query(
      `create role "${role}"; alter default privileges in schema public grant select on tables to "${role}"`,
    );
    await db.query("alter default privileges in schema public grant insert on tables to public");
    await using run = await loadedRun(db);
    expect(await run.finalize(4)).toBe(4);
    const may = "select has_table_privilege($1, 'target', $2)";
    expect(await db.value(may, [role, "select"])).toBe(true);
    expect(await db.value(may, [role, "insert"])).toBe(true);
    expect(await db.value(may, [role, "delete"])).toBe(false);
    await db.query(`drop owned by "${role}"; drop role "${role}"`);
  });

  test("appends to existing rows", async ({ db }) => {
    await db.query("create table target (name text, id bigint, extra int default 7)");
    await db.query("insert into target values ('old', 0, 1)");
    await using run = await loadedRun(db);
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds(db)).toBe("0,1,2,3,4");
    expect(await db.value("select count(*)::int from target where extra = 7")).toBe(4);
    expect(await db.stagingTables()).toBe(0);
  });

  test.for(["append", "replace"] as const)(
    "repeated, reports the same and changes nothing: %s",
    async (writeMode, { db }) => {
      await db.query("create table target (id bigint, name text)");
      await using run = await loadedRun(db, { writeMode });
      expect(await run.finalize(4)).toBe(4);
      await db.query("delete from target where id = 1");
      expect(await run.finalize(4)).toBe(4);
      expect(await run.discard()).toBe(false);
      expect(await targetIds(db)).toBe("2,3,4");
    },
  );

  test("by two loaders at once moves the rows once", async ({ db }) => {
    await db.query("create table target (id bigint, name text)");
    await using run = await loadedRun(db);
    await using other = new TestRun(db.url, {}, run.runId);
    expect(await Promise.all([run.finalize(4), other.finalize(4)])).toEqual([4, 4]);
    expect(await targetIds(db)).toBe("1,2,3,4");
  });

  test("a run without rows: append leaves the target, replace empties it, the first load creates it", async ({
    db,
  }) => {
    await db.query("create table target (id bigint, name text)");
    await db.query("insert into target values (0, 'old')");
    await using append = new TestRun(db.url);
    await append.prepare();
    expect(await append.finalize(0)).toBe(0);
    expect(await targetIds(db)).toBe("0");
    const guards = { empty: "allow" } as const;
    await using replace = new TestRun(db.url, { writeMode: "replace", config: { guards } });
    await replace.prepare();
    expect(await replace.finalize(0)).toBe(0);
    expect(await targetIds(db)).toBeNull();
    await using first = new TestRun(db.url, { config: { table: "fresh" } });
    await first.prepare();
    expect(await first.finalize(0)).toBe(0);
    expect(await db.value("select count(*)::int from fresh")).toBe(0);
  });
});

describe("replacing", () => {
  test("keeps indexes, grants and views", async ({ db }) => {
    const role = `test_reader_${Math.random().toString(36).slice(2)}`;
    await db.query(`create role ${role}`);
    await db.query("create table target (id bigint primary key, name text)");
    await db.query("create index by_name on target (name)");
    await db.query(`grant select on target to ${role}`);
    await db.query("create view names as select name from target");
    await db.query("insert into target values (0, 'old')");
    await using run = await loadedRun(db, { writeMode: "replace" });
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds(db)).toBe("1,2,3,4");
    expect(await db.value("select count(*)::int from pg_indexes where tablename = 'target'")).toBe(2);
    expect(await db.value(`select has_table_privilege('${role}', 'target', 'select')`)).toBe(true);
    expect(await db.value("select count(*)::int from names")).toBe(4);
    await db.query(`drop owned by ${role}; drop role ${role}`);
  });

  test("a table that others reference, when their rows allow it", async ({ db }) => {
    await db.query("create table target (id bigint primary key, name text)");
    await db.query("create table child (target_id bigint references target deferrable initially deferred)");
    await db.query("insert into target values (1, 'old'); insert into child values (1)");
    await using run = await loadedRun(db, { writeMode: "replace" });
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds(db)).toBe("1,2,3,4");
    expect(await db.value("select count(*)::int from child")).toBe(1);
  });

  test("refuses to leave a dangling reference, and changes nothing", async ({ db }) => {
    await db.query("create table target (id bigint primary key, name text)");
    await db.query("create table child (target_id bigint references target)");
    await db.query("insert into target values (99, 'old'); insert into child values (99)");
    await using run = await loadedRun(db, { writeMode: "replace" });
    await expect(run.finalize(4)).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining("child_target_id_fkey") as string,
    });
    expect(await targetIds(db)).toBe("99");
  });

  test("refuses to delete another table's rows, also when that key came later", async ({ db }) => {
    await db.query("create table target (id bigint primary key, name text)");
    await db.query("insert into target values (99, 'old')");
    await using run = await loadedRun(db, { writeMode: "replace" });
    await db.query("create table child (target_id bigint references target on delete cascade)");
    await db.query("insert into child values (99)");
    await expect(run.finalize(4)).rejects.toMatchObject({ code: "sink_table_mismatch" });
    expect(await targetIds(db)).toBe("99");
    expect(await db.value("select count(*)::int from child")).toBe(1);
  });

  test("a table that references itself", async ({ db }) => {
    await db.query("create table target (id bigint primary key, name text, parent bigint references target)");
    await db.query("insert into target values (99, 'old', 99)");
    await using run = await loadedRun(db, { writeMode: "replace" });
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds(db)).toBe("1,2,3,4");
  });

  test("readers see the old rows or the new ones, never none and never some", async ({ db }) => {
    await db.query("create table target as select id, 'old' as name from generate_series(1::bigint, 5000) as id");
    const seen: number[] = [];
    const over = new AbortController();
    const readers = Array.from({ length: 3 }, async () => {
      const reader = await db.connect();
      while (!over.signal.aborted) {
        const { rows } = await reader.query<{ count: number }>("select count(*)::int as count from target");
        seen.push(rows[0]!.count);
      }
      reader.release();
    });
    try {
      for (let round = 0; round < 5; round++) {
        await using run = new TestRun(db.url, { writeMode: "replace" });
        await run.prepare();
        await run.load(...Array.from({ length: 6 }, (_, i) => run.batch(i, i * 1_000, 1_000)));
        await run.finalize(6_000);
      }
    } finally {
      over.abort();
      await Promise.all(readers);
    }
    expect(new Set(seen)).toEqual(new Set([5_000, 6_000]));
  });
});

describe("a run whose counts do not match", () => {
  test.for([
    ["the plan has more", async () => undefined, 5, "sink_rolled_back"],
    ["the plan has fewer", async () => undefined, 3],
    [
      "the staging table lost a row",
      (run: TestRun, db: TestDestination) => db.query(`delete from ${run.staging} where id = 1`),
      4,
    ],
    [
      "the staging table has a row twice",
      (run: TestRun, db: TestDestination) => db.query(`insert into ${run.staging} values (1, 'row 1')`),
      4,
    ],
    [
      "the ledger lost a batch",
      (_: TestRun, db: TestDestination) => db.query("delete from datamantri.batches where sequence = 1"),
      4,
      "sink_rolled_back",
    ],
  ] as const)(
    "%s: is not finalized, the target stays",
    async ([_name, spoil, planned, code = "run_inconsistent"], { db }) => {
      await db.query("create table target (id bigint, name text)");
      await db.query("insert into target values (0, 'old')");
      await using run = await loadedRun(db, { writeMode: "replace" });
      await spoil(run, db);
      await expect(run.finalize(planned)).rejects.toMatchObject({ code });
      expect(await targetIds(db)).toBe("0");
      expect(await db.stagingTables()).toBe(1);
      expect(await run.discard()).toBe(true);
      expect(await db.stagingTables()).toBe(0);
    },
  );

  test("a run that the ledger does not know", async ({ db }) => {
    await using other = await loadedRun(db);
    await using run = new TestRun(db.url);
    await expect(run.finalize(0)).rejects.toMatchObject({ code: "sink_rolled_back" });
    await other.discard();
  });
});

describe("discarding", () => {
  test("leaves the target unchanged and no staging table; a repeat does nothing more", async ({ db }) => {
    await db.query("create table target (id bigint, name text)");
    await db.query("insert into target values (0, 'old')");
    await using run = await loadedRun(db, { writeMode: "replace" });
    expect(await run.discard()).toBe(true);
    expect(await run.discard()).toBe(true);
    await expect(run.settle(4)).rejects.toMatchObject({ code: "run_closed" });
    expect(await targetIds(db)).toBe("0");
    expect(await db.stagingTables()).toBe(0);
    expect(await db.query("select state, row_count from datamantri.runs")).toEqual([
      { state: "discarded", row_count: null },
    ]);
    expect(await db.value("select count(*)::int from datamantri.batches")).toBe(0);
  });

  test("before the run was prepared: preparing it late creates nothing", async ({ db }) => {
    await using run = new TestRun(db.url);
    expect(await run.discard()).toBe(true);
    expect(await run.prepare()).toBe(false);
    expect(await run.load(run.batch(0, 1, 1))).toBe("closed");
    expect(await db.stagingTables()).toBe(0);
  });

  test("at the same moment as preparing leaves no staging table", async ({ db }) => {
    for (let round = 0; round < 10; round++) {
      await using run = new TestRun(db.url);
      await Promise.all([run.prepare(), run.discard()]);
    }
    expect(await db.stagingTables()).toBe(0);
    expect(await db.value("select count(*)::int from datamantri.runs where state <> 'discarded'")).toBe(0);
  });
});
