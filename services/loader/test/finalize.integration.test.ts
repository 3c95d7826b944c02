/** The target changes once per run or not at all, and readers see the old rows or the new ones. */
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

import { createDatabase, waitFor, type TestDatabase } from "@datamantri/testkit";

import { Psql, TestRun, type RunOptions } from "./test-run.ts";

let database: TestDatabase;
let psql: Psql;

beforeEach(async () => {
  database = await createDatabase(inject("postgres").url);
  psql = new Psql(database.url);
});

afterEach(async () => {
  await waitFor(async () => (await psql.loaderSessions()) === 0, { what: "the loader's sessions to end" });
  await psql[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

/** A run with rows 1 to 4 in its staging table. */
async function loadedRun(options: RunOptions = {}): Promise<TestRun> {
  const run = new TestRun(database.url, options);
  await run.prepare();
  await run.load(run.batch(0, 1, 2), run.batch(1, 3, 2));
  return run;
}

const targetIds = () => psql.value("select string_agg(id::text, ',' order by id) from target");

describe("finalizing", () => {
  test("the first load: the staging table becomes the target", async () => {
    await using run = await loadedRun();
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds()).toBe("1,2,3,4");
    expect(await psql.stagingTables()).toBe(0);
    expect(await psql.value("select reloptions from pg_class where oid = 'target'::regclass")).toBeNull();
    expect(await psql.query("select state, row_count from datamantri.runs")).toEqual([
      { state: "finalized", row_count: "4" },
    ]);
    expect(await psql.value("select count(*)::int from datamantri.batches")).toBe(0);
  });

  test.each(["runs", "batches", "select", 'we"ird.name'])("the first load into a table called %s", async (table) => {
    await using run = await loadedRun({ config: { table } });
    expect(await run.finalize(4)).toBe(4);
    expect(await psql.value(`select count(*)::int from public."${table.replaceAll('"', '""')}"`)).toBe(4);
    expect(await psql.value("select count(*)::int from datamantri.runs")).toBe(1);
  });

  test("the first load grants what the schema's default privileges say", async () => {
    const role = `test_reader_${Math.random().toString(36).slice(2)}`;
    await psql.query(
      `create role "${role}"; alter default privileges in schema public grant select on tables to "${role}"`,
    );
    await psql.query("alter default privileges in schema public grant insert on tables to public");
    await using run = await loadedRun();
    expect(await run.finalize(4)).toBe(4);
    const may = "select has_table_privilege($1, 'target', $2)";
    expect(await psql.value(may, [role, "select"])).toBe(true);
    expect(await psql.value(may, [role, "insert"])).toBe(true);
    expect(await psql.value(may, [role, "delete"])).toBe(false);
    await psql.query(`drop owned by "${role}"; drop role "${role}"`);
  });

  test("appends to what is there", async () => {
    await psql.query("create table target (name text, id bigint, extra int default 7)");
    await psql.query("insert into target values ('old', 0, 1)");
    await using run = await loadedRun();
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds()).toBe("0,1,2,3,4");
    expect(await psql.value("select count(*)::int from target where extra = 7")).toBe(4);
    expect(await psql.stagingTables()).toBe(0);
  });

  test.each(["append", "replace"] as const)("repeated, reports the same and changes nothing: %s", async (writeMode) => {
    await psql.query("create table target (id bigint, name text)");
    await using run = await loadedRun({ writeMode });
    expect(await run.finalize(4)).toBe(4);
    await psql.query("delete from target where id = 1");
    expect(await run.finalize(4)).toBe(4);
    expect(await run.discard()).toBe(false);
    expect(await targetIds()).toBe("2,3,4");
  });

  test("by two loaders at once moves the rows once", async () => {
    await psql.query("create table target (id bigint, name text)");
    await using run = await loadedRun();
    await using other = new TestRun(database.url, {}, run.runId);
    expect(await Promise.all([run.finalize(4), other.finalize(4)])).toEqual([4, 4]);
    expect(await targetIds()).toBe("1,2,3,4");
  });

  test("a run without rows: append leaves the target, replace empties it, the first load creates it", async () => {
    await psql.query("create table target (id bigint, name text)");
    await psql.query("insert into target values (0, 'old')");
    await using append = new TestRun(database.url);
    await append.prepare();
    expect(await append.finalize(0)).toBe(0);
    expect(await targetIds()).toBe("0");
    const guards = { empty: "allow" } as const;
    await using replace = new TestRun(database.url, { writeMode: "replace", config: { guards } });
    await replace.prepare();
    expect(await replace.finalize(0)).toBe(0);
    expect(await targetIds()).toBeNull();
    await using first = new TestRun(database.url, { config: { table: "fresh" } });
    await first.prepare();
    expect(await first.finalize(0)).toBe(0);
    expect(await psql.value("select count(*)::int from fresh")).toBe(0);
  });
});

describe("replacing", () => {
  test("keeps indexes, grants and views", async () => {
    const role = `test_reader_${Math.random().toString(36).slice(2)}`;
    await psql.query(`create role ${role}`);
    await psql.query("create table target (id bigint primary key, name text)");
    await psql.query("create index by_name on target (name)");
    await psql.query(`grant select on target to ${role}`);
    await psql.query("create view names as select name from target");
    await psql.query("insert into target values (0, 'old')");
    await using run = await loadedRun({ writeMode: "replace" });
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds()).toBe("1,2,3,4");
    expect(await psql.value("select count(*)::int from pg_indexes where tablename = 'target'")).toBe(2);
    expect(await psql.value(`select has_table_privilege('${role}', 'target', 'select')`)).toBe(true);
    expect(await psql.value("select count(*)::int from names")).toBe(4);
    await psql.query(`drop owned by ${role}; drop role ${role}`);
  });

  test("a table that others reference, when their rows allow it", async () => {
    await psql.query("create table target (id bigint primary key, name text)");
    await psql.query("create table child (target_id bigint references target deferrable initially deferred)");
    await psql.query("insert into target values (1, 'old'); insert into child values (1)");
    await using run = await loadedRun({ writeMode: "replace" });
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds()).toBe("1,2,3,4");
    expect(await psql.value("select count(*)::int from child")).toBe(1);
  });

  test("refuses to leave a reference to nothing, and changes nothing", async () => {
    await psql.query("create table target (id bigint primary key, name text)");
    await psql.query("create table child (target_id bigint references target)");
    await psql.query("insert into target values (99, 'old'); insert into child values (99)");
    await using run = await loadedRun({ writeMode: "replace" });
    await expect(run.finalize(4)).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining("child_target_id_fkey") as string,
    });
    expect(await targetIds()).toBe("99");
  });

  test("refuses to delete another table's rows, also when that key came later", async () => {
    await psql.query("create table target (id bigint primary key, name text)");
    await psql.query("insert into target values (99, 'old')");
    await using run = await loadedRun({ writeMode: "replace" });
    await psql.query("create table child (target_id bigint references target on delete cascade)");
    await psql.query("insert into child values (99)");
    await expect(run.finalize(4)).rejects.toMatchObject({ code: "sink_table_mismatch" });
    expect(await targetIds()).toBe("99");
    expect(await psql.value("select count(*)::int from child")).toBe(1);
  });

  test("a table that references itself", async () => {
    await psql.query(
      "create table target (id bigint primary key, name text, parent bigint references target on delete cascade)",
    );
    await psql.query("insert into target values (99, 'old', 99)");
    await using run = await loadedRun({ writeMode: "replace" });
    expect(await run.finalize(4)).toBe(4);
    expect(await targetIds()).toBe("1,2,3,4");
  });

  test("readers see the old rows or the new ones, never none and never some", async () => {
    await psql.query("create table target as select id, 'old' as name from generate_series(1::bigint, 5000) as id");
    const seen: number[] = [];
    const over = new AbortController();
    const readers = Array.from({ length: 3 }, async () => {
      const reader = await psql.connect();
      while (!over.signal.aborted) {
        const { rows } = await reader.query<{ count: number }>("select count(*)::int as count from target");
        seen.push(rows[0]!.count);
      }
      reader.release();
    });
    try {
      for (let round = 0; round < 5; round++) {
        await using run = new TestRun(database.url, { writeMode: "replace" });
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

describe("a run whose rows do not add up", () => {
  test.each([
    ["the plan has more", async () => undefined, 5],
    ["the plan has fewer", async () => undefined, 3],
    ["the staging table lost a row", (run: TestRun) => psql.query(`delete from ${run.staging} where id = 1`), 4],
    [
      "the staging table has a row twice",
      (run: TestRun) => psql.query(`insert into ${run.staging} values (1, 'row 1')`),
      4,
    ],
    ["the ledger lost a batch", () => psql.query("delete from datamantri.batches where sequence = 1"), 4],
  ])("%s: is not finalized, the target stays", async (_name, spoil, planned) => {
    await psql.query("create table target (id bigint, name text)");
    await psql.query("insert into target values (0, 'old')");
    await using run = await loadedRun({ writeMode: "replace" });
    await spoil(run);
    await expect(run.finalize(planned)).rejects.toMatchObject({ code: "run_inconsistent" });
    expect(await targetIds()).toBe("0");
    expect(await psql.stagingTables()).toBe(1);
    expect(await run.discard()).toBe(true);
    expect(await psql.stagingTables()).toBe(0);
  });

  test("a run that the ledger does not know", async () => {
    await using other = await loadedRun();
    await using run = new TestRun(database.url);
    await expect(run.finalize(0)).rejects.toMatchObject({ code: "run_inconsistent" });
    await other.discard();
  });
});

describe("discarding", () => {
  test("leaves the target as it was and no staging table; a repeat does nothing more", async () => {
    await psql.query("create table target (id bigint, name text)");
    await psql.query("insert into target values (0, 'old')");
    await using run = await loadedRun({ writeMode: "replace" });
    expect(await run.discard()).toBe(true);
    expect(await run.discard()).toBe(true);
    expect(await run.finalize(4)).toBe("discarded");
    expect(await targetIds()).toBe("0");
    expect(await psql.stagingTables()).toBe(0);
    expect(await psql.query("select state, row_count from datamantri.runs")).toEqual([
      { state: "discarded", row_count: null },
    ]);
    expect(await psql.value("select count(*)::int from datamantri.batches")).toBe(0);
  });

  test("before the run was prepared: preparing it late creates nothing", async () => {
    await using run = new TestRun(database.url);
    expect(await run.discard()).toBe(true);
    expect(await run.prepare()).toBe(false);
    expect(await run.load(run.batch(0, 1, 1))).toBe("closed");
    expect(await psql.stagingTables()).toBe(0);
  });

  test("at the same moment as preparing leaves no staging table", async () => {
    for (let round = 0; round < 10; round++) {
      await using run = new TestRun(database.url);
      await Promise.all([run.prepare(), run.discard()]);
    }
    expect(await psql.stagingTables()).toBe(0);
    expect(await psql.value("select count(*)::int from datamantri.runs where state <> 'discarded'")).toBe(0);
  });
});
