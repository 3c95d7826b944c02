/* Compiles expressions to DuckDB's SQL, with GoogleSQL's types. */
import type { Expression } from "../syntax/ast.ts";
import { callFunction } from "../functions/call-function.ts";
import { extract } from "../functions/extract.ts";
import { castSql } from "./casts.ts";
import { coerce, coerceAll, describeTypes } from "./coerce.ts";
import { compileArray, compileIndex, compileStruct } from "./compile-collections.ts";
import { compileInterval, compileLiteral, compileTypedLiteral } from "./compile-literal.ts";
import { compilePath, findPresence } from "./compile-name.ts";
import { compileParameter } from "./compile-parameter.ts";
import { compileSubquery, inQuery } from "./compile-subquery.ts";
import type { Context, NamedQuery } from "./context.ts";
import { asBool, binary, comparable, compare, unary } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { describeType, isA, scalar, toFieldType } from "./types.ts";
import { type Value, value } from "./value.ts";
import type { Window } from "../syntax/ast.ts";

/** Where an expression stands. */
export interface Place {
  readonly context: Context;
  readonly scope: Scope;
  readonly withs: ReadonlyMap<string, NamedQuery>;
  /** Named windows. */
  readonly windows: ReadonlyMap<string, Window>;
}

export function compileExpression(place: Place, node: Expression): Value {
  const { context } = place;
  const compile = (inner: Expression): Value => compileExpression(place, inner);
  switch (node.kind) {
    case "literal":
      return compileLiteral(context, node.type, node.value, node.at);
    case "typed-literal":
      return compileTypedLiteral(node.type, node.value);
    case "interval":
      return compileInterval(place, node);
    case "parameter":
      return compileParameter(context, node.name, node.position, node.at);
    case "name":
    case "field":
      return compilePath(place, node);
    case "call":
      return callFunction(place, node);
    case "extract":
      return extract(place, node);
    case "cast": {
      const from = compile(node.value);
      const type = toFieldType(node.type);
      const sql = castSql(from, type);
      return value(node.isSafe ? `TRY(${sql})` : sql, type);
    }
    case "unary":
      return compileUnary(place, node);
    case "binary":
      return binary(context, node.operator, compile(node.left), compile(node.right), node.at);
    case "is":
      return compileIs(place, node);
    case "distinct-from": {
      const both = coerceAll([compile(node.left), compile(node.right)]);
      if (both === undefined) throw context.error("IS DISTINCT FROM needs comparable arguments", node.at);
      const [left, right] = both.values.map(comparable);
      return value(`(${left} IS ${node.not ? "NOT " : ""}DISTINCT FROM ${right})`, scalar("BOOL"));
    }
    case "between":
      return compileBetween(place, node);
    case "in":
      return compileIn(place, node);
    case "like":
      return compileLike(place, node);
    case "case":
      return compileCase(place, node);
    case "array":
      return compileArray(place, node);
    case "struct":
      return compileStruct(place, node);
    case "index":
      return compileIndex(place, node);
    case "subquery":
      return compileSubquery(place, node);
  }
  return node satisfies never;
}

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** The sign of a literal belongs to it: -9223372036854775808 is an INT64. */
function compileUnary(place: Place, node: Of<"unary">): Value {
  const { operator, value: inner } = node;
  if (operator === "-" && inner.kind === "literal" && (inner.type === "INTEGER" || inner.type === "FLOAT")) {
    return compileLiteral(place.context, inner.type, `-${inner.value}`, node.at);
  }
  return unary(place.context, operator, compileExpression(place, inner), node.at);
}

function compileIs(place: Place, node: Of<"is">): Value {
  const not = node.not ? "NOT " : "";
  if (node.test === "NULL") return value(`(${findPresence(place, node.value).sql} IS ${not}NULL)`, scalar("BOOL"));
  const inner = compileExpression(place, node.value);
  return value(`(${asBool(place.context, inner, "IS TRUE", node.at)} IS ${not}${node.test})`, scalar("BOOL"));
}

function compileBetween(place: Place, node: Of<"between">): Value {
  const all = coerceAll([node.value, node.low, node.high].map((inner) => compileExpression(place, inner)));
  const [of, low, high] = all?.values ?? [];
  const above = of && low && compare(">=", of, low);
  const below = of && high && compare("<=", of, high);
  if (!above || !below) throw place.context.error("No matching signature for operator BETWEEN", node.at);
  const both = `(${above.sql} AND ${below.sql})`;
  return value(node.not ? `(NOT ${both})` : both, scalar("BOOL"));
}

function compileIn(place: Place, node: Of<"in">): Value {
  const of = compileExpression(place, node.value);
  const not = node.not ? "NOT " : "";
  if (node.among.kind === "query") return inQuery(place, of, node.among.query, node.not, node.at);
  if (node.among.kind === "unnest") {
    const array = compileExpression(place, node.among.array);
    const element = array.type.kind === "array" ? array.type.element : undefined;
    const inner = element && coerce(of, element);
    if (inner === undefined) {
      throw place.context.error(
        `No matching signature for operator IN UNNEST for argument types: ${describeTypes([of, array])}`,
        node.at,
      );
    }
    return value(`(${inner.sql} ${not}IN (SELECT unnest(${array.sql})))`, scalar("BOOL"));
  }
  const items = node.among.items.map((item) => compileExpression(place, item));
  const all = coerceAll([of, ...items]);
  if (all === undefined || all.type.kind === "array") {
    throw place.context.error(
      `No matching signature for operator IN for argument types: ${describeTypes([of, ...items])}`,
      node.at,
    );
  }
  const [first, ...rest] = all.values;
  if (isA(all.type, "FLOAT64")) return inFloats(first!, rest, node.not);
  return value(`(${comparable(first!)} ${not}IN (${rest.map(comparable).join(", ")}))`, scalar("BOOL"));
}

/** Equality by equality: NaN is in no list. */
function inFloats(of: Value, items: readonly Value[], not: boolean): Value {
  const any = items.map((item) => compare("=", of, item)!.sql).join(" OR ");
  return value(not ? `(NOT (${any}))` : `(${any})`, scalar("BOOL"));
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#like_operator */
function compileLike(place: Place, node: Of<"like">): Value {
  const of = compileExpression(place, node.value);
  const patterns = node.patterns.map((pattern) => compileExpression(place, pattern));
  const all = coerceAll([of, ...patterns]);
  if (all === undefined || !isA(all.type, "STRING")) {
    if (all !== undefined && isA(all.type, "BYTES")) throw place.context.unsupported("LIKE with BYTES", node.at);
    throw place.context.error(
      `No matching signature for operator LIKE for argument types: ${describeTypes([of, ...patterns])}`,
      node.at,
    );
  }
  const [first, ...rest] = all.values;
  const tests = rest.map((pattern) => `(${first!.sql} LIKE ${pattern.sql} ESCAPE '\\')`);
  const joined = `(${tests.join(node.quantifier === "ALL" ? " AND " : " OR ")})`;
  return value(node.not ? `(NOT ${joined})` : joined, scalar("BOOL"));
}

function compileCase(place: Place, node: Of<"case">): Value {
  const { context } = place;
  const operand = node.operand && compileExpression(place, node.operand);
  const conditions = node.whens.map(({ when }) => {
    const test = compileExpression(place, when);
    if (operand === undefined) return asBool(context, test, "CASE WHEN", when.at);
    const equal = compare("=", operand, test);
    if (equal !== undefined) return equal.sql;
    throw context.error(
      `No matching signature for operator CASE for argument types: ${describeTypes([operand, test])}`,
      node.at,
    );
  });
  const results = node.whens.map(({ result }) => compileExpression(place, result));
  const otherwise = node.otherwise && compileExpression(place, node.otherwise);
  const all = coerceAll(otherwise === undefined ? results : [...results, otherwise]);
  if (all === undefined) {
    const types = describeTypes(otherwise === undefined ? results : [...results, otherwise]);
    throw context.error(
      `No matching signature for operator CASE; all THEN/ELSE arguments must be coercible to a common type but found: ${types}`,
      node.at,
    );
  }
  const whens = conditions.map((condition, index) => `WHEN ${condition} THEN ${all.values[index]!.sql}`);
  const last = otherwise === undefined ? "" : ` ELSE ${all.values.at(-1)!.sql}`;
  return value(`CASE ${whens.join(" ")}${last} END`, all.type);
}

/** An expression that must be of this type or coerce to it. */
export function compileAs(place: Place, node: Expression, typeName: string, what: string): string {
  const compiled = compileExpression(place, node);
  const converted = coerce(compiled, scalar(typeName));
  if (converted !== undefined) return converted.sql;
  throw place.context.error(`${what} expects ${typeName} but has type ${describeType(compiled.type)}`, node.at);
}
