/** An existing target stores the values unchanged, or the run fails before a row is read. */
import { expect } from "vitest";

import { arrayOf, bigint, text, tuple } from "./copy-tuples.ts";
import { fileTest as test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";

async function prepare(db: TestDestination, type: string, targetType: string): Promise<boolean> {
  await db.query("drop table if exists public.target");
  await db.query(`create table public.target (value ${targetType})`);
  const columns = [column("value", type, type === "RANGE" ? { rangeElementType: "DATE" } : {})];
  await using run = new TestRun(db.url, { columns });
  return await run.prepare();
}

test.for([
  ["INT64", "integer"],
  ["INT64", "numeric(10,2)"],
  ["INT64", "text"],
  ["NUMERIC", "numeric"],
  ["NUMERIC", "numeric(38,9)"],
  // Overflow is an error.
  ["NUMERIC", "numeric(12,9)"],
  ["BIGNUMERIC", "numeric"],
  ["BIGNUMERIC", "numeric(76,38)"],
  ["FLOAT64", "double precision"],
  ["STRING", "varchar(3)"],
  ["DATE", "timestamp"],
  ["DATETIME", "timestamp(6)"],
  ["JSON", "json"],
  ["RANGE", "daterange"],
  ["RANGE", "text"],
] as const)("%s fits into %s", async ([type, targetType], { db }) => {
  expect(await prepare(db, type, targetType)).toBe(true);
});

test.for([
  ["NUMERIC", "numeric(10,2)"],
  ["NUMERIC", "bigint"],
  ["BIGNUMERIC", "numeric(38,9)"],
  ["FLOAT64", "real"],
  ["FLOAT64", "numeric"],
  ["STRING", "char(10)"],
  ["DATETIME", "timestamp(3)"],
  ["DATETIME", "timestamptz"],
  ["DATETIME", "date"],
  ["TIMESTAMP", "timestamp"],
  ["TIMESTAMP", "timestamptz(0)"],
  ["DATE", "timestamptz"],
] as const)("%s does not fit into %s", async ([type, targetType], { db }) => {
  const preparing = prepare(db, type, targetType);
  await expect(preparing).rejects.toMatchObject({ code: "sink_table_mismatch" });
  await expect(preparing).rejects.toThrow(/would change values of "value"|cannot be cast|is of type/);
});

// https://www.postgresql.org/docs/current/sql-createcast.html
test.for(["numeric(10,2)", "timestamptz(0)"])(
  "text does not fit into %s, which a cast of the database's own would round",
  async (targetType, { db }) => {
    const base = targetType.slice(0, targetType.indexOf("("));
    await db.query(`create cast (text as ${base}) with inout as assignment`);
    await expect(prepare(db, "STRING", targetType)).rejects.toThrow(/would change values of "value"/);
    expect(await prepare(db, "STRING", base)).toBe(true);
    await db.query(`drop cast (text as ${base})`);
  },
);

test.for(['"char"', '"Mood"'])("the refusal of %s names the column and its type", async (targetType, { db }) => {
  await db.query('create domain "Mood" as date');
  await expect(prepare(db, "INT64", targetType)).rejects.toThrow(
    `column "value" is of type ${targetType} but the source's value is of type bigint`,
  );
  await db.query('drop table target; drop domain "Mood"');
});

test.for([
  ["numeric(10,2)", "numeric[]", "numeric(10,2)[]"],
  ["numeric", "numeric[]", "numeric[]"],
  ["no array", "numeric[]", "text"],
] as const)("elements of %s", async ([, staged, target], { db }) => {
  await db.query("drop table if exists public.target");
  await db.query(`create table public.target (value ${target})`);
  const columns = [column("value", "NUMERIC", { repeated: true, targetType: staged })];
  await using run = new TestRun(db.url, { columns });
  if (staged === target) expect(await run.prepare()).toBe(true);
  else await expect(run.prepare()).rejects.toThrow(/would change values of "value"/);
});

test("a value too long for a key's column is refused, not cut", async ({ db }) => {
  await db.query("drop table if exists public.target");
  await db.query("create table public.target (id bigint, name varchar(3))");
  const columns = [column("id", "INT64"), column("name", "STRING")];
  await using run = new TestRun(db.url, { columns, writeMode: "merge", config: { key: ["id"] } });
  await run.prepare();
  await run.load(run.batchOf(0, [tuple(bigint(1), text("long"))]));
  await expect(run.finalize(1)).rejects.toMatchObject({ code: "sink_rejected" });
  expect(await db.value("select count(*)::int from public.target")).toBe(0);
});

test("an element too long for an array of varchar(3) is refused, also by blanks", async ({ db }) => {
  await db.query("drop table if exists public.target");
  await db.query("create table public.target (value varchar(3)[])");
  const columns = [column("value", "STRING", { repeated: true, targetType: "text[]" })];
  for (const [element, fits] of [
    ["abc ", false],
    ["ab ", true],
  ] as const) {
    await using run = new TestRun(db.url, { columns });
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(arrayOf("text", [text(element)]))]));
    if (fits) expect(await run.finalize(1)).toBe(1);
    else await expect(run.finalize(1)).rejects.toThrow(/too long for .*: 1 of "value"/);
  }
  expect(await db.query("select value from public.target")).toEqual([{ value: ["ab "] }]);
});
