/** Names of every kind, and every BigQuery type. */
import { describe, expect } from "vitest";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { fileTest as test } from "./fixtures.ts";
import { column, TestRun } from "./test-run.ts";

test.afterAll(async ({ db }) => {
  expect(await db.stagingTables()).toBe(0);
});

const names = {
  quotes: 'a"b""c',
  dots: "a.b.c",
  apostrophes: "it's",
  unicode: "Größe_日本語_🚀",
  "reserved words": "select",
  "capital letters": "CamelCase",
  spaces: " a b ",
  "a statement": '"; drop table x; --',
  dollars: "$1 $$",
  backslashes: "a\\b\\",
  "63 bytes": "é".repeat(31) + "x",
};

describe("names", () => {
  test.for(Object.entries(names))("with %s", async ([_what, name], { db }) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await db.query(`create schema ${quoted}`);
    const columns = [column(name, "INT64"), column("other", "STRING")];
    for (const [writeMode, count] of [
      ["append", 1],
      ["append", 2],
      ["replace", 1],
    ] as const) {
      await using run = new TestRun(db.url, { columns, writeMode, config: { schema: name, table: name } });
      await run.prepare();
      await run.load(run.batchOf(0, [tuple(bigint(1), text("x"))]));
      expect(await run.finalize(1)).toBe(1);
      expect(await db.value(`select sum(${quoted})::int from ${quoted}.${quoted}`)).toBe(count);
    }
  });

  test.for(["schema", "table"] as const)("of 64 bytes are refused, not cut: %s", async (part, { db }) => {
    await using run = new TestRun(db.url, { config: { [part]: "é".repeat(32) } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("63 bytes") as string,
    });
  });

  test.for(["x".repeat(64), "", "a\0b"])(
    "of columns that PostgreSQL cannot hold are refused: %j",
    async (name, { db }) => {
      await using run = new TestRun(db.url, { columns: [column(name, "INT64")] });
      await expect(run.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
    },
  );
});

const types = {
  INT64: "bigint",
  FLOAT64: "double precision",
  NUMERIC: "numeric",
  BIGNUMERIC: "numeric",
  BOOL: "boolean",
  STRING: "text",
  BYTES: "bytea",
  DATE: "date",
  DATETIME: "timestamp without time zone",
  TIME: "time without time zone",
  TIMESTAMP: "timestamp with time zone",
  JSON: "jsonb",
  GEOGRAPHY: "text",
  INTERVAL: "interval",
  STRUCT: "jsonb",
};
const ranges = { DATE: "daterange", DATETIME: "tsrange", TIMESTAMP: "tstzrange" };

describe("columns", () => {
  test("of every BigQuery type accept a binary row of nulls", async ({ db }) => {
    const columns = [
      ...Object.keys(types).map((type) => column(`c_${type}`, type)),
      ...Object.keys(types).map((type) => column(`many_${type}`, type, { repeated: true })),
      ...Object.keys(ranges).map((element) => column(`range_${element}`, "RANGE", { rangeElementType: element })),
    ];
    await using run = new TestRun(db.url, { columns, config: { table: "all_types" } });
    await run.prepare();
    const nulls = tuple(...columns.map(() => null));
    await run.load(run.batchOf(0, [nulls, nulls]));
    expect(await run.finalize(2)).toBe(2);
    const made = await db.query<{ type: string }>(`
      select format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = 'all_types'::regclass and attnum > 0 order by attnum
    `);
    const wanted = [...Object.values(types), ...Object.keys(types).map(() => "jsonb"), ...Object.values(ranges)];
    expect(made.map(({ type }) => type)).toEqual(wanted);
  });

  test("of an unknown type are refused by name", async ({ db }) => {
    await using run = new TestRun(db.url, { columns: [column("shape", "TENSOR")], config: { table: "unknown" } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "source_type_unsupported",
      message: 'column "shape" has the unknown type TENSOR',
    });
  });
});
