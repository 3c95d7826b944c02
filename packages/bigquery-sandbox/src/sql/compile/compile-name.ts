/* Names of columns, range variables and fields. */
import { duckdbKey } from "../functions/json-path.ts";
import { quoteText } from "../quote.ts";
import type { Expression } from "../syntax/ast.ts";
import { compileExpression, type Place } from "./compile-expression.ts";
import { type Column, type Found, type RangeVariable, rowValue } from "./scope.ts";
import { pathKey } from "./table-use.ts";
import { describeType, isA } from "./types.ts";
import { type Value, value, within } from "./value.ts";

type Path = Extract<Expression, { kind: "name" | "field" }>;

/** `a`, `t.a`, `a.b.c`, `json.key`: what it reads, and nothing beside it, counts as read. */
export function compilePath(place: Place, node: Path): Value {
  const found = findPath(place, node);
  noteRead(found);
  return found;
}

/** An expression of which only a part is used. What a path reads is noted where that part is. */
export function findValue(place: Place, node: Expression): Value {
  return node.kind === "name" || node.kind === "field" ? findPath(place, node) : compileExpression(place, node);
}

/** A value of which only its presence counts, such as in `IS NULL`: no field of a STRUCT or an ARRAY of them is read. */
export function findPresence(place: Place, node: Expression): Value {
  const found = findValue(place, node);
  if (!hasFields(found)) noteRead(found);
  return found;
}

function findPath(place: Place, node: Path): Value {
  if (node.kind === "name") return findName(place, node.name, node.at);
  const variable = findVariable(place, node.of);
  if (variable !== undefined && variable.element === undefined) return columnOf(place, variable, node.name, node.at);
  return fieldOf(place, findValue(place, node.of), node.name, node.at);
}

function findName(place: Place, name: string, at: number): Value {
  const found = place.scope.find(name);
  if (found === undefined) throw place.context.error(`Unrecognized name: ${name}`, at);
  return toValue(place, found, name, at);
}

function toValue(place: Place, found: Found, name: string, at: number): Value {
  if (found.kind === "ambiguous") throw place.context.error(`Column name ${name} is ambiguous`, at);
  if (found.kind === "alias") return { ...found.value, name };
  if (found.kind === "column") return valueOf(found.column, name);
  if (found.variable.element === undefined) for (const column of found.variable.columns) noteRead(column);
  return { ...rowValue(found.variable), name };
}

/** A column's value, which counts as read. */
export function columnValue(column: Column, name: string): Value {
  noteRead(column);
  return valueOf(column, name);
}

function valueOf(column: Column, name: string): Value {
  return { sql: column.sql, type: column.type, name, origin: column.origin };
}

export function noteRead({ origin }: Pick<Value, "origin">): void {
  origin?.use.paths.add(pathKey(origin.path));
}

function hasFields({ type }: Value): boolean {
  return type.kind === "struct" || (type.kind === "array" && type.element.kind === "struct");
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
  return valueOf(column, name);
}

/** A JSON value's member. */
export function jsonMember(place: Place, of: Value, key: string, at: number): Value {
  const step = duckdbKey(key);
  if (step === undefined) throw place.context.unsupported(`The key ${JSON.stringify(key)} of a JSON value`, at);
  return value(`json_extract(${of.sql}, ${quoteText(`$${step}`)})`, of.type);
}

/** A STRUCT's field, or a JSON value's key. */
export function fieldOf(place: Place, of: Value, name: string, at: number): Value {
  if (isA(of.type, "JSON")) {
    noteRead(of);
    return { ...jsonMember(place, of, name, at), name };
  }
  if (of.type.kind !== "struct") {
    throw place.context.error(`Cannot access field ${name} on a value with type ${describeType(of.type)}`, at + 1);
  }
  const field = of.type.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (field === undefined) {
    throw place.context.error(`Field name ${name} does not exist in ${describeType(of.type)}`, at + 1);
  }
  const sql = `struct_extract(${of.sql}, ${quoteText(field.name)})`;
  return { ...value(sql, field.type), name, origin: within(of.origin, field.name) };
}
