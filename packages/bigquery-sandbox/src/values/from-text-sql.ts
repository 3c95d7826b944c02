/*
 * Builds the DuckDB SQL that makes rows of a table from JSON text whose scalars are all texts: the reverse of
 * wire/cell-sql.ts. DuckDB reads the text of all rows at once.
 */
import { BIGNUMERIC_FIELD, duckdbTypeOf, GEOGRAPHY_FIELD, missingSql, RANGE_FIELDS } from "../storage/duckdb-type.ts";
import { quoteIdentifier, quoteText } from "../sql/quote.ts";
import type { Field, FieldType, ScalarName } from "../wire/field-type.ts";

/**
 * SELECT of the rows in `$1`, a JSON array of objects with the keys of {@link keyOf}.
 *
 * @param fields of the rows
 * @param all columns of the table, by name; those that the rows lack are NULL
 */
export function rowsFromTextSql(fields: readonly Field[], all: readonly Field[] = fields): string {
  const names = fields.map(({ name }) => name.toLowerCase());
  const columns = all.map((field) => {
    const index = names.indexOf(field.name.toLowerCase());
    const value = index < 0 ? missingSql(field) : valueSql(`struct_extract(r, '${keyOf(index)}')`, field.type, 0);
    return `${value} AS ${quoteIdentifier(field.name)}`;
  });
  const shape = `[${shapeOf({ kind: "struct", fields })}]`;
  return `SELECT ${columns.join(", ")} FROM (SELECT unnest(from_json($1::VARCHAR, ${quoteText(shape)})) AS r)`;
}

/** The key of a column or field in these rows: names may contain anything. */
export function keyOf(index: number): string {
  return `k${index}`;
}

function shapeOf(type: FieldType): string {
  if (type.kind === "scalar") return '"VARCHAR"';
  if (type.kind === "array") return `[${shapeOf(type.element)}]`;
  if (type.kind === "range") return `{"${keyOf(0)}":"VARCHAR","${keyOf(1)}":"VARCHAR"}`;
  return `{${type.fields.map((field, index) => `"${keyOf(index)}":${shapeOf(field.type)}`).join(",")}}`;
}

function valueSql(value: string, type: FieldType, depth: number): string {
  if (type.kind === "scalar") return scalarSql(value, type.name);
  if (type.kind === "range")
    return structSql(
      value,
      RANGE_FIELDS.map((name) => boundField(name, type.element)),
      depth,
    );
  if (type.kind === "struct") return structSql(value, type.fields, depth);
  const item = `item${depth}`;
  const items = `list_transform(${value}, lambda ${item}: ${valueSql(item, type.element, depth + 1)})`;
  // A table has no NULL array: it is written as an empty one.
  return `coalesce(${items}, []::${duckdbTypeOf(type)})`;
}

function boundField(name: string, element: ScalarName): Field {
  return { name, type: { kind: "scalar", name: element }, required: false };
}

function structSql(value: string, fields: readonly Field[], depth: number): string {
  const members = fields.map((field, index) => {
    const member = valueSql(`struct_extract(${value}, '${keyOf(index)}')`, field.type, depth);
    return `${quoteIdentifier(field.name)} := ${member}`;
  });
  return `CASE WHEN ${value} IS NULL THEN NULL ELSE struct_pack(${members.join(", ")}) END`;
}

function scalarSql(value: string, name: ScalarName): string {
  if (name === "STRING") return value;
  if (name === "BYTES") return `from_base64(${value})`;
  if (name === "BIGNUMERIC") return wrappedSql(value, BIGNUMERIC_FIELD);
  if (name === "GEOGRAPHY") return wrappedSql(value, GEOGRAPHY_FIELD);
  return `CAST(${value} AS ${duckdbTypeOf({ kind: "scalar", name })})`;
}

function wrappedSql(value: string, field: string): string {
  return `CASE WHEN ${value} IS NULL THEN NULL ELSE {${quoteText(field)}: ${value}} END`;
}
