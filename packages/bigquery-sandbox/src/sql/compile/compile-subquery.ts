/* https://cloud.google.com/bigquery/docs/reference/standard-sql/subqueries */
import type { Expression, Query } from "../syntax/ast.ts";
import { quoteIdentifier } from "../quote.ts";
import { coerceAll, describeTypes } from "./coerce.ts";
import type { Place } from "./compile-expression.ts";
import { type CompiledQuery, compileQuery, outputName } from "./compile-query.ts";
import { comparable } from "./operators.ts";
import { arrayOf, scalar } from "./types.ts";
import { type Value, value } from "./value.ts";

export function compileSubquery(place: Place, node: Extract<Expression, { kind: "subquery" }>): Value {
  const inner = compileQuery(place, node.query);
  if (node.use === "exists") return value(`EXISTS (${inner.sql})`, scalar("BOOL"));
  const column = onlyColumn(place, inner, node.use === "array" ? "ARRAY subquery" : "Scalar subquery", node.at);
  if (node.use === "scalar") return value(`(${inner.sql})`, column.type);
  if (column.type.kind === "array")
    throw place.context.error(
      "Cannot use array subquery with column of type ARRAY because nested arrays are not supported",
      node.at,
    );
  return value(`ARRAY(${inner.sql})`, arrayOf(column.type));
}

function onlyColumn(place: Place, inner: CompiledQuery, what: string, at: number): Value {
  const [column, another] = inner.columns;
  if (column !== undefined && another === undefined) return column.value;
  throw place.context.error(
    `${what} cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values`,
    at,
  );
}

/** `value IN (SELECT ...)` */
export function inQuery(place: Place, of: Value, query: Query, not: boolean, at: number): Value {
  const inner = compileQuery(place, query);
  const column = onlyColumn(place, inner, "Subquery of type IN", at);
  const alias = place.context.newAlias();
  const own = { ...column, sql: `${quoteIdentifier(alias)}.${outputName(0)}`, constant: undefined };
  const both = coerceAll([of, withoutConstant(own)]);
  if (both === undefined) {
    throw place.context.error(
      `No matching signature for operator IN for argument types ${describeTypes([of])} and {${describeTypes([column])}}`,
      at,
    );
  }
  const [left, right] = both.values as [Value, Value];
  const list = `SELECT ${comparable(right)} FROM (${inner.sql}) AS ${quoteIdentifier(alias)}`;
  return value(`(${comparable(left)} ${not ? "NOT " : ""}IN (${list}))`, scalar("BOOL"));
}

function withoutConstant({
  sql,
  type,
  literal,
}: {
  sql: string;
  type: Value["type"];
  literal?: Value["literal"];
}): Value {
  return { sql, type, literal: literal === "NULL" ? literal : undefined };
}
