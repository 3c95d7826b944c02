/*
 * Converts a value of a query to the type of the column that it is written to, where BigQuery does so by itself; refuses
 * everything else, which DuckDB might convert.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules#coercion
 */
import { type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";

import { invalidQuery } from "../errors.ts";
import { quoteIdentifier, quoteText } from "../sql/quote.ts";
import type { Field, FieldType, ScalarName } from "../wire/field-type.ts";
import { sqlTypeName } from "../wire/sql-type-name.ts";
import { BIGNUMERIC_FIELD, duckdbTypeOf, fieldTypeOf } from "./duckdb-type.ts";

const COERCIONS: Partial<Record<ScalarName, readonly ScalarName[]>> = {
  INTEGER: ["NUMERIC", "BIGNUMERIC", "FLOAT"],
  NUMERIC: ["BIGNUMERIC", "FLOAT"],
  BIGNUMERIC: ["FLOAT"],
  DATE: ["DATETIME"],
};

/** Types that a string literal or parameter becomes where one is wanted. */
const LITERAL_COERCIONS: ReadonlySet<ScalarName> = new Set(["DATE", "DATETIME", "TIME", "TIMESTAMP"]);

/** An SQL expression and its type in DuckDB. */
export interface TypedSql {
  readonly sql: string;
  readonly type: DuckDBType;
  /** True if it may be a string literal, which becomes a date or time. */
  readonly isLiteral: boolean;
}

/** SQL for the value in the column's type. @throws ApiError if BigQuery would refuse it */
export function assignSql(value: TypedSql, field: Field): string {
  const sql = convert(value, field.type, 0);
  if (sql === undefined) {
    const from = sqlTypeName(fieldTypeOf(value.type));
    throw invalidQuery(
      `Value has type ${from} which cannot be inserted into column ${field.name}, which has type ${sqlTypeName(field.type)}`,
    );
  }
  return limitSql(sql, field);
}

/** A column that is not written: NULL, or an empty array. */
export function missingSql({ type }: Field): string {
  return `${type.kind === "array" ? "[]" : "NULL"}::${duckdbTypeOf(type)}`;
}

function convert(value: TypedSql, to: FieldType, depth: number): string | undefined {
  const { type, sql } = value;
  if (type.typeId === DuckDBTypeId.SQLNULL) return to.kind === "array" ? emptyArray(to) : `NULL::${duckdbTypeOf(to)}`;
  if (to.kind === "array")
    return type.typeId === DuckDBTypeId.LIST ? convertArray(value, type.valueType, to, depth) : undefined;
  const from = fieldTypeOf(type);
  if (from.kind === "struct" && to.kind === "struct" && type.typeId === DuckDBTypeId.STRUCT) {
    return convertStruct(value, type.entryTypes, to.fields, depth);
  }
  if (from.kind === "range" && to.kind === "range") return from.element === to.element ? sql : undefined;
  return from.kind === "scalar" && to.kind === "scalar" ? convertScalar(value, from.name, to.name) : undefined;
}

function convertArray(value: TypedSql, element: DuckDBType, to: FieldType & { kind: "array" }, depth: number) {
  const item = `item${depth}`;
  const inner = convert({ ...value, sql: item, type: element }, to.element, depth + 1);
  if (inner === undefined) return undefined;
  return `coalesce(list_transform(${value.sql}, lambda ${item}: ${inner}), ${emptyArray(to)})`;
}

/** Fields are matched by position. */
function convertStruct(value: TypedSql, types: readonly DuckDBType[], fields: readonly Field[], depth: number) {
  if (types.length !== fields.length) return undefined;
  const members = fields.map((field, index) => {
    const type = types[index] as DuckDBType;
    const sql = `struct_extract_at(${value.sql}, ${index + 1})`;
    return [field.name, convert({ ...value, sql, type }, field.type, depth)] as const;
  });
  if (members.some(([, sql]) => sql === undefined)) return undefined;
  const packed = members.map(([name, sql]) => `${quoteIdentifier(name)} := ${sql}`).join(", ");
  return `CASE WHEN ${value.sql} IS NULL THEN NULL ELSE struct_pack(${packed}) END`;
}

function convertScalar({ sql, isLiteral }: TypedSql, from: ScalarName, to: ScalarName): string | undefined {
  const isCoerced = COERCIONS[from]?.includes(to) || (isLiteral && from === "STRING" && LITERAL_COERCIONS.has(to));
  if (from !== to && !isCoerced) return undefined;
  if (from === "BIGNUMERIC") return to === "BIGNUMERIC" ? sql : `struct_extract(${sql}, '${BIGNUMERIC_FIELD}')::DOUBLE`;
  if (to === "BIGNUMERIC")
    return `CASE WHEN ${sql} IS NULL THEN NULL ELSE {${quoteText(BIGNUMERIC_FIELD)}: bq_numeric_text(${sql})} END`;
  if (to === "GEOGRAPHY") return sql;
  return `CAST(${sql} AS ${duckdbTypeOf({ kind: "scalar", name: to })})`;
}

function emptyArray(type: FieldType): string {
  return `[]::${duckdbTypeOf(type)}`;
}

/** STRING(10), NUMERIC(10, 2): https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#parameterized_data_types */
function limitSql(sql: string, { name, type, more }: Field): string {
  if (type.kind !== "scalar") return sql;
  if (more?.maxLength !== undefined) {
    const length = type.name === "BYTES" ? `octet_length(${sql})` : `length(${sql})`;
    const label = `Value of ${type.name}(${more.maxLength}) column ${name} has more than the maximum length ${more.maxLength}`;
    return `CASE WHEN ${length} > ${Number(more.maxLength)} THEN error(${quoteText(label)}) ELSE ${sql} END`;
  }
  if (more?.precision === undefined || type.name !== "NUMERIC") return sql;
  return `CAST(CAST(${sql} AS DECIMAL(${Number(more.precision)}, ${Number(more.scale ?? 0)})) AS DECIMAL(38, 9))`;
}
