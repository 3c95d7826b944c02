/** Pipelines that no run could carry out are refused when they are saved. */
import type { FieldCase } from "./field-case.ts";

const lexical = "https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/lexical#query_parameters";
const dataTypes = "https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#date_type";
const partitions = "https://docs.cloud.google.com/bigquery/docs/querying-partitioned-tables";
const wildcards = "https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables";
const increments = { read: "incremental", cursor_column: "u" };
const keyed = { key: ["id"] };

export const refusedCases: readonly FieldCase[] = [
  {
    id: "D39",
    seenIn: "own",
    what: "a key that names a column twice, in another case",
    documentation: "https://www.postgresql.org/docs/current/errcodes-appendix.html",
    table: { schema: { id: "INT64" } },
    mode: "merge",
    destination: { key: ["id", "ID"] },
    outcome: { refused: "sink_key_invalid", saying: "twice: name each column once" },
  },
  ...["DATE", "DATETIME", "TIMESTAMP"].flatMap((type, index) =>
    ["2026-02-30", "0000-01-01"].map((cursor_start) => ({
      id: `D40${"abc"[index]}${cursor_start.slice(0, 1)}`,
      seenIn: "own",
      what: `a ${type} cursor that starts at ${cursor_start}`,
      documentation: dataTypes,
      table: { schema: { id: "INT64", u: type } },
      source: { ...increments, cursor_start },
      mode: "append" as const,
      outcome: { refused: "request_invalid", saying: "a real date in the years 1 to 9999" },
    })),
  ),
  {
    id: "D41",
    seenIn: "own",
    what: "a filter by a parameter that only increments have",
    documentation: lexical,
    table: { schema: { id: "INT64", u: "DATE" } },
    source: { ...increments, filter: "u >= @watermark" },
    mode: "append",
    outcome: { refused: "request_invalid", saying: "has the query parameter @watermark" },
  },
  {
    id: "D42",
    seenIn: "own",
    what: "a table without partitions by the time of arrival has no _PARTITIONTIME",
    documentation: partitions,
    table: { schema: { id: "INT64" } },
    source: { read: "incremental", cursor_column: "_PARTITIONTIME" },
    mode: "merge",
    destination: keyed,
    outcome: { refused: "source_query_invalid", saying: "is not partitioned by the time of arrival" },
  },
  {
    id: "D42b",
    seenIn: "own",
    what: "a table that is partitioned by a column has no _PARTITIONDATE",
    documentation: partitions,
    table: {
      schema: { id: "INT64", day: "DATE" },
      properties: { timePartitioning: { type: "DAY", field: "day" } },
    },
    source: { read: "incremental", cursor_column: "_PARTITIONDATE" },
    mode: "merge",
    destination: keyed,
    outcome: { refused: "source_query_invalid", saying: String.raw`make \"day\" the cursor_column` },
  },
  {
    id: "D43",
    seenIn: "own",
    what: "a single table has no _TABLE_SUFFIX",
    documentation: wildcards,
    table: { schema: { id: "INT64" } },
    source: { read: "incremental", cursor_column: "_TABLE_SUFFIX" },
    mode: "merge",
    destination: keyed,
    outcome: { refused: "source_query_invalid", saying: "only several tables have _TABLE_SUFFIX" },
  },
];
