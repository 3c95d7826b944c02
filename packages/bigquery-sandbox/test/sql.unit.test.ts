import { expect, test } from "vitest";

import type { TableScope } from "../src/sql/compile/context.ts";
import { parseStatement } from "../src/sql/syntax/parse-statement.ts";
import { translate, translateTimes } from "../src/sql/translate.ts";

const column = (name: string) =>
  ({
    field: { name, type: { kind: "scalar", name: "INTEGER" }, required: false },
    facts: { hasNulls: true, hasFractions: false },
    byteCount: 8,
  }) as const;

/** Every table exists, with the columns a, b and k. */
const scope: TableScope = {
  find: (parts) => {
    const [tableId = "", datasetId = "", projectId = "p"] = parts.toReversed();
    const columns = ["a", "b", "k"].map(column);
    const table = {
      sqlName: `"${tableId}"`,
      columns,
      rowCount: 1,
      byteCount: 24,
      bytesBeforeBlock: [0, 24],
      createdMs: 0,
    };
    return [{ name: { projectId, datasetId, tableId }, table }];
  },
  defaultDataset: undefined,
};

const textOf = (sql: string) => ({ query: parseStatement(sql), sql, parameters: [] });
const translated = (sql: string) => translate(textOf(sql), scope);
const namesOf = (sql: string) =>
  translated(sql).uses.map(({ name }) => `${name.projectId}.${name.datasetId}.${name.tableId}`);

test.each([
  ["SELECT a FROM `p.d.t`", ["p.d.t"]],
  ["SELECT x.a FROM `p`.d.t AS x", ["p.d.t"]],
  ["SELECT a FROM my-project.d.t", ["my-project.d.t"]],
  ["SELECT t1.* FROM d.t1, d.t2 b WHERE b.a = t1.a", ["p.d.t1", "p.d.t2"]],
  ["WITH w AS (SELECT a FROM d.t) SELECT * FROM w", ["p.d.t"]],
  ["SELECT EXTRACT(YEAR FROM DATE '2024-01-01') FROM d.t", ["p.d.t"]],
  ["SELECT (SELECT MAX(a) FROM d.u) FROM d.t;", ["p.d.t", "p.d.u"]],
  ["SELECT 1 -- FROM d.t\n", []],
])("%s reads %j", (sql, expected) => {
  expect(namesOf(sql).sort()).toEqual(expected);
});

// Billing counts these: https://cloud.google.com/bigquery/docs/best-practices-costs#avoid_select_
test.each([
  ["SELECT a FROM d.t WHERE b > 1", ["a", "b"]],
  ["SELECT * FROM d.t", ["a", "b", "k"]],
  ["SELECT * EXCEPT (b) FROM d.t", ["a", "k"]],
  ["SELECT t FROM d.t", ["a", "b", "k"]],
  ["SELECT COUNT(*) FROM d.t", []],
  ["SELECT t.a FROM d.t JOIN d.u USING (k)", ["a", "k"]],
])("%s reads the columns %j", (sql, expected) => {
  expect([...translated(sql).uses[0]!.paths].sort()).toEqual(expected);
});

test("FOR SYSTEM_TIME AS OF stays with its table", () => {
  const time = "TIMESTAMP_MILLIS(1700000000000)";
  const text = textOf(`SELECT * FROM d.t FOR SYSTEM_TIME AS OF ${time} AS a JOIN d.u USING (k)`);
  const times = new Map([...translateTimes(text).keys()].map((node) => [node, 1_700_000_000_000]));
  const found: unknown[] = [];
  const find: TableScope["find"] = (parts, reference) => {
    found.push([parts.at(-1), reference.snapshotMs]);
    return scope.find(parts, reference);
  };
  translate(text, { ...scope, find }, times);
  expect(found).toEqual([
    ["t", 1_700_000_000_000],
    ["u", undefined],
  ]);
});

test.each([
  ["SELECT * FROM d.t", true],
  ["select * from `d.t`;", true],
  ["SELECT * FROM d.t LIMIT 1", false],
  ["SELECT * FROM d.t, d.u AS u", false],
  ["SELECT a FROM d.t", false],
  ["SELECT * EXCEPT (a) FROM d.t", false],
  ["SELECT DISTINCT * FROM d.t", false],
])("%s is a whole table: %s", (sql, expected) => {
  expect(translated(sql).isWholeTable).toBe(expected);
});

test.each([
  ["SELECT RAND()", false],
  ["SELECT CURRENT_DATE()", false],
  ["SELECT 1", true],
])("%s returns the same rows every time: %s", (sql, expected) => {
  expect(translated(sql).isDeterministic).toBe(expected);
});
