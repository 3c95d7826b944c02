/*
 * BigQuery's logical sizes: for numBytes, billing, and the end of a page ("internal row size").
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_sizes
 */
import { GEOGRAPHY_FIELD } from "../storage/duckdb-type.ts";
import { quoteIdentifier, quoteText } from "../sql/quote.ts";
import type { Field, FieldType, ScalarName } from "./field-type.ts";

const FIXED_BYTES: Partial<Record<ScalarName, number>> = {
  INTEGER: 8,
  FLOAT: 8,
  NUMERIC: 16,
  BIGNUMERIC: 32,
  BOOLEAN: 1,
  DATE: 8,
  DATETIME: 8,
  TIME: 8,
  TIMESTAMP: 8,
  INTERVAL: 16,
};

/** SQL for the bytes of a whole column. Fixed sizes need only a count of the values, because NULL takes no bytes. */
export function columnBytesSql(field: Field): string {
  const column = quoteIdentifier(field.name);
  const fixed = fixedBytes(field.type);
  if (fixed !== undefined) return `${fixed} * count(${column})`;
  return `coalesce(sum(${valueBytesSql(column, field.type, 0)}), 0)`;
}

/** SQL for the bytes of one row. */
export function rowBytesSql(fields: readonly Field[]): string {
  return fields.map((field) => valueBytesSql(quoteIdentifier(field.name), field.type, 0)).join(" + ");
}

function fixedBytes(type: FieldType): number | undefined {
  if (type.kind === "range") return 16;
  return type.kind === "scalar" ? FIXED_BYTES[type.name] : undefined;
}

function valueBytesSql(value: string, type: FieldType, depth: number): string {
  if (type.kind === "scalar") return scalarBytesSql(value, type.name);
  if (type.kind === "range") return ifPresent(value, "16");
  if (type.kind === "struct") return structBytesSql(value, type.fields, depth);
  const item = `item${depth}`;
  const bytes = valueBytesSql(item, type.element, depth + 1);
  return `coalesce(list_sum(list_transform(${value}, lambda ${item}: ${bytes})), 0)::BIGINT`;
}

function structBytesSql(value: string, fields: readonly Field[], depth: number): string {
  const members = fields.map((field) =>
    valueBytesSql(`struct_extract(${value}, ${quoteText(field.name)})`, field.type, depth),
  );
  return `(${members.join(" + ")})`;
}

function scalarBytesSql(value: string, name: ScalarName): string {
  const fixed = FIXED_BYTES[name];
  if (fixed !== undefined) return ifPresent(value, String(fixed));
  if (name === "BYTES") return `coalesce(2 + octet_length(${value}), 0)`;
  if (name === "JSON") return `coalesce(strlen(${value}::VARCHAR), 0)`;
  if (name === "GEOGRAPHY") return geographyBytesSql(`struct_extract(${value}, '${GEOGRAPHY_FIELD}')`);
  return `coalesce(2 + strlen(${value}::VARCHAR), 0)`;
}

/** 16 bytes and 24 for each vertex; vertices are counted by the spaces between their numbers. */
function geographyBytesSql(text: string): string {
  return `coalesce(16 + 24 * len(regexp_extract_all(${text}, '[0-9] -?[0-9]')), 0)`;
}

function ifPresent(value: string, bytes: string): string {
  return `CASE WHEN ${value} IS NULL THEN 0 ELSE ${bytes} END`;
}
