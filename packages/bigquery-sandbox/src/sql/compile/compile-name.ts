/* Names of columns, range variables and fields. */
import { quoteText } from "../quote.ts";
import type { Expression } from "../syntax/ast.ts";
import { compileExpression, type Place } from "./compile-expression.ts";
import { type Column, type Found, type RangeVariable, rowValue } from "./scope.ts";
import { describeType, isA } from "./types.ts";
import { type Value, value } from "./value.ts";

export function compileName(place: Place, name: string, at: number): Value {
  const found = place.scope.find(name);
  if (found === undefined) throw place.context.error(`Unrecognized name: ${name}`, at);
  return toValue(place, found, name, at);
}

function toValue(place: Place, found: Found, name: string, at: number): Value {
  if (found.kind === "ambiguous") throw place.context.error(`Column name ${name} is ambiguous`, at);
  if (found.kind === "alias") return { ...found.value, name };
  if (found.kind === "column") return columnValue(found.column, name);
  for (const column of found.variable.columns) noteRead(column);
  return { ...rowValue(found.variable), name };
}

/** A column's value; what it reads counts as read. */
export function columnValue(column: Column, name: string): Value {
  noteRead(column);
  return { sql: column.sql, type: column.type, name, origin: column.origin };
}

function noteRead({ origin }: Column): void {
  origin?.use.columns.add(origin.column);
}

/** `t.a`, `a.b.c`, `json.key` */
export function compileField(place: Place, node: Extract<Expression, { kind: "field" }>): Value {
  const variable = findVariable(place, node.of);
  if (variable !== undefined && variable.element === undefined) return columnOf(place, variable, node.name, node.at);
  return fieldOf(place, compileExpression(place, node.of), node.name, node.at);
}

function findVariable(place: Place, of: Expression): RangeVariable | undefined {
  if (of.kind !== "name") return undefined;
  const found = place.scope.find(of.name);
  return found?.kind === "variable" ? found.variable : undefined;
}

function columnOf(place: Place, variable: RangeVariable, name: string, at: number): Value {
  const lower = name.toLowerCase();
  const columns = [...variable.columns, ...variable.pseudo].filter((column) => column.name.toLowerCase() === lower);
  const [column, another] = columns;
  if (another !== undefined) throw place.context.error(`Column name ${name} is ambiguous`, at);
  if (column === undefined) throw place.context.error(`Name ${name} not found inside ${variable.alias}`, at + 1);
  return columnValue(column, name);
}

/** A STRUCT's field, or a JSON value's key. */
export function fieldOf(place: Place, of: Value, name: string, at: number): Value {
  if (isA(of.type, "JSON")) return { ...value(`json_extract(${of.sql}, ${quoteText(`$."${name}"`)})`, of.type), name };
  if (of.type.kind !== "struct") {
    throw place.context.error(`Cannot access field ${name} on a value with type ${describeType(of.type)}`, at + 1);
  }
  const field = of.type.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (field === undefined) {
    throw place.context.error(`Field name ${name} does not exist in ${describeType(of.type)}`, at + 1);
  }
  return { ...value(`struct_extract(${of.sql}, ${quoteText(field.name)})`, field.type), name };
}
