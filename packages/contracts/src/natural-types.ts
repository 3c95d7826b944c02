/** Maps a BigQuery column to its default PostgreSQL type. */
import type { Column } from "./messages.ts";

const naturalTypes: Readonly<Record<string, string>> = {
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

const rangeTypes: Readonly<Record<string, string>> = {
  DATE: "daterange",
  DATETIME: "tsrange",
  TIMESTAMP: "tstzrange",
};

/** The default type of a column; arrays of any element are jsonb. Null for an unknown type. */
export function naturalType(column: Pick<Column, "type" | "repeated" | "rangeElementType">): string | null {
  return column.repeated ? "jsonb" : naturalElementType(column);
}

/** The same for one element of an ARRAY. */
export function naturalElementType({
  type,
  rangeElementType,
}: Pick<Column, "type" | "rangeElementType">): string | null {
  return (type === "RANGE" ? rangeTypes[rangeElementType] : naturalTypes[type]) ?? null;
}
