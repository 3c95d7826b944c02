/* Parses types and columns. https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language */
import { invalidQuery, notImplemented } from "../../errors.ts";
import type { Field, FieldProperties, FieldType } from "../../wire/field-type.ts";
import { rangeOf } from "../compile/types.ts";
import { checkDigits, checkNames, scalarNameOf } from "../../wire/read-schema.ts";
import { readOptions } from "./options.ts";
import type { TokenReader } from "./token-reader.ts";

/** A column, and whether it is a primary key by itself. */
export interface ColumnDefinition {
  readonly field: Field;
  readonly isPrimaryKey: boolean;
}

/** `name type [NOT NULL] [OPTIONS (...)]` */
export function readColumn(reader: TokenReader): ColumnDefinition {
  const name = reader.name();
  const { type, more } = readType(reader);
  if (reader.isNext("DEFAULT")) throw notImplemented(`default values, which column ${name} has`);
  const required = reader.take("NOT NULL");
  const isPrimaryKey = reader.take("PRIMARY KEY NOT ENFORCED");
  const { description, ...others } = reader.isNext("OPTIONS") ? readOptions(reader) : {};
  const [other] = Object.keys(others);
  if (other !== undefined) throw notImplemented(`the option ${other} of columns`);
  if (description !== undefined && typeof description !== "string")
    throw invalidQuery(`Invalid description of column ${name}`);
  const properties: FieldProperties = { ...(description === undefined ? {} : { description }), ...more };
  const field = { name, type, required, ...(Object.keys(properties).length > 0 ? { more: properties } : {}) };
  return { field, isPrimaryKey };
}

/** A type with its length or digits. */
export interface ReadType {
  readonly type: FieldType;
  readonly more: FieldProperties;
}

export function readType(reader: TokenReader): ReadType {
  const name = reader.name().toUpperCase();
  if (name === "ARRAY") return readArray(reader);
  if (name === "STRUCT") return { type: readStruct(reader), more: {} };
  if (name === "RANGE") {
    reader.expect("<");
    const type = rangeOf(reader.name());
    reader.closeAngle();
    return { type, more: {} };
  }
  const scalar = scalarNameOf(name);
  // FLOAT and BOOLEAN are names of schemas alone, FLOAT64 and BOOL are SQL's.
  if (scalar === undefined || name === "FLOAT") throw invalidQuery(`Type not found: ${name}`);
  return { type: { kind: "scalar", name: scalar }, more: reader.isNext("(") ? readParameters(reader, scalar) : {} };
}

function readArray(reader: TokenReader): ReadType {
  reader.expect("<");
  const { type: element, more } = readType(reader);
  if (element.kind === "array") throw invalidQuery("Array of array types are not supported");
  reader.closeAngle();
  return { type: { kind: "array", element }, more };
}

function readStruct(reader: TokenReader): FieldType {
  reader.expect("<");
  const fields: Field[] = [];
  do fields.push(readColumn(reader).field);
  while (reader.take(","));
  reader.closeAngle();
  return { kind: "struct", fields: checkNames(fields) };
}

/** STRING(10), NUMERIC(10, 2) */
function readParameters(reader: TokenReader, scalar: string): FieldProperties {
  const numbers = reader.parenthesized().flatMap((token) => (token.kind === "number" ? [token.value] : []));
  const [first, second] = numbers;
  if (first === undefined) throw invalidQuery(`Syntax error: ${scalar} has parameters that are no numbers`);
  if (scalar === "STRING" || scalar === "BYTES") return { maxLength: first };
  checkDigits(scalar, first, second);
  return { precision: first, ...(second === undefined ? {} : { scale: second }) };
}
