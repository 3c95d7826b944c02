import { type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";

import { invalidQuery } from "../errors.ts";
import { quoteIdentifier } from "../sql/quote.ts";
import type { Field, FieldType, RangeElement, ScalarName } from "../wire/field-type.ts";

/*
 * DuckDB has no GEOGRAPHY, RANGE or 76-digit decimal. They are stored as structs with field names that no BigQuery
 * column can have ($), because a struct survives any query while the alias of a user-defined type is lost.
 */

/** The struct field that holds a GEOGRAPHY as WKT. */
export const GEOGRAPHY_FIELD = "$geography";
/** The struct field that holds a BIGNUMERIC as text. */
export const BIGNUMERIC_FIELD = "$bignumeric";
/** The struct fields that hold the bounds of a RANGE; NULL is UNBOUNDED. */
export const RANGE_FIELDS = ["$start", "$end"] as const;

const SCALARS: Partial<Record<DuckDBTypeId, ScalarName>> = {
  [DuckDBTypeId.BOOLEAN]: "BOOLEAN",
  [DuckDBTypeId.TINYINT]: "INTEGER",
  [DuckDBTypeId.SMALLINT]: "INTEGER",
  [DuckDBTypeId.INTEGER]: "INTEGER",
  [DuckDBTypeId.BIGINT]: "INTEGER",
  [DuckDBTypeId.UTINYINT]: "INTEGER",
  [DuckDBTypeId.USMALLINT]: "INTEGER",
  [DuckDBTypeId.UINTEGER]: "INTEGER",
  [DuckDBTypeId.UBIGINT]: "INTEGER",
  // SUM(INT64) is a HUGEINT in DuckDB and an INT64 in BigQuery.
  [DuckDBTypeId.HUGEINT]: "INTEGER",
  [DuckDBTypeId.FLOAT]: "FLOAT",
  [DuckDBTypeId.DOUBLE]: "FLOAT",
  [DuckDBTypeId.DECIMAL]: "NUMERIC",
  [DuckDBTypeId.VARCHAR]: "STRING",
  [DuckDBTypeId.BLOB]: "BYTES",
  [DuckDBTypeId.DATE]: "DATE",
  [DuckDBTypeId.TIME]: "TIME",
  [DuckDBTypeId.TIMESTAMP]: "DATETIME",
  [DuckDBTypeId.TIMESTAMP_TZ]: "TIMESTAMP",
  [DuckDBTypeId.INTERVAL]: "INTERVAL",
  [DuckDBTypeId.UUID]: "STRING",
  // The type of a bare NULL; BigQuery calls it INT64.
  [DuckDBTypeId.SQLNULL]: "INTEGER",
};

/** BigQuery's type of a column with this DuckDB type; refuses types that BigQuery does not have (MAP, UNION, ...). */
export function fieldTypeOf(type: DuckDBType): FieldType {
  if (type.typeId === DuckDBTypeId.VARCHAR && type.alias === "JSON") return { kind: "scalar", name: "JSON" };
  if (type.typeId === DuckDBTypeId.LIST) return { kind: "array", element: fieldTypeOf(type.valueType) };
  if (type.typeId === DuckDBTypeId.STRUCT) return structType(type.entryNames, type.entryTypes.map(fieldTypeOf));
  const name = SCALARS[type.typeId];
  if (name === undefined) throw invalidQuery(`The sandbox does not cover results of the type ${String(type)}`);
  return { kind: "scalar", name };
}

const COLUMN_TYPES: Readonly<Record<ScalarName, string>> = {
  INTEGER: "BIGINT",
  FLOAT: "DOUBLE",
  NUMERIC: "DECIMAL(38, 9)",
  BIGNUMERIC: `STRUCT("${BIGNUMERIC_FIELD}" VARCHAR)`,
  BOOLEAN: "BOOLEAN",
  STRING: "VARCHAR",
  BYTES: "BLOB",
  DATE: "DATE",
  DATETIME: "TIMESTAMP",
  TIME: "TIME",
  TIMESTAMP: "TIMESTAMPTZ",
  JSON: "JSON",
  GEOGRAPHY: `STRUCT("${GEOGRAPHY_FIELD}" VARCHAR)`,
  INTERVAL: "INTERVAL",
};

/** DuckDB's type of a column that holds this BigQuery type: the reverse of {@link fieldTypeOf}. */
export function duckdbTypeOf(type: FieldType): string {
  if (type.kind === "scalar") return COLUMN_TYPES[type.name];
  if (type.kind === "array") return `${duckdbTypeOf(type.element)}[]`;
  if (type.kind === "struct") {
    return `STRUCT(${type.fields.map(({ name, type }) => `${quoteIdentifier(name)} ${duckdbTypeOf(type)}`).join(", ")})`;
  }
  const bound = COLUMN_TYPES[type.element];
  return `STRUCT(${RANGE_FIELDS.map((name) => `${quoteIdentifier(name)} ${bound}`).join(", ")})`;
}

/** SQL of a column that is not written: NULL, or an empty array. */
export function missingSql({ type }: Field): string {
  return `${type.kind === "array" ? "[]" : "NULL"}::${duckdbTypeOf(type)}`;
}

function structType(names: readonly string[], types: readonly FieldType[]): FieldType {
  if (names[0] === GEOGRAPHY_FIELD) return { kind: "scalar", name: "GEOGRAPHY" };
  if (names[0] === BIGNUMERIC_FIELD) return { kind: "scalar", name: "BIGNUMERIC" };
  if (names[0] === RANGE_FIELDS[0]) return { kind: "range", element: rangeElement(types[0]) };
  return { kind: "struct", fields: names.map((name, index) => structField(name, index, types[index])) };
}

function structField(name: string, index: number, type: FieldType | undefined): Field {
  if (type === undefined) throw new Error(`Struct field ${index} has no type`);
  return { name, type, required: false };
}

function rangeElement(type: FieldType | undefined): RangeElement {
  if (type?.kind === "scalar" && (type.name === "DATE" || type.name === "DATETIME" || type.name === "TIMESTAMP")) {
    return type.name;
  }
  throw new Error("A RANGE must hold DATE, DATETIME or TIMESTAMP");
}
