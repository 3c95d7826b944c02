/** Equal rows have equal statistics on both sides, for every type; one changed cell shows. */
import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { Column } from "@datamantri/contracts";
import { createExpectedTable, readWireTable } from "@datamantri/local-stack";
import { createDatabase, type TestDatabase } from "@datamantri/testkit";

import { comparisonOf, describeDifferences, differencesOf, toStatistics } from "../src/index.ts";
import { aggregatesOf } from "../src/statements.ts";
import { sourceValues, stagingValues, statisticsOf, toColumn, type Values } from "./both-sides.ts";

let sandbox: Sandbox;
let database: TestDatabase;
let client: Client;
let columns: readonly Column[];
let source: Values;

beforeAll(async () => {
  sandbox = await startSandbox();
  database = await createDatabase(inject("postgres").url);
  client = new Client({ connectionString: database.url });
  await client.connect();
  const table = await readWireTable(sandbox.url, "types", "all_types");
  columns = table.fields.map(toColumn);
  await createExpectedTable(client, table);
  source = await sourceValues(sandbox.url, columns, "`sandbox.types.all_types`");
});
afterAll(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
  await sandbox.close();
});

const named = (values: Values, of = columns) =>
  Object.fromEntries(
    aggregatesOf(of, "columns").map(({ column, name }, i) => [`${of[column]?.name}.${name}`, values[i]]),
  );

describe("a table with every type", () => {
  test("has the same statistics on both sides, one by one", async () => {
    expect(named(await stagingValues(client, columns, "expected"))).toEqual(named(source));
  });

  test("has values in every statistic", () => {
    expect(Object.entries(named(source)).filter(([, value]) => value === null)).toEqual([]);
  });

  test("whatever the time zone of the session", async () => {
    await client.query("set timezone = 'Asia/Kathmandu'");
    expect(named(await stagingValues(client, columns, "expected"))).toEqual(named(source));
    await client.query("set timezone = 'UTC'");
  });

  test("in another order too", async () => {
    const shuffled = "(select * from expected order by md5(id::text)) as shuffled";
    expect(await stagingValues(client, columns, shuffled)).toEqual(source);
  });

  test("without its columns' hashes is the first pass", async () => {
    const staged = statisticsOf(columns, await stagingValues(client, columns, "expected", "rows"), "rows");
    expect(differencesOf(statisticsOf(columns, source), staged)).toEqual([]);
    expect(staged.columns.every(({ hash }) => hash === "")).toBe(true);
  });

  test("compares by value the types that both write alike, with a reason for the others", () => {
    const byNulls = columns.filter((column) => comparisonOf(column).form === null).map(({ name }) => name);
    expect(byNulls).toEqual([
      "json",
      "geography",
      "interval",
      "range_date",
      "range_datetime",
      "range_timestamp",
      "struct",
      "int64_array",
      "string_array",
      "timestamp_array",
      "struct_array",
      "scalars",
    ]);
    const reasons = columns
      .map(comparisonOf)
      .flatMap((comparison) => (comparison.form === null ? comparison.reason : []));
    expect(reasons.filter((reason) => reason === "its type is not compared")).toEqual([]);
  });
});

test("a table without rows", async () => {
  const empty = (await readWireTable(sandbox.url, "types", "empty")).fields.map(toColumn);
  await client.query("create temporary table nothing (id bigint, name text)");
  const expected = await sourceValues(sandbox.url, empty, "`sandbox.types.empty`");
  expect(await stagingValues(client, empty, "nothing")).toEqual(expected);
});

describe("one changed cell shows, in its column", () => {
  /** SQL for another value of the same type in row 10, small enough that minimum and maximum do not change. */
  test.each([
    ["int64", "int64 + 1"],
    ["float64", "float64 * (1 + 2.220446049250313e-16)"],
    ["numeric", "numeric + 0.000000001"],
    ["bignumeric", "bignumeric + 1e-38"],
    ["bool", "not bool"],
    ["string", "translate(string, 'ü', 'u')"],
    ["string_required", "upper(string_required)"],
    ["bytes", "set_byte(bytes, 0, 66)"],
    ["date", "date + 1"],
    ["datetime", "datetime + interval '1 microsecond'"],
    ["time", "time + interval '1 microsecond'"],
    ["timestamp", "timestamp + interval '1 microsecond'"],
  ])("%s = %s", async (column, value) => {
    const differences = await differencesAfter(`update expected set "${column}" = ${value} where id = 10`);
    expect(differences.map((one) => one.column)).toEqual([null, column]);
    expect(differences[0]!.statistics).toEqual(["hash"]);
    expect(differences[1]!.statistics).toContain("hash");
  });

  test("a value that became NULL, in every column", async () => {
    for (const column of columns) {
      if (column.repeated || column.name === "id") continue;
      const change = `update expected set "${column.name}" = null where id = 4`;
      const found = (await differencesAfter(change)).find((one) => one.column === column.name);
      expect(found?.statistics, column.name).toContain("nulls");
    }
  });

  test("a row that is missing, and one that is there twice", async () => {
    const [missing] = await differencesAfter("delete from expected where id = 10");
    expect(missing).toEqual({ column: null, statistics: ["count", "hash"] });
    const [twice] = await differencesAfter("insert into expected select * from expected where id = 10");
    expect(twice).toEqual({ column: null, statistics: ["count", "hash"] });
  });

  test("a value moved to another row shows only in the rows", async () => {
    const swap = `update expected set string = other.string from expected as other where expected.id in (7, 8) and other.id = 15 - expected.id`;
    expect(await differencesAfter(swap)).toEqual([{ column: null, statistics: ["hash"] }]);
  });

  test("a value moved into the next column shows", async () => {
    const [a, b] = [
      { ...columns[0]!, name: "a", type: "STRING" },
      { ...columns[0]!, name: "b", type: "STRING" },
    ];
    const one = await stagingValues(client, [a, b], "(values ('x,1:y', 'z')) as t (a, b)");
    const other = await stagingValues(client, [a, b], "(values ('x', '1:y,z')) as t (a, b)");
    const [difference] = differencesOf(statisticsOf([a, b], one), statisticsOf([a, b], other));
    expect(difference).toEqual({ column: null, statistics: ["hash"] });
  });

  async function differencesAfter(change: string) {
    await client.query("begin");
    try {
      expect((await client.query(change)).rowCount).toBeGreaterThan(0);
      const staged = statisticsOf(columns, await stagingValues(client, columns, "expected"));
      return differencesOf(statisticsOf(columns, source), staged);
    } finally {
      await client.query("rollback");
    }
  }
});

describe("generated values have the same statistics on both sides", () => {
  const bits = new DataView(new ArrayBuffer(8));
  /** Every double, unlike fc.double(), which prefers simple ones. */
  const anyDouble = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => {
    bits.setBigUint64(0, value);
    return bits.getFloat64(0);
  });
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 29n) + 1n, max: 10n ** 29n - 1n }), fc.integer({ min: 0, max: 999_999_999 }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(9, "0")}`);
  const unicode = fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !text.includes("\0"));
  const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
  const moment = fc.tuple(seconds, fc.integer({ min: 0, max: 999_999 })).map(([second, micros]) => {
    return `${new Date(second * 1_000).toISOString().slice(0, 19)}.${String(micros).padStart(6, "0")}`;
  });

  test.each([
    ["INT64", "bigint", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
    ["FLOAT64", "float8", fc.oneof(anyDouble, fc.double(), fc.float()).filter(Number.isFinite).map(String)],
    ["NUMERIC", "numeric", decimal],
    ["STRING", "text", unicode],
    ["DATE", "date", moment.map((text) => text.slice(0, 10))],
    ["DATETIME", "timestamp", moment],
    ["TIMESTAMP", "timestamptz", moment.map((text) => `${text}+00`)],
    ["TIME", "time", moment.map((text) => text.slice(11))],
  ] as const)("%s", async (type, postgresType, arbitrary) => {
    const column = { ...columns[0]!, name: "x", type };
    const samples = fc.sample<string>(arbitrary, { numRuns: 600, seed: 20 });
    const parameter = {
      name: "x",
      parameterType: { type: "ARRAY", arrayType: { type } },
      parameterValue: { arrayValues: samples.map((value) => ({ value })) },
    };
    const expected = await sourceValues(sandbox.url, [column], "(SELECT x FROM UNNEST(@x) AS x)", [parameter]);
    await client.query("drop table if exists generated");
    await client.query(`create temporary table generated as select x from unnest($1::${postgresType}[]) as x`, [
      samples,
    ]);
    expect(named(await stagingValues(client, [column], "generated"), [column])).toEqual(named(expected, [column]));
  });
});

describe("digests", () => {
  test("depend on the key, the column and the statistic, and show no value", () => {
    const [a, b] = [
      { ...columns[0]!, name: "a" },
      { ...columns[0]!, name: "b" },
    ];
    const values = aggregatesOf([a, b], "columns").map(() => "7");
    const digests = ["key", "other"].flatMap((key) =>
      toStatistics([a, b], values, "columns", key).columns.flatMap(({ min, max, sum, hash }) => [min, max, sum, hash]),
    );
    expect(new Set(digests).size).toBe(16);
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{32}$/);
  });

  // DuckDB plans the 300 aggregates for three seconds, beside busy neighbours for longer.
  test("a wide table's statements work", { timeout: 90_000 }, async () => {
    const wide = Array.from({ length: 60 }, (_, i) => ({ ...columns[0]!, name: `c${i}`, type: "STRING" }));
    const list = wide.map(({ name }, i) => `'${i}' as ${name}`).join(", ");
    await client.query(`create temporary table wide as select ${list}`);
    const expected = await sourceValues(sandbox.url, wide, `(SELECT ${list})`);
    expect(await stagingValues(client, wide, "wide")).toEqual(expected);
  });

  test("PostgreSQL takes the statement of its widest tables", async () => {
    const widest = Array.from({ length: 1_600 }, (_, i) => ({ ...columns[0]!, name: `c${i}`, type: "INT64" }));
    const list = widest.map(({ name }) => `${name} bigint`).join(", ");
    await client.query(`create temporary table widest (${list})`);
    expect(await stagingValues(client, widest, "widest")).toHaveLength(2 + 5 * widest.length);
  });

  test("only the first of very many differences are named", () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ column: `c${i}`, statistics: ["sum"] }));
    const text = describeDifferences([{ column: null, statistics: ["hash"] }, ...many]);
    expect(text).toMatch(/^the rows \(hash\); "c0" \(sum\); /);
    expect(text).toMatch(/and 11 more columns$/);
  });
});
