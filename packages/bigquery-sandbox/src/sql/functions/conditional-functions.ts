/* https://cloud.google.com/bigquery/docs/reference/standard-sql/conditional_expressions */
import { coerce, coerceAll } from "../compile/coerce.ts";
import { compileAs, compileExpression, type Place } from "../compile/compile-expression.ts";
import { compare } from "../compile/operators.ts";
import { scalar } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import type { Call } from "../syntax/ast.ts";
import { noMatch } from "./call-function.ts";
import type { Special } from "./special.ts";

function common(
  place: Place,
  node: Call,
  count: number | undefined,
  from = 0,
): { type: Value["type"]; values: Value[] } {
  const values = node.arguments.map((argument) => compileExpression(place, argument));
  const all = coerceAll(values.slice(from));
  if (all === undefined || values.length === 0 || (count !== undefined && values.length !== count))
    throw noMatch(place, node, values);
  return { type: all.type, values: [...values.slice(0, from), ...all.values] };
}

export const conditionalFunctions: Readonly<Record<string, Special>> = {
  IF(place, node) {
    const { type, values } = common(place, node, 3, 1);
    const [condition, then, otherwise] = values as [Value, Value, Value];
    const bool = coerce(condition, scalar("BOOL"));
    if (bool === undefined) throw noMatch(place, node, values);
    return value(`CASE WHEN ${bool.sql} THEN ${then.sql} ELSE ${otherwise.sql} END`, type);
  },
  COALESCE(place, node) {
    const { type, values } = common(place, node, undefined);
    return value(`coalesce(${values.map(({ sql }) => sql).join(", ")})`, type);
  },
  IFNULL(place, node) {
    const { type, values } = common(place, node, 2);
    return value(`coalesce(${values.map(({ sql }) => sql).join(", ")})`, type);
  },
  NULLIF(place, node) {
    const { type, values } = common(place, node, 2);
    const [one, other] = values as [Value, Value];
    const equal = compare("=", one, other);
    if (equal === undefined) throw noMatch(place, node, values);
    return value(`CASE WHEN ${equal.sql} THEN NULL ELSE ${one.sql} END`, type);
  },
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/debugging_functions#error
  ERROR(place, node) {
    if (node.arguments.length !== 1) throw noMatch(place, node, []);
    const message = compileAs(place, node.arguments[0]!, "STRING", "ERROR");
    return { sql: `CAST(bq_raise(${message}) AS BIGINT)`, type: scalar("INT64"), literal: "ERROR" };
  },
};
