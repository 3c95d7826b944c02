import { expect, test } from "vitest";

import { toSourceVersion } from "../src/bigquery/tables/source-version.ts";

const config = { project: "p", dataset: "d", table: "t" };
const table = {
  type: "TABLE",
  lastModifiedTime: "1700000000000",
  numRows: "3",
  numBytes: "24",
  schema: { fields: [{ name: "id", type: "INTEGER" }] },
};
const version = toSourceVersion(config, table);

test("the same table has the same version, also after a change of its description only", () => {
  expect(version).toMatch(/^[0-9a-f]{32}$/);
  expect(toSourceVersion({ ...config, labels: { a: "b" } }, { ...table, location: "EU" })).toBe(version);
});

test.each([
  ["it was written to", config, { ...table, lastModifiedTime: "1700000000001" }],
  ["a partition expired", config, { ...table, numRows: "2" }],
  ["a column came", config, { ...table, schema: { fields: [...table.schema.fields, { name: "b", type: "STRING" }] } }],
  ["it is another table", { ...config, table: "u" }, table],
  ["it is another project's", { ...config, data_project: "q" }, table],
])("another version when %s", (_what, source, other) => {
  expect(toSourceVersion(source, other)).not.toBe(version);
});

test.each([
  ["a query", null],
  ["a view", { ...table, type: "VIEW" }],
  ["an external table", { ...table, type: "EXTERNAL" }],
  ["rows in a streaming buffer", { ...table, streamingBuffer: { estimatedRows: "1" } }],
])("none for %s", (_what, other) => {
  expect(toSourceVersion(config, other)).toBe("");
});
