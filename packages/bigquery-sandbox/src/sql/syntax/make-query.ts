/* Queries that are made of parts of another statement. What they add has no place in its text. */
import type { Expression, FromItem, Query, Select, SelectItem } from "./ast.ts";

const nowhere = { at: 0 };

/** `SELECT values FROM from WHERE conditions` */
export function selectQuery(
  values: readonly (Expression | "*")[],
  from?: FromItem,
  conditions: readonly Expression[] = [],
): Query & { readonly body: Select } {
  const nothing = { groupBy: undefined, having: undefined, qualify: undefined, windows: [] };
  const flags = { isDistinct: false, asStruct: false, asValue: false };
  const items = values.map((value): SelectItem =>
    value === "*"
      ? { kind: "star", of: undefined, except: [], replace: [], ...nowhere }
      : { kind: "expression", value, alias: undefined },
  );
  const where = conditions.length === 0 ? undefined : conditions.reduce(and);
  const body = { kind: "select" as const, ...flags, items, from, where, ...nothing, ...nowhere };
  return { withs: [], body, orderBy: [], limit: undefined, ...nowhere };
}

function and(left: Expression, right: Expression): Expression {
  return { kind: "binary", operator: "AND", left, right, ...nowhere };
}

export const nullExpression: Expression = { kind: "literal", type: "NULL", value: "", ...nowhere };

/** A table that no text names. */
export function tableItem(path: readonly string[], alias: string): FromItem {
  return { kind: "table", path, alias, systemTime: undefined, offset: undefined, ...nowhere };
}

/** `left, right` */
export function crossJoin(left: FromItem, right: FromItem): FromItem {
  return { kind: "join", type: "CROSS", left, right, on: undefined, using: [], ...nowhere };
}

/** `alias.name` */
export function columnOf(alias: string, name: string): Expression {
  return { kind: "field", of: { kind: "name", name: alias, ...nowhere }, name, ...nowhere };
}

/** `NOT EXISTS (SELECT NULL FROM from WHERE condition)`, whose condition joins it with the FROM clause around it. */
export function notExists(from: FromItem, condition: Expression): Expression {
  const { body, ...rest } = selectQuery([nullExpression], from, [condition]);
  const query = { ...rest, body: { ...body, continuesFrom: true } };
  return { kind: "unary", operator: "NOT", value: { kind: "subquery", query, use: "exists", ...nowhere }, ...nowhere };
}

/** `condition IS NOT TRUE` */
export function isNotTrue(value: Expression): Expression {
  return { kind: "is", value, test: "TRUE", not: true, ...nowhere };
}
