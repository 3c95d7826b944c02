/** What a query names of a source whose mapping excludes columns and fields. */
import { describe, expect, test } from "vitest";

import type { Mapping } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { chooseRead, type TableRead } from "../src/bigquery/snapshot/choose-read.ts";
import { nextIncrement } from "../src/bigquery/snapshot/next-increment.ts";
import { insteadOfListing } from "../src/bigquery/snapshot/pin-snapshot.ts";
import { readRange } from "../src/bigquery/snapshot/read-range.ts";
import { leaveOut, nothingLeftOut, selectList } from "../src/bigquery/snapshot/select-list.ts";
import { toColumns } from "../src/bigquery/tables/table.ts";

const text = (name: string) => ({ name, type: "STRING" });
const struct = (name: string, ...fields: object[]) => ({ name, type: "RECORD", fields });
const array = (name: string, ...fields: object[]) => ({ ...struct(name, ...fields), mode: "REPEATED" });

const columns = toColumns([
  { name: "id", type: "INTEGER" },
  text("Email"),
  struct("p", text("name"), text("ssn"), struct("home", text("city"), text("street"))),
  array("items", text("sku"), text("price"), array("taxes", text("code"), text("rate"))),
] as Parameters<typeof toColumns>[0]);

const config = { project: "p", dataset: "d", table: "t" };
const exclude = (...sources: string[]) => sources.map((source) => ({ source, exclude: true }));
const listOf = (mapping: Mapping, known: typeof columns | null = columns) =>
  selectList(config, leaveOut(mapping, known));

test("without exclusions it is everything", () => {
  expect(leaveOut(null, columns)).toBe(nothingLeftOut);
  expect(listOf({ structs: "flatten", columns: [{ source: "email", cast: "varchar(9)" }] })).toBe("*");
});

// https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#select_except
test("a column is left out whatever its fields, and what the source does not have is not named", () => {
  const mapping = { columns: exclude("EMAIL", "p", "p.ssn", "gone", "p.gone", "items.gone") };
  expect(listOf(mapping)).toBe("* EXCEPT (`Email`, `p`)");
  expect(listOf(mapping, null)).toBe("* EXCEPT (`EMAIL`, `p`, `gone`)");
});

test("backfills, increments and the query in place of a listing have it", () => {
  const leftOut = leaveOut({ columns: exclude("email", "p.ssn") }, columns);
  const list = `SELECT ${selectList(config, leftOut)} FROM `;
  const range = { column: "id", from: "1", to: "2" };
  expect(readRange(config, columns, range, leftOut).query.text).toContain(list);
  const source = { ...config, read: "incremental", cursor_column: "id" } as const;
  const watermark = { column: "id", type: "INT64", value: "1" };
  expect(nextIncrement(source, null, columns, leftOut).query.text).toContain(list);
  expect(chooseRead(source, null, watermark, { leftOut })).toMatchObject({
    query: { text: expect.stringContaining(list) as string },
  });
  const listing = chooseRead(config, { serverTimeMs: null }, null, { leftOut }) as TableRead;
  const refusal = new PipelineError("source_permission_denied", "no");
  expect(insteadOfListing({ ...config, allow_query_billing: true }, listing, refusal).query.text).toContain(list);
});

// https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#select_replace
describe("a STRUCT without some of its fields", () => {
  test("names the others, and is NULL where it was", () => {
    const p = "datamantri_source.`p`";
    expect(listOf({ columns: exclude("email", "P.SSN") })).toBe(
      `* EXCEPT (\`Email\`) REPLACE (IF(${p} IS NULL, NULL, STRUCT(${p}.\`name\` AS \`name\`, ${p}.\`home\` AS \`home\`)) AS \`p\`)`,
    );
    expect(listOf({ columns: exclude("p.home.street") })).toBe(
      `* REPLACE (IF(${p} IS NULL, NULL, STRUCT(${p}.\`name\` AS \`name\`, ${p}.\`ssn\` AS \`ssn\`, ` +
        `IF(${p}.\`home\` IS NULL, NULL, STRUCT(${p}.\`home\`.\`city\` AS \`city\`)) AS \`home\`)) AS \`p\`)`,
    );
  });

  test("needs no NULL where it is flattened", () => {
    const p = "datamantri_source.`p`";
    expect(listOf({ structs: "flatten", columns: exclude("p.name", "p.home.city") })).toBe(
      `* REPLACE (STRUCT(${p}.\`ssn\` AS \`ssn\`, STRUCT(${p}.\`home\`.\`street\` AS \`street\`) AS \`home\`) AS \`p\`)`,
    );
    expect(listOf({ structs: "flatten", columns: exclude("p.name", "p.ssn", "p.home") })).toBe("* EXCEPT (`p`)");
  });

  // https://docs.cloud.google.com/bigquery/docs/arrays#creating_arrays_from_subqueries
  test("keeps its place in an ARRAY, also in one inside of it", () => {
    const taxes =
      "ARRAY(SELECT STRUCT(datamantri_item_1.`code` AS `code`) FROM UNNEST(datamantri_item_0.`taxes`) AS datamantri_item_1 " +
      "WITH OFFSET AS datamantri_position_1 ORDER BY datamantri_position_1)";
    expect(listOf({ columns: exclude("items.price", "items.taxes.rate") })).toBe(
      `* REPLACE (ARRAY(SELECT STRUCT(datamantri_item_0.\`sku\` AS \`sku\`, ${taxes} AS \`taxes\`) ` +
        "FROM UNNEST(datamantri_source.`items`) AS datamantri_item_0 " +
        "WITH OFFSET AS datamantri_position_0 ORDER BY datamantri_position_0) AS `items`)",
    );
  });

  test("has no field of a STRUCT of which none stays, which the mapping is refused for", () => {
    expect(listOf({ columns: exclude("p.home.city", "p.home.street") })).not.toContain("home");
    expect(listOf({ columns: exclude("items.sku", "items.price", "items.taxes") })).toBe("* EXCEPT (`items`)");
  });
});
