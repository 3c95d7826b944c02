/** Mapped columns: the staging table has the planned types, and keys and cursors find renamed columns. */
import { describe, expect } from "vitest";

import type { Column } from "@datamantri/contracts";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";

test.afterEach(async ({ db }) => {
  expect(await db.stagingTables()).toBe(0);
});

/** Column `source` of the source, renamed to `name` in the target. */
const mapped = (source: string, name: string, type: string, more: Partial<Column> = {}): Column =>
  column(name, type, { sourcePath: source.split("."), ...more });

const types = async (db: TestDestination): Promise<unknown> => {
  const rows = await db.query<{ type: string }>(`
    select format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'public.target'::regclass and attnum > 0 order by attnum
  `);
  return rows.map(({ type }) => type);
};

test("the target gets the planned types, and a later run finds them unchanged", async ({ db }) => {
  const wanted = ["character varying(20)", "numeric(10,2)", "integer", "uuid", "json", "bigint[]", "text[]", "real"];
  const columns = wanted.map((targetType, i) => column(`c${i}`, "STRING", { targetType }));
  for (const _time of [1, 2]) {
    await using run = new TestRun(db.url, { columns, pipelineId: "00000000-0000-4000-8000-000000000001" });
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(...wanted.map(() => null))]));
    expect(await run.finalize(1)).toBe(1);
  }
  expect(await types(db)).toEqual(wanted);
});

describe("a renamed column", () => {
  const columns = [mapped("id", "Key", "INT64"), mapped("a.seen", "seen at", "INT64"), mapped("at", "last", "INT64")];
  const row = (id: number, at: number): Buffer => tuple(bigint(id), bigint(0), bigint(at));

  test("is found as the key by its target name, and as the cursor by its source name", async ({ db }) => {
    await using run = new TestRun(db.url, {
      columns,
      writeMode: "merge",
      cursorColumn: "at",
      config: { key: ["Key"] },
    });
    await run.prepare();
    await run.load(run.batchOf(0, [row(1, 5), row(1, 7), row(2, 6)]));
    await run.finalize(3);
    expect(run.watermark).toEqual({ column: "at", type: "INT64", value: "7" });
    expect(await db.query(`select "Key"::int, last::int from target order by 1`)).toEqual([
      { Key: 1, last: 7 },
      { Key: 2, last: 6 },
    ]);
  });

  test("that the key names by its source name is refused, with the target name", async ({ db }) => {
    await using run = new TestRun(db.url, { columns, writeMode: "merge", config: { key: ["id"] } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_key_invalid",
      message: `the target has no column "id", which the key names; the mapping calls the source's "id" "Key"`,
    });
  });

  test("that is new in the source's schema is drift by its target name", async ({ db }) => {
    const pipelineId = "00000000-0000-4000-8000-000000000002";
    await using first = new TestRun(db.url, { columns: columns.slice(0, 2), pipelineId });
    await first.prepare();
    await first.finalize(0);
    await using second = new TestRun(db.url, { columns, pipelineId });
    await expect(second.prepare()).rejects.toThrow('new "last" bigint');
    await using third = new TestRun(db.url, { columns, pipelineId, config: { schema_drift: "evolve" } });
    await third.prepare();
    await third.finalize(0);
    expect(await types(db)).toEqual(["bigint", "bigint", "bigint"]);
  });
});

test.for([
  ["geography", "postgis"],
  ["citext", "citext"],
] as const)("the type %s needs the extension %s, which the error names", async ([targetType, extension], { db }) => {
  await using run = new TestRun(db.url, { columns: [column("place", "GEOGRAPHY", { targetType })] });
  await expect(run.prepare()).rejects.toMatchObject({
    code: "sink_extension_missing",
    message: `column "place" becomes ${targetType}, which the destination does not have: run "create extension ${extension}" there`,
  });
});

test("citext works where the extension is installed", async ({ db }) => {
  await db.query("create extension citext");
  await using run = new TestRun(db.url, { columns: [column("name", "STRING", { targetType: "citext" })] });
  await run.prepare();
  await run.load(run.batchOf(0, [tuple(text("Abc"))]));
  await run.finalize(1);
  expect(await db.value("select count(*)::int from target where name = 'aBC'")).toBe(1);
});

describe("an existing target", () => {
  const prepare = async (db: TestDestination, targetType: string, existing: string): Promise<boolean> => {
    await db.query(`create table target (value ${existing})`);
    await using run = new TestRun(db.url, { columns: [column("value", "STRING", { targetType })] });
    const prepared = await run.prepare();
    await run.discard();
    return prepared;
  };

  test.for([
    ["integer", "bigint"],
    ["smallint", "text"],
    ["numeric(10,2)", "numeric(12,2)"],
    ["character varying(5)", "varchar(3)"],
    ["bigint[]", "bigint[]"],
    ["uuid", "uuid"],
    ["real", "double precision"],
  ] as const)("accepts %s into %s", async ([targetType, existing], { db }) => {
    expect(await prepare(db, targetType, existing)).toBe(true);
  });

  test.for([
    ["numeric(10,2)", "numeric(10,1)"],
    ["numeric", "numeric(38,9)"],
    ["character varying(5)", "char(5)"],
    ["json", "jsonb"],
    ["bigint[]", "jsonb"],
  ] as const)("refuses %s into %s", async ([targetType, existing], { db }) => {
    await expect(prepare(db, targetType, existing)).rejects.toMatchObject({ code: "sink_table_mismatch" });
  });
});
