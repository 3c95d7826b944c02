import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

/** BigQuery's standard SQL types and the PostgreSQL types whose binary form the extractor writes. */
const columnTypes: Readonly<Record<string, string>> = {
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

/** The PostgreSQL type of a column. Arrays of any element are jsonb. */
export function toColumnType(column: Column): string {
  const type = column.repeated
    ? "jsonb"
    : column.type === "RANGE"
      ? rangeTypes[column.rangeElementType]
      : columnTypes[column.type];
  if (type === undefined) {
    throw new PipelineError("source_type_unsupported", `column "${column.name}" has the unknown type ${column.type}`);
  }
  return type;
}
