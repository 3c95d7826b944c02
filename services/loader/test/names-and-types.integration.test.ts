/** Names of every kind, and every BigQuery type. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { createDatabase, type TestDatabase } from "@datamantri/testkit";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { column, Psql, TestRun } from "./test-run.ts";

let database: TestDatabase;
let psql: Psql;

beforeAll(async () => {
  database = await createDatabase(inject("postgres").url);
  psql = new Psql(database.url);
});

afterAll(async () => {
  expect(await psql.stagingTables()).toBe(0);
  await psql[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
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
  test.each(Object.entries(names))("with %s", async (_what, name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await psql.query(`create schema ${quoted}`);
    const columns = [column(name, "INT64"), column("other", "STRING")];
    for (const [writeMode, count] of [
      ["append", 1],
      ["append", 2],
      ["replace", 1],
    ] as const) {
      await using run = new TestRun(database.url, { columns, writeMode, config: { schema: name, table: name } });
      await run.prepare();
      await run.load(run.batchOf(0, [tuple(bigint(1), text("x"))]));
      expect(await run.finalize(1)).toBe(1);
      expect(await psql.value(`select sum(${quoted})::int from ${quoted}.${quoted}`)).toBe(count);
    }
  });

  test.each(["schema", "table"] as const)("of 64 bytes are refused, not cut: %s", async (part) => {
    await using run = new TestRun(database.url, { config: { [part]: "é".repeat(32) } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("63 bytes") as string,
    });
  });

  test.each(["x".repeat(64), "", "a\0b"])("of columns that PostgreSQL cannot hold are refused: %j", async (name) => {
    await using run = new TestRun(database.url, { columns: [column(name, "INT64")] });
    await expect(run.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
  });
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
  test("of every BigQuery type take a binary row of nulls", async () => {
    const columns = [
      ...Object.keys(types).map((type) => column(`c_${type}`, type)),
      ...Object.keys(types).map((type) => column(`many_${type}`, type, { repeated: true })),
      ...Object.keys(ranges).map((element) => column(`range_${element}`, "RANGE", { rangeElementType: element })),
    ];
    await using run = new TestRun(database.url, { columns, config: { table: "all_types" } });
    await run.prepare();
    const nulls = tuple(...columns.map(() => null));
    await run.load(run.batchOf(0, [nulls, nulls]));
    expect(await run.finalize(2)).toBe(2);
    const made = await psql.query<{ type: string }>(`
      select format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = 'all_types'::regclass and attnum > 0 order by attnum
    `);
    const wanted = [...Object.values(types), ...Object.keys(types).map(() => "jsonb"), ...Object.values(ranges)];
    expect(made.map(({ type }) => type)).toEqual(wanted);
  });

  test("of a type that nobody knows are refused by name", async () => {
    await using run = new TestRun(database.url, { columns: [column("shape", "TENSOR")], config: { table: "unknown" } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "source_type_unsupported",
      message: 'column "shape" has the unknown type TENSOR',
    });
  });
});
