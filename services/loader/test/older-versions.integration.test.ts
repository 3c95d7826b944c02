/** Merge keeps the latest version of a row, by its cursor. */
import { expect } from "vitest";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";

const target = (db: TestDestination) =>
  db.value("select string_agg(id || ':' || name, ',' order by id, name) from target");

// An increment may have brought a later version of the row.
test.for([
  ["by a backfill", { column: "id", from: "0", to: "9" }],
  ["by an increment with rows without a cursor", null],
] as const)("an older version of a row does not overwrite it in merge: %s", async ([, range], { db }) => {
  await db.query("create table target (id bigint, at timestamptz, name text)");
  await db.query(`insert into target values (1, '2026-01-02', 'new'), (2, '2026-01-02', 'new'), (3, null, 'new')`);
  const columns = [column("id", "INT64"), column("at", "TIMESTAMP"), column("name", "STRING")];
  const source = { read: "incremental" as const, cursor_column: "at", cursor_nulls: "include" as const };
  await using run = new TestRun(db.url, {
    columns,
    writeMode: "merge",
    cursorColumn: "at",
    source,
    config: { key: ["id"] },
  });
  if (range !== null) run.range = range;
  await run.prepare();
  // Microseconds since 2000-01-01: the first is older, the third later than what is there.
  const day = (date: string) => bigint((Date.parse(`${date}T00:00:00Z`) - Date.UTC(2000, 0, 1)) * 1_000);
  await run.load(
    run.batchOf(0, [
      tuple(bigint(1), day("2026-01-01"), text("old")),
      tuple(bigint(2), null, text("old")),
      tuple(bigint(3), day("2026-01-01"), text("newer")),
    ]),
  );
  await run.finalize(3);
  expect(await target(db)).toBe("1:new,2:new,3:newer");
});

// 10 is after 9 as a number, and before it as text; the labels of an enum are in the order of their declaration.
test.for([
  ["a number as text", "INT64", "text", "10", bigint(9)],
  ["a text as an enum", "STRING", "versions", "b", text("a")],
] as const)(
  "an older version is found although the target keeps %s",
  async ([, type, targetType, kept, older], { db }) => {
    await db.query("create type versions as enum ('b', 'a')");
    await db.query(`create table target (id bigint primary key, at ${targetType}, name text)`);
    await db.query(`insert into target values (1, '${kept}', 'new')`);
    const columns = [column("id", "INT64"), column("at", type), column("name", "STRING")];
    await using run = new TestRun(db.url, {
      columns,
      writeMode: "merge",
      cursorColumn: "at",
      source: { read: "incremental", cursor_column: "at" },
      config: { key: ["id"] },
    });
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(bigint(1), older, text("old"))]));
    await run.finalize(1);
    expect(await target(db)).toBe("1:new");
  },
);

test("a text that is no value of the cursor has no order, and does not fail the run", async ({ db }) => {
  await db.query("create table target (id bigint primary key, at text, name text)");
  await db.query("insert into target values (1, 'unknown', 'new'), (2, '10', 'new')");
  await using run = new TestRun(db.url, {
    columns: [column("id", "INT64"), column("at", "INT64"), column("name", "STRING")],
    writeMode: "merge",
    cursorColumn: "at",
    source: { read: "incremental", cursor_column: "at" },
    config: { key: ["id"] },
  });
  await run.prepare();
  const rows = [1, 2].map((key) => tuple(bigint(key), bigint(9), text("old")));
  await run.load(run.batchOf(0, rows));
  await run.finalize(2);
  expect(await target(db)).toBe("1:old,2:new");
});

test("a merge that reads every row takes the source's version, whatever its cursor is", async ({ db }) => {
  await db.query("create table target (id bigint, name text)");
  await db.query("insert into target values (1, 'z')");
  await using run = new TestRun(db.url, { writeMode: "merge", cursorColumn: "name", config: { key: ["id"] } });
  await run.prepare();
  await run.load(run.batchOf(0, [tuple(bigint(1), text("a"))]));
  await run.finalize(1);
  expect(await target(db)).toBe("1:a");
});
