/** A backfill replaces the rows of its range: exactly those, and exactly once. */
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";

import { noRange, noWatermark } from "@datamantri/contracts";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun, type RunOptions } from "./test-run.ts";

const target = (db: TestDestination) =>
  db.value("select string_agg(id || ':' || name, ',' order by id, name) from target");

async function loadedRun(
  db: TestDestination,
  ids: readonly number[],
  range: TestRun["range"],
  options: RunOptions = {},
): Promise<TestRun> {
  const run = new TestRun(db.url, options);
  run.range = range;
  await run.prepare();
  if (ids.length > 0)
    await run.load(
      run.batchOf(
        0,
        ids.map((id) => tuple(bigint(id), text("new"))),
      ),
    );
  return run;
}

const twoToFour = { column: "id", from: "2", to: "4" };

describe("append", () => {
  test.beforeEach(async ({ db }) => {
    await db.query("create table target (id bigint, name text)");
    await db.query("insert into target select id, 'old' from generate_series(1, 5) as id");
  });

  test("replaces the rows of the range, also when it is finalized twice", async ({ db }) => {
    await using run = await loadedRun(db, [2, 3], twoToFour);
    for (let i = 0; i < 2; i++) expect(await run.finalize(2)).toBe(2);
    expect(await target(db)).toBe("1:old,2:new,3:new,4:old,5:old");
    expect(run.watermark).toEqual(noWatermark);
    expect(await db.stagingTables()).toBe(0);
  });

  // https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK: NO ACTION is checked at the end of the statement.
  test("replaces rows that others refer to, if they come again", async ({ db }) => {
    await db.query("alter table target add primary key (id); create table child (id bigint references target)");
    await db.query("insert into child values (2), (5)");
    await using run = await loadedRun(db, [2], twoToFour);
    await run.finalize(1);
    expect(await target(db)).toBe("1:old,2:new,4:old,5:old");
    expect(run.verification).toMatchObject({ insertedRows: 1, updatedRows: 0, deletedRows: 2 });
    await using without = await loadedRun(db, [3], twoToFour);
    await expect(without.finalize(1)).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining("child_id_fkey") as string,
    });
    expect(await target(db)).toBe("1:old,2:new,4:old,5:old");
  });

  test("finds rows that a trigger keeps, also where others refer to some", async ({ db }) => {
    await db.query(`
      alter table target add primary key (id);
      create table child (id bigint references target);
      insert into child values (2);
      create function keep() returns trigger language plpgsql as $$ begin return case when old.id = 3 then null else old end; end $$;
      create trigger keep before delete on target for each row execute function keep();
    `);
    await using run = await loadedRun(db, [2], twoToFour);
    await expect(run.finalize(1)).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining("took 1 of 2 rows") as string,
    });
  });

  test("finds its rows by the range column's name in the target", async ({ db }) => {
    const [id, name] = [column("id", "INT64", { sourcePath: ["Number"] }), column("name", "STRING")];
    const range = { ...twoToFour, column: "Number" };
    await using run = await loadedRun(db, [2, 3], range, { columns: [id, name] });
    await run.finalize(2);
    expect(await target(db)).toBe("1:old,2:new,3:new,4:old,5:old");
  });

  test.for([
    ["cast", column("id", "INT64", { targetType: "integer" }), "id"],
    ["masked", column("name", "STRING", { targetType: "text", mask: "sha256" }), "name"],
    ["excluded", column("id", "INT64"), "gone"],
  ] as const)(
    "by a column that is %s is refused, at the latest before the rows move",
    async ([, written, by], { db }) => {
      await using run = new TestRun(db.url, { columns: [written] });
      const range = { ...twoToFour, column: by };
      run.range = range;
      const refusal = {
        code: "sink_table_mismatch",
        message: expect.stringContaining("excludes, masks or casts") as string,
      };
      await expect(run.prepare()).rejects.toMatchObject(refusal);
      // A registry of the version before does not say that the run is a backfill.
      run.range = noRange;
      await run.prepare();
      run.range = range;
      await expect(run.finalize(0)).rejects.toMatchObject(refusal);
      expect(await target(db)).toBe("1:old,2:old,3:old,4:old,5:old");
      await run.discard();
    },
  );

  test("repeated by another run, gives the same table", async ({ db }) => {
    for (let i = 0; i < 2; i++) {
      await using run = await loadedRun(db, [2, 3], twoToFour);
      await run.finalize(2);
    }
    expect(await target(db)).toBe("1:old,2:new,3:new,4:old,5:old");
  });

  test("deletes rows that the source no longer has there", async ({ db }) => {
    await using run = await loadedRun(db, [], twoToFour);
    await run.finalize(0);
    expect(await target(db)).toBe("1:old,4:old,5:old");
  });

  test("leaves the watermark unchanged, also for a cursor column", async ({ db }) => {
    await using run = await loadedRun(db, [2], twoToFour, { cursorColumn: "id" });
    run.before = { column: "id", type: "INT64", value: "5" };
    await run.finalize(1);
    expect(run.watermark).toEqual(noWatermark);
  });

  test("does not delete rows of other tables, which is found before a row is read", async ({ db }) => {
    await db.query("alter table target add primary key (id)");
    await db.query("create table child (id bigint references target on delete cascade)");
    await using run = new TestRun(db.url);
    run.range = twoToFour;
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("use merge") as string,
    });
  });

  test("sees every row of the target, which is found before a row is read", async ({ db }) => {
    await db.query("alter table target rename to all_rows; create view target as select * from all_rows where id < 3");
    await using run = new TestRun(db.url);
    run.range = twoToFour;
    await expect(run.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
  });
});

describe("a range column that the target stores as text", () => {
  test.for([
    ["INT64", "text", "bigint", "2", "4"],
    ["DATE", "varchar(40)", "date", "2026-01-01", "2026-01-02"],
    ["TIMESTAMP", "label", "timestamp with time zone", "2026-01-01", "2026-01-02"],
  ] as const)("is refused before a row is read: %s as %s", async ([type, stored, wanted, from, to], { db }) => {
    await db.query(`create domain label as text; create table target (at ${stored})`);
    const columns = [column("at", type)];
    await using run = new TestRun(db.url, { columns });
    run.range = { column: "at", from, to };
    const repair = `ALTER TABLE "public"."target" ALTER COLUMN "at" TYPE ${wanted} USING "at"::${wanted}`;
    const refusal = {
      code: "sink_table_mismatch",
      message: expect.stringContaining(`Run: ${repair}, or backfill a pipeline that merges`) as string,
    };
    await expect(run.prepare()).rejects.toMatchObject(refusal);
    // A registry of the version before does not say that the run is a backfill.
    await using older = new TestRun(db.url, { columns });
    await older.prepare();
    older.range = run.range;
    await expect(older.finalize(0)).rejects.toMatchObject(refusal);
    await db.query(repair);
    expect(await run.prepare()).toBe(true);
    expect(await run.finalize(0)).toBe(0);
  });

  test.for([
    ["INT64", "integer", "2", "4", ["1", "2", "3", "4"]],
    ["INT64", "numeric", "2", "4", ["1", "2", "3.5", "4"]],
    [
      "DATE",
      "timestamp",
      "2026-01-01",
      "2026-01-02",
      ["2025-12-31 23:59", "2026-01-01", "2026-01-01 12:00", "2026-01-02"],
    ],
  ] as const)(
    "may be of another type with the same order: %s as %s",
    async ([type, stored, from, to, values], { db }) => {
      await db.query(`create table target (at ${stored})`);
      await db.query(`insert into target select unnest($1::text[])::${stored}`, [values]);
      await using run = new TestRun(db.url, { columns: [column("at", type)] });
      run.range = { column: "at", from, to };
      await run.prepare();
      await run.finalize(0);
      const [first, , , last] = values;
      expect(
        await db.value(`select array_agg(at order by at) = array[$1, $2]::${stored}[] from target`, [first, last]),
      ).toBe(true);
    },
  );
});

// https://www.postgresql.org/docs/current/citext.html
test("a range of text ends where BigQuery's does, also in citext", async ({ db }) => {
  await db.query("create extension citext; create table target (name citext)");
  await db.query("insert into target values ('A'), ('a'), ('b')");
  await using run = new TestRun(db.url, { columns: [column("name", "STRING")] });
  run.range = { column: "name", from: "a", to: "b" };
  await run.prepare();
  await run.finalize(0);
  expect(await db.value("select string_agg(name::text, ',' order by name::text) from target")).toBe("A,b");
});

test("of a pipeline that reads everything creates a missing table", async ({ db }) => {
  await using run = await loadedRun(db, [2, 3], twoToFour);
  await run.finalize(2);
  expect(await target(db)).toBe("2:new,3:new");
});

test.for(["append", "merge"] as const)(
  "of an incremental one into a missing table is refused: the next run would take it for everything (%s)",
  async (writeMode, { db }) => {
    const source = { read: "incremental" as const, cursor_column: "id" };
    await using run = new TestRun(db.url, { writeMode, source, config: { key: ["id"] } });
    run.range = twoToFour;
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("Run the pipeline first") as string,
    });
  },
);

test("before the first increment is refused by append, which would add the rows again", async ({ db }) => {
  await db.query("create table target (id bigint, name text)");
  const options = {
    pipelineId: randomUUID(),
    cursorColumn: "id",
    source: { read: "incremental" as const, cursor_column: "id" },
  };
  await using early = new TestRun(db.url, options);
  early.range = twoToFour;
  await expect(early.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
  await using first = new TestRun(db.url, options);
  await first.prepare();
  await first.load(first.batchOf(0, [tuple(bigint(2), text("old"))]));
  await first.finalize(1);
  await using later = await loadedRun(db, [2, 3], twoToFour, options);
  await later.finalize(2);
  expect(await target(db)).toBe("2:new,3:new");
});

test("merge merges the rows, and leaves other rows of the range", async ({ db }) => {
  await db.query("create table target (id bigint, name text)");
  await db.query("insert into target values (2, 'old'), (3, 'old')");
  await using run = await loadedRun(db, [2], twoToFour, { writeMode: "merge", config: { key: ["id"] } });
  await run.finalize(1);
  expect(await target(db)).toBe("2:new,3:old");
});

test.for([
  ["TIMESTAMP", "timestamptz", "2026-01-01", "2026-01-02"],
  ["TIMESTAMP", "timestamptz", "2026-01-01T00:00:00", "2026-01-02T00:00:00Z"],
  ["TIMESTAMP", "timestamptz", "2026-01-01T01:00:00+01:00", "2026-01-01T19:00:00-05:00"],
  ["DATETIME", "timestamp", "2026-01-01", "2026-01-02T00:00:00"],
  ["DATE", "date", "2026-01-01", "2026-01-02"],
  ["STRING", "text", "2026-01-01", "2026-01-02"],
  ["NUMERIC", "numeric", "20260101", "20260102.0"],
] as const)(
  "a range of %s (%s) from %s to %s ends where BigQuery's does",
  async ([type, sqlType, from, to], { db }) => {
    await db.query(`alter database ${new URL(db.url).pathname.slice(1)} set timezone = 'Asia/Kolkata'`);
    await db.query(`create table target (at ${sqlType}, name text)`);
    const values: Record<string, string[]> = {
      TIMESTAMP: [
        "2025-12-31 23:59:59.999999+00",
        "2026-01-01 00:00:00+00",
        "2026-01-01 23:59:59.999999+00",
        "2026-01-02 00:00:00+00",
      ],
      DATETIME: ["2025-12-31 23:59:59.999999", "2026-01-01", "2026-01-01 23:59:59.999999", "2026-01-02"],
      DATE: ["2025-12-31", "2026-01-01", "2026-01-01", "2026-01-02"],
      STRING: ["2025-12-31", "2026-01-01", "2026-01-01Z", "2026-01-02"],
      NUMERIC: ["20260100.9", "20260101", "20260101.9", "20260102"],
    };
    for (const [i, value] of values[type]!.entries()) {
      await db.query(`insert into target values ($1, $2)`, [value, String(i)]);
    }
    const columns = [column("at", type), column("name", "STRING")];
    await using run = new TestRun(db.url, { columns });
    run.range = { column: "at", from, to };
    await run.prepare();
    await run.finalize(0);
    expect(await db.value("select string_agg(name, ',' order by name) from target")).toBe("0,3");
  },
);
