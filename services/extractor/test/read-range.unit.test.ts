import { describe, expect, test } from "vitest";

import type { Column } from "@datamantri/contracts";

import { assertRangeColumn, readRange } from "../src/bigquery/snapshot/read-range.ts";

const config = { project: "p", dataset: "d", table: "t" };

function column(type: string, more: Partial<Column> = {}): Column {
  const plain = { name: "at", type, repeated: false, required: false, fields: [], rangeElementType: "" };
  return { ...plain, sourcePath: [], targetType: "", mask: "", declaredType: "", notNull: false, ...more };
}

const read = (type: string, from: string, to: string) => readRange(config, [column(type)], { column: "at", from, to });

test("reads from one bound up to, not including, the other, by parameters", () => {
  expect(read("DATE", "2026-01-01", "2026-02-01").query).toEqual({
    text: "SELECT * FROM `p.d.t` AS datamantri_source WHERE datamantri_source.`at` >= @from AND datamantri_source.`at` < @to",
    parameters: [
      { name: "from", parameterType: { type: "DATE" }, parameterValue: { value: "2026-01-01" } },
      { name: "to", parameterType: { type: "DATE" }, parameterValue: { value: "2026-02-01" } },
    ],
  });
  const queried = readRange({ project: "p", query: "SELECT 1 AS at -- one" }, [column("INT64")], {
    column: "at",
    from: "1",
    to: "2",
  });
  expect(queried.query.text).toBe(
    "SELECT * FROM (SELECT 1 AS at\n) AS datamantri_source WHERE datamantri_source.`at` >= @from AND datamantri_source.`at` < @to",
  );
});

test.each([
  ["INT64", "-5", "1000"],
  ["NUMERIC", "0.5", "1000"],
  ["DATETIME", "2026-01-01", "2026-01-01 12:00:00.5"],
  ["TIMESTAMP", "2026-01-01", "2026-01-01T12:00:00.123456+05:30"],
  ["TIMESTAMP", "2026-01-01T12:00", "2026-01-01T12:00:01Z"],
  ["STRING", "a", "b'; drop table t"],
  ["STRING", "", "a"],
])("%s accepts %s and %s", (type, from, to) => {
  expect(read(type, from, to).isAskedFor).toBe(true);
});

test.each([
  ["INT64", "1e3"],
  ["INT64", "0x10"],
  ["DATE", "today"],
  ["DATE", "2026-1-1"],
  ["DATE", "2026-02-30"],
  ["DATE", ""],
  ["DATE", "2026-01-01T00:00:00"],
  ["DATETIME", "2026-01-01T00:00:00Z"],
  ["TIMESTAMP", "infinity"],
  ["TIMESTAMP", "2026-01-01 00:00:00 Europe/Berlin"],
])("%s does not accept %s, which PostgreSQL might read differently", (type, bound) => {
  expect(() => read(type, bound, "2026")).toThrow(/"from" .* must be written as/);
});

test.each([
  ["a type without an order", [column("JSON")]],
  ["an array", [column("INT64", { repeated: true })]],
])("%s is refused", (_what, columns) => {
  expect(() => readRange(config, columns, { column: "at", from: "1", to: "2" })).toThrow(/must be of type INT64/);
});

test.each([
  ["INT64", "1000", "999"],
  ["STRING", "b", "a"],
  ["TIMESTAMP", "2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00Z"],
])("an empty range of a %s is refused: %s to %s", (type, from, to) => {
  expect(() => read(type, from, to)).toThrow(/from is not before to/);
});

test("a column that is not there is refused, and so is a field", () => {
  const range = { column: "s.at", from: "1", to: "2" };
  expect(() => readRange(config, [column("INT64")], range)).toThrow(
    `the pipeline's rows have no column "s.at": name a column of the rows at the top level, no field of a STRUCT`,
  );
});

describe("by append", () => {
  const range = { column: "at", from: "1", to: "2" };

  test.each([
    ["as it is", column("INT64")],
    ["renamed", column("INT64", { name: "happened_at", sourcePath: ["AT"] })],
    ["cast to its own type", column("INT64", { targetType: "bigint" })],
  ])("a column that is written %s finds the target's rows", (_what, written) => {
    assertRangeColumn([written], range);
  });

  test.each([
    ["excluded", column("INT64", { name: "other" })],
    ["masked", column("STRING", { targetType: "text", mask: "redact" })],
    ["cast", column("INT64", { targetType: "text" })],
  ])("a column that is %s does not", (_what, written) => {
    expect(() => assertRangeColumn([written], range)).toThrow(/excludes, masks or casts/);
  });
});
