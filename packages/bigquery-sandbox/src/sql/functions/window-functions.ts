/*
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/numbering_functions and
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/navigation_functions
 */
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { isA } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import type { Call } from "../syntax/ast.ts";
import { noMatch } from "./call-function.ts";
import { fn, matchSignature, type Signature } from "./signature.ts";
import { overSql, type WindowRules } from "./window.ts";

const numbering = (name: string, type = "INT64"): readonly Signature[] => [fn("", type, () => `${name}()`)];

/** The call without OVER, whose place is marked by `@`. */
const navigation = (name: string): readonly Signature[] => [fn("T", "T", (x) => `${name}(${x}@)`)];
const stepping = (name: string): readonly Signature[] => [
  fn("T, INT64?", "T", (x, n) => `${name}(${x}, ${n ?? "1"}@)`),
  fn("T, INT64, T", "T", (x, n, otherwise) => `${name}(${x}, ${n}, ${otherwise}@)`),
];

export const windowFunctions: Readonly<Record<string, readonly Signature[]>> = {
  ROW_NUMBER: numbering("row_number"),
  RANK: numbering("rank"),
  DENSE_RANK: numbering("dense_rank"),
  PERCENT_RANK: numbering("percent_rank", "FLOAT64"),
  CUME_DIST: numbering("cume_dist", "FLOAT64"),
  NTILE: [fn("INT64", "INT64", (n) => `ntile(${n})`)],
  FIRST_VALUE: navigation("first_value"),
  LAST_VALUE: navigation("last_value"),
  NTH_VALUE: [fn("T, INT64", "T", (x, n) => `nth_value(${x}, ${n}@)`)],
  LAG: stepping("lag"),
  LEAD: stepping("lead"),
  PERCENTILE_CONT: [fn("FLOAT64, FLOAT64", "FLOAT64", (x, p) => `quantile_cont(${x}, ${p})`)],
  PERCENTILE_DISC: [fn("O, FLOAT64", "T", (x, p) => `quantile_disc(${x}, ${p})`)],
};

function rulesOf(name: string): WindowRules {
  const order = name === "ROW_NUMBER" ? "optional" : name.startsWith("PERCENTILE_") ? "none" : "required";
  return { order, hasFrame: name.endsWith("_VALUE") };
}

export function callWindowFunction(place: Place, node: Call): Value {
  if (node.over === undefined)
    throw place.context.error(`Window function ${node.name} requires an OVER clause`, node.at);
  const values = node.arguments.map((argument) => compileExpression(place, argument));
  // Its text in DuckDB has another order.
  if (node.name === "PERCENTILE_DISC" && values[0] !== undefined && isA(values[0].type, "BIGNUMERIC"))
    throw place.context.unsupported("PERCENTILE_DISC of BIGNUMERIC", node.at);
  const match = matchSignature(windowFunctions[node.name] ?? [], values);
  if (match === undefined) throw noMatch(place, node, values);
  const call = match.signature.write(...match.values.map(({ sql }) => sql));
  const nulls = node.nulls === "IGNORE" ? " IGNORE NULLS" : "";
  return value(`${call.replace("@)", () => `${nulls})`)}${overSql(place, node, rulesOf(node.name))}`, match.type);
}
