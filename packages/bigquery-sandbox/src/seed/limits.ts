/*
 * Small tables of what a reader must not take for granted: partitions, required filters, families of tables, and
 * limits of access. The sandbox's user has no permission that a limit asks for.
 */
import { quoteIdentifier } from "../sql/quote.ts";
import { INGESTION_TIME } from "../storage/partitioning.ts";
import { POLICY_TAG_LABELS } from "../storage/table-limits.ts";
import type { SeedTable } from "./seed-table.ts";

const dataset = "limits";

const days = `(VALUES (1, DATE '2024-01-01', 'a'), (2, DATE '2024-01-01', 'b'), (3, DATE '2024-01-02', 'c'),
  (4, DATE '2024-01-03', 'd')) AS days (id, day, name)`;

/** A day's events; the newest of the family has one more column. */
function events(day: string, columns: string): SeedTable {
  return {
    dataset,
    table: `events_${day}`,
    statements: (sqlName) => [
      `CREATE TABLE ${sqlName} AS SELECT i AS id, 'event ' || i AS name${columns} FROM range(1, 4) AS numbers (i)`,
    ],
  };
}

export const LIMITS_TABLES: readonly SeedTable[] = [
  {
    dataset,
    table: "by_ingestion_time",
    statements: (sqlName) => [
      `CREATE TABLE ${sqlName} AS SELECT id::BIGINT AS id, name, day::TIMESTAMPTZ AS ${quoteIdentifier(INGESTION_TIME.name)} FROM ${days}`,
    ],
    properties: { timePartitioning: { type: "DAY" } },
  },
  {
    dataset,
    table: "filter_required",
    statements: (sqlName) => [`CREATE TABLE ${sqlName} AS SELECT id::BIGINT AS id, day, name FROM ${days}`],
    properties: { timePartitioning: { type: "DAY", field: "day" }, requirePartitionFilter: true },
  },
  events("20240101", ""),
  events("20240102", ""),
  events("20240103", ", i * 10 AS amount"),
  {
    dataset,
    table: "row_policy",
    statements: (sqlName) => [`CREATE TABLE ${sqlName} AS SELECT id::BIGINT AS id, day, name FROM ${days}`],
    limits: { rowPolicies: [{ name: "a_and_c", isGranted: true, filter: "name IN ('a', 'c')" }] },
  },
  {
    dataset,
    table: "policy_tag",
    statements: (sqlName) => [
      `CREATE TABLE ${sqlName} AS SELECT id::BIGINT AS id, name, name || '@example.com' AS email FROM ${days}`,
    ],
    policyTags: { email: { names: Object.keys(POLICY_TAG_LABELS) } },
  },
  {
    dataset,
    table: "google_sheet",
    statements: (sqlName) => [`CREATE TABLE ${sqlName} (id BIGINT, name VARCHAR)`],
    limits: {
      external: {
        sourceFormat: "GOOGLE_SHEETS",
        sourceUris: ["https://docs.google.com/spreadsheets/d/1sandbox"],
      },
    },
  },
];
