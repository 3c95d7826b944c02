/* ARRAYs and STRUCTs: https://cloud.google.com/bigquery/docs/reference/standard-sql/arrays */
import { duckdbTypeOf } from "../../storage/duckdb-type.ts";
import { jsonMember } from "./compile-name.ts";
import { quoteIdentifier } from "../quote.ts";
import type { Expression } from "../syntax/ast.ts";
import { coerce, coerceAll, describeTypes } from "./coerce.ts";
import { compileAs, compileExpression, type Place } from "./compile-expression.ts";
import { repeatedName } from "./repeated-name.ts";
import { arrayOf, describeType, isA, scalar, toFieldType, twoFields, unnamedField } from "./types.ts";
import { raise, type Value, value } from "./value.ts";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** `[1, 2]`, `ARRAY<INT64>[1, 2]` */
export function compileArray(place: Place, node: Of<"array">): Value {
  const items = node.items.map((item) => compileExpression(place, item));
  const element = node.element && toFieldType(node.element);
  if (element !== undefined) {
    const typed = items.map((item) => {
      const converted = coerce(item, element);
      if (converted === undefined) {
        const types = `${describeType(item.type)} but expected ${describeType(element)}`;
        throw place.context.error(`Array element type ${types}`, node.at);
      }
      return converted.sql;
    });
    return value(`CAST([${typed.join(", ")}] AS ${duckdbTypeOf(arrayOf(element))})`, arrayOf(element));
  }
  if (items.length === 0)
    return { sql: "CAST([] AS BIGINT[])", type: arrayOf(scalar("INT64")), literal: "EMPTY_ARRAY" };
  const all = coerceAll(items);
  if (all === undefined) {
    throw place.context.error(
      `Array elements of types {${describeTypes(items)}} do not have a common supertype`,
      node.at,
    );
  }
  if (all.type.kind === "array")
    throw place.context.error(
      "Cannot construct array with element type ARRAY because nested arrays are not supported",
      node.at,
    );
  return value(`[${all.values.map(({ sql }) => sql).join(", ")}]`, arrayOf(all.type));
}

/** `STRUCT(1 AS a)`, `STRUCT<a INT64>(1)`, `(1, 2)` */
export function compileStruct(place: Place, node: Of<"struct">): Value {
  const type = node.type && toFieldType(node.type);
  const fields = type?.kind === "struct" ? type.fields : undefined;
  if (fields !== undefined && fields.length !== node.items.length) {
    throw place.context.error(
      `STRUCT type has ${fields.length} fields but constructor call has ${node.items.length} fields`,
      node.at,
    );
  }
  const items = node.items.map((item, index) => {
    const compiled = compileExpression(place, item.value);
    const field = fields?.[index];
    if (field === undefined) return { ...compiled, name: item.name ?? compiled.name ?? unnamedField(index) };
    const converted = coerce(compiled, field.type);
    if (converted !== undefined) return { ...converted, name: field.name };
    throw place.context.error(
      `Struct field ${index + 1} has type ${describeType(compiled.type)} which does not coerce to ${describeType(field.type)}`,
      node.at,
    );
  });
  const repeated = repeatedName(items.map(({ name }) => name));
  if (repeated !== undefined) throw place.context.unsupported(twoFields(repeated), node.at);
  const sql = `struct_pack(${items.map((item) => `${quoteIdentifier(item.name)} := ${item.sql}`).join(", ")})`;
  const named = items.map((item) => ({ name: item.name, type: item.type, required: false }));
  // Literals in a STRUCT without a type still take the type of a column that it is written to.
  return { ...value(sql, { kind: "struct", fields: named }), ...(fields === undefined ? { items } : {}) };
}

/** `array[OFFSET(0)]`, `array[0]`, `json['key']` */
export function compileIndex(place: Place, node: Of<"index">): Value {
  const of = compileExpression(place, node.of);
  if (isA(of.type, "JSON")) return jsonIndex(place, node, of);
  if (of.type.kind !== "array")
    throw place.context.error(
      `Element access using [] is not supported on values of type ${describeType(of.type)}`,
      node.at,
    );
  const index = compileAs(place, node.index, "INT64", "Array position in []");
  const isSafe = node.mode === "SAFE_OFFSET" || node.mode === "SAFE_ORDINAL";
  const isOrdinal = node.mode === "ORDINAL" || node.mode === "SAFE_ORDINAL";
  const position = isOrdinal ? index : `${index} + 1`;
  const { element } = of.type;
  // DuckDB counts negative positions from the end.
  const outside = `${position} < 1 OR ${position} > len(${of.sql})`;
  const message = `Array index ${node.index.kind === "literal" ? node.index.value : ""}`.trimEnd();
  const otherwise = isSafe ? "NULL" : raise(`${message} is out of bounds${isOrdinal ? " (1-based)" : ""}`, element);
  return value(`CASE WHEN ${outside} THEN ${otherwise} ELSE list_extract(${of.sql}, ${position}) END`, element);
}

function jsonIndex(place: Place, node: Of<"index">, of: Value): Value {
  const index = compileExpression(place, node.index);
  if (isA(index.type, "STRING") && index.constant !== undefined) {
    return jsonMember(place, of, index.constant, node.at);
  }
  if (isA(index.type, "INT64")) return value(`json_extract(${of.sql}, concat('$[', ${index.sql}, ']'))`, of.type);
  throw place.context.unsupported("A JSON subscript other than a literal or an INT64", node.at);
}
