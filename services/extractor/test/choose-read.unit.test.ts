/** A source's options decide how BigQuery is asked: for the table as it is, at no cost, or by one query. */
import { describe, expect, test } from "vitest";

import type { SourceConfig } from "@datamantri/api";
import type { Watermark } from "@datamantri/contracts";

import { assertByteOrder, assertCursorOrder } from "../src/bigquery/snapshot/assert-byte-order.ts";
import { assertBillingAllowed, chooseRead, wholeQuery } from "../src/bigquery/snapshot/choose-read.ts";
import { nextIncrement } from "../src/bigquery/snapshot/next-increment.ts";
import { readRange } from "../src/bigquery/snapshot/read-range.ts";
import { nothingLeftOut } from "../src/bigquery/snapshot/select-list.ts";
import { toRowsColumns } from "../src/bigquery/snapshot/rows-columns.ts";
import { isInDrive } from "../src/bigquery/tables/table.ts";

const fields = [
  { name: "id", type: "INTEGER" },
  { name: "at", type: "TIMESTAMP" },
];
const table = { schema: { fields }, serverTimeMs: null };
const config = (more: Partial<SourceConfig> = {}): SourceConfig => ({
  project: "p",
  dataset: "d",
  table: "t",
  ...more,
});
const incremental = (more: Partial<SourceConfig> = {}) => config({ read: "incremental", cursor_column: "at", ...more });
const watermark: Watermark = { column: "at", type: "TIMESTAMP", value: "2026-01-05 10:00:00.000000+00" };

function read(source: SourceConfig, from: Watermark | null = null) {
  const chosen = chooseRead(source, source.query === undefined ? table : null, from, {
    columns: toRowsColumns(source, fields),
  });
  return chosen.kind === "query" ? chosen.query : chosen.kind;
}

test("a table without conditions is read as it is, at no cost", () => {
  expect(read(config())).toBe("table");
  expect(read(incremental())).toBe("table");
});

describe("a filter", () => {
  test("selects rows by a query, and a comment in it hides nothing", () => {
    const source = config({ filter: "id > 1 -- few" });
    expect(read(source)).toEqual({ text: "SELECT * FROM `p.d.t` AS datamantri_source WHERE (\nid > 1 -- few\n)" });
    expect(() => assertBillingAllowed(chooseRead(source, table, null), source)).not.toThrow();
  });

  test("is in increments and backfills too", () => {
    const filter = "id > 1 OR id < 0";
    expect(read(incremental({ filter }), watermark)).toMatchObject({
      text: `SELECT * FROM \`p.d.t\` AS datamantri_source WHERE (\n${filter}\n) AND (datamantri_source.\`at\` >= TIMESTAMP_ADD(@watermark, INTERVAL 1 MICROSECOND) OR datamantri_source.\`at\` IS NULL)`,
    });
    const range = readRange(config({ filter }), toRowsColumns(config(), fields), { column: "id", from: "1", to: "2" });
    expect(range.query.text).toBe(
      `SELECT * FROM \`p.d.t\` AS datamantri_source WHERE (\n${filter}\n) AND datamantri_source.\`id\` >= @from AND datamantri_source.\`id\` < @to`,
    );
  });

  test.each(["TRUE) OR (TRUE", "TRUE; SELECT 1", "(id = 1"])("%j would change the conditions beside it", (filter) => {
    expect(() => read(config({ filter }))).toThrow(expect.objectContaining({ code: "request_invalid" }));
  });
});

describe("the start of a cursor", () => {
  const start = { name: "start", parameterType: { type: "TIMESTAMP" }, parameterValue: { value: "2026-01-01" } };

  test("bounds the first run, with the rows that have no cursor", () => {
    expect(read(incremental({ cursor_start: "2026-01-01" }))).toEqual({
      text: "SELECT * FROM `p.d.t` AS datamantri_source WHERE (datamantri_source.`at` >= @start OR datamantri_source.`at` IS NULL)",
      parameters: [start],
    });
    expect(read(incremental({ cursor_start: "2026-01-01", cursor_nulls: "exclude" }))).toMatchObject({
      text: "SELECT * FROM `p.d.t` AS datamantri_source WHERE datamantri_source.`at` >= @start",
    });
  });

  test("bounds every lookback", () => {
    const source = incremental({ cursor_start: "2026-01-01", cursor_nulls: "exclude", lookback_seconds: 60 });
    expect(read(source, watermark)).toMatchObject({
      text: "SELECT * FROM `p.d.t` AS datamantri_source WHERE datamantri_source.`at` >= @start AND datamantri_source.`at` >= @earliest",
      parameters: [start, { name: "earliest", parameterValue: { value: "2026-01-05 09:59:00.000000+00" } }],
    });
  });

  test("also of a query", () => {
    const source = incremental({ table: undefined, query: "SELECT 1 AS id", cursor_column: "id", cursor_start: "5" });
    expect(read(source)).toMatchObject({
      text: "SELECT * FROM (SELECT 1 AS id\n) AS datamantri_source WHERE (datamantri_source.`id` >= @start OR datamantri_source.`id` IS NULL)",
    });
  });
});

// https://docs.cloud.google.com/bigquery/docs/querying-partitioned-tables#query_an_ingestion-time_partitioned_table
describe("a pseudo column as cursor", () => {
  const source = incremental({ cursor_column: "_partitiontime" });

  test("is a column of the rows by another name, and rows without a partition wait", () => {
    expect(read(source)).toEqual({
      text: "SELECT *, datamantri_source._PARTITIONTIME AS partition_time FROM `p.d.t` AS datamantri_source WHERE datamantri_source._PARTITIONTIME IS NOT NULL",
    });
  });

  test("skips partitions by its own name", () => {
    const from = { column: "partition_time", type: "TIMESTAMP", value: "2024-01-05 00:00:00.000000+00" };
    const repeated = chooseRead(source, table, from, { repeats: true });
    expect(repeated).toMatchObject({
      query: {
        text:
          "SELECT *, datamantri_source._PARTITIONTIME AS partition_time FROM `p.d.t` AS datamantri_source " +
          "WHERE datamantri_source._PARTITIONTIME IS NOT NULL AND datamantri_source._PARTITIONTIME >= @earliest",
        parameters: [{ name: "earliest", parameterValue: { value: "2024-01-04 00:00:00+00" } }],
      },
    });
    const yearly = { timePartitioning: { type: "YEAR" } };
    expect(chooseRead({ ...source, table: "t_*" }, null, from, { partitioned: yearly })).toMatchObject({
      query: { parameters: [{ name: "earliest", parameterValue: { value: "2024-01-01 00:00:00+00" } }] },
    });
    const columns = toRowsColumns(source, fields);
    const range = readRange(source, columns, { column: "partition_time", from: "2026-01-01", to: "2026-01-02" });
    expect(range.query.text).toContain(
      "WHERE datamantri_source._PARTITIONTIME >= @from AND datamantri_source._PARTITIONTIME < @to",
    );
  });
});

test("a pseudo column does not take the name of a column of the table", () => {
  const own = [...fields, { name: "Partition_Time", type: "TIMESTAMP" }];
  expect(() => toRowsColumns(incremental({ cursor_column: "_PARTITIONTIME" }), own)).toThrow(/"partition_time"/);
});

// https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables
describe("several tables by the beginning of their names", () => {
  const source = config({ table: "events_*" });

  test("are read by a query that has to be allowed", () => {
    const chosen = chooseRead(source, null, null);
    expect(chosen).toMatchObject({ query: { text: "SELECT * FROM `p.d.events_*` AS datamantri_source" } });
    expect(() => assertBillingAllowed(chosen, source)).toThrow(/several tables/);
    expect(() => assertBillingAllowed(chosen, { ...source, allow_query_billing: true })).not.toThrow();
  });

  test("may have their suffix as cursor", () => {
    const suffix = config({ table: "events_*", read: "incremental", cursor_column: "_TABLE_SUFFIX" });
    const from = { column: "table_suffix", type: "STRING", value: "20260101" };
    expect(chooseRead(suffix, null, from, { repeats: true })).toMatchObject({
      query: {
        text:
          "SELECT *, datamantri_source._TABLE_SUFFIX AS table_suffix FROM `p.d.events_*` AS datamantri_source " +
          "WHERE datamantri_source._TABLE_SUFFIX IS NOT NULL AND datamantri_source._TABLE_SUFFIX >= @watermark",
      },
    });
    expect(wholeQuery(suffix).text).toBe("SELECT * FROM `p.d.events_*` AS datamantri_source");
  });
});

// https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#ExternalDataConfiguration
test.each([
  [{ sourceFormat: "GOOGLE_SHEETS" }, true],
  [{ sourceFormat: "CSV", sourceUris: ["https://drive.google.com/open?id=1"] }, true],
  [{ sourceFormat: "CSV", sourceUris: ["gs://bucket/drive.google.com/file.csv"] }, false],
  [undefined, false],
])("an external table with %j is in Drive: %s", (externalDataConfiguration, expected) => {
  expect(isInDrive({ type: "EXTERNAL", ...(externalDataConfiguration && { externalDataConfiguration }) })).toBe(
    expected,
  );
});

describe("the next increment, before the first run", () => {
  test.each(["INTEGER", "NUMERIC", "BIGNUMERIC", "STRING", "DATE", "DATETIME", "TIMESTAMP"])("of a %s", (type) => {
    const columns = toRowsColumns(config(), [{ name: "at", type }]);
    expect(nextIncrement(incremental(), null, columns, nothingLeftOut).query).toMatchObject({
      text: expect.stringMatching(
        /^SELECT \* FROM `p\.d\.t` AS datamantri_source WHERE \(datamantri_source\.`at` >/,
      ) as string,
      parameters: [{ name: "watermark" }],
    });
  });

  test("begins with a partition of the newest of several tables", () => {
    const source = incremental({ table: "t_*", cursor_column: "_PARTITIONTIME" });
    const yearly = { timePartitioning: { type: "YEAR" } };
    expect(nextIncrement(source, null, toRowsColumns(source, []), nothingLeftOut, yearly).query).toMatchObject({
      parameters: [{ parameterValue: { value: expect.stringMatching(/^\d{4}-01-01 00:00:00/) as string } }],
    });
  });

  test("has no condition when the cursor cannot have one", () => {
    const columns = toRowsColumns(config(), [{ name: "at", type: "JSON" }]);
    expect(nextIncrement(incremental(), null, columns, { columns: ["id"], rebuilt: [] }).query.text).toBe(
      "SELECT * EXCEPT (`id`) FROM `p.d.t` AS datamantri_source",
    );
  });
});

// https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/collation-concepts
describe("a column with a collation", () => {
  const collated = [{ name: "At", type: "STRING", collation: "und:ci" }];

  test("is no cursor of increments, because PostgreSQL orders text by bytes", () => {
    expect(() => assertCursorOrder(incremental(), collated)).toThrow(/COLLATE\(At, ''\) AS At/);
    assertCursorOrder(config({ cursor_column: "at" }), collated);
    assertCursorOrder(incremental(), [{ name: "at", type: "STRING", collation: "" }]);
    assertCursorOrder(incremental({ cursor_column: "id" }), collated);
  });

  test("has no range that PostgreSQL compares too", () => {
    expect(() => assertByteOrder(collated, "at", "a backfill's column")).toThrow(/und:ci/);
  });
});
