/*
 * GoogleSQL's types, as they are named, compared, coerced and stored in DuckDB.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types
 */
import { invalidQuery } from "../../errors.ts";
import type { FieldType, ScalarName } from "../../wire/field-type.ts";
import { findRangeElement, scalarNameOf } from "../../wire/read-schema.ts";
import { sqlTypeName } from "../../wire/sql-type-name.ts";
import { COVERAGE } from "../coverage.ts";
import type { TypeName } from "../syntax/ast.ts";

/** Names of INT64 in SQL only. https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#integer_types */
const otherIntegers = new Set(["INT", "SMALLINT", "BIGINT", "TINYINT", "BYTEINT"]);

/** REST's name of the type with this SQL name. FLOAT is a name only in REST. */
function restNameOf(name: string): ScalarName | undefined {
  if (name === "FLOAT") return undefined;
  return otherIntegers.has(name) ? "INTEGER" : scalarNameOf(name);
}

/** The type that a SQL name means, such as `INT64`; undefined for none. */
export function findScalar(name: string): FieldType | undefined {
  const found = restNameOf(name);
  return found && { kind: "scalar", name: found };
}

/** {@link findScalar}, for names that exist. */
export function scalar(name: string): FieldType {
  const found = findScalar(name);
  if (found === undefined) throw new Error(`No type ${name}`);
  return found;
}

export function arrayOf(element: FieldType): FieldType {
  return { kind: "array", element };
}

export type RangeType = Extract<FieldType, { kind: "range" }>;

/** `RANGE<DATE>` for `DATE`. */
export function rangeOf(name: string): RangeType {
  const element = findRangeElement(name);
  if (element === undefined)
    throw invalidQuery(`A RANGE of ${name} is not supported: only DATE, DATETIME and TIMESTAMP`);
  return { kind: "range", element };
}

/** The type that a query names. Lengths and precisions are refused: nothing enforces them here. */
export function toFieldType(name: TypeName): FieldType {
  if (name.kind === "array") return arrayOf(toFieldType(name.element));
  if (name.kind === "range") return rangeOf(name.element);
  if (name.kind === "struct") {
    const fields = name.fields.map(({ name: field, type }, index) => ({
      name: field ?? unnamedField(index),
      type: toFieldType(type),
      required: false,
    }));
    return { kind: "struct", fields };
  }
  const found = findScalar(name.name);
  if (found === undefined) throw invalidQuery(`Type not found: ${name.name} (${COVERAGE})`);
  if (name.parameters.length > 0) {
    throw invalidQuery(
      `A parameterized type, ${name.name}(${name.parameters.join(", ")}), is not supported by the sandbox (${COVERAGE})`,
    );
  }
  return found;
}

/** REST's name of a STRUCT's field without one. */
export function unnamedField(index: number): string {
  return `_field_${index + 1}`;
}

/** What BigQuery's STRUCTs may have and DuckDB's have not. */
export function twoFields(name: string): string {
  return `A STRUCT with two fields of the name ${name}`;
}

/** True for the scalar type of this SQL name. */
export function isA(type: FieldType, ...names: readonly string[]): boolean {
  return type.kind === "scalar" && names.some((name) => restNameOf(name) === type.name);
}

/** The type's SQL name, as messages show it. */
export function describeType(type: FieldType): string {
  if (type.kind === "scalar" || type.kind === "range") return sqlTypeName(type);
  if (type.kind === "array") return `ARRAY<${describeType(type.element)}>`;
  const fields = type.fields.map((field, index) =>
    field.name === unnamedField(index) ? describeType(field.type) : `${field.name} ${describeType(field.type)}`,
  );
  return `STRUCT<${fields.join(", ")}>`;
}

/** Equal types; names of fields count. */
export function isSame(one: FieldType, other: FieldType): boolean {
  return describeType(one) === describeType(other);
}

const numbers = ["INT64", "NUMERIC", "BIGNUMERIC", "FLOAT64"];

/** A number's place in the order of coercion; -1 for others. */
export function numberRank(type: FieldType): number {
  return type.kind === "scalar" ? numbers.indexOf(describeType(type)) : -1;
}

export function numberOfRank(rank: number): FieldType {
  return scalar(numbers[rank] ?? "FLOAT64");
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#orderable_data_types */
export function isOrderable(type: FieldType): boolean {
  return type.kind === "scalar" && !isA(type, "JSON", "GEOGRAPHY");
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#groupable_data_types */
export function isGroupable(type: FieldType): boolean {
  if (type.kind === "array") return isGroupable(type.element);
  if (type.kind === "struct") return type.fields.every((field) => isGroupable(field.type));
  return type.kind === "range" || !isA(type, "JSON", "GEOGRAPHY");
}
