/*
 * Which columns a query's filters compare with constants, as partition elimination needs it:
 * https://cloud.google.com/bigquery/docs/querying-partitioned-tables
 */
import type { Expression } from "../syntax/ast.ts";
import { compileExpression, type Place } from "./compile-expression.ts";
import { pathKey } from "./table-use.ts";

const comparisons = new Set(["=", "<", ">", "<=", ">="]);

/** Notes the columns that this condition, which has compiled before, compares. Only AND keeps a filter. */
export function noteFilter(place: Place, condition: Expression): void {
  if (condition.kind === "binary" && condition.operator === "AND") {
    noteFilter(place, condition.left);
    noteFilter(place, condition.right);
  } else if (condition.kind === "binary" && comparisons.has(condition.operator)) {
    noteComparison(place, condition.left, condition.right);
    noteComparison(place, condition.right, condition.left);
  } else if (condition.kind === "between") {
    if (isConstant(condition.low) && isConstant(condition.high)) noteColumn(place, condition.value);
  } else if (condition.kind === "in" && condition.among.kind === "list") {
    if (condition.among.items.every(isConstant)) noteColumn(place, condition.value);
  } else if (condition.kind === "is") noteColumn(place, condition.value);
}

function noteComparison(place: Place, column: Expression, other: Expression): void {
  if (isConstant(other)) noteColumn(place, column);
}

/** A column itself, or its date. */
function noteColumn(place: Place, node: Expression): void {
  if (
    node.kind === "call" &&
    /^(DATE|TIMESTAMP_TRUNC|DATE_TRUNC|DATETIME_TRUNC)$/.test(node.name) &&
    node.arguments[0]
  ) {
    noteColumn(place, node.arguments[0]);
  } else if (node.kind === "cast") noteColumn(place, node.value);
  else if (node.kind === "name" || node.kind === "field") {
    const { origin } = compileExpression(place, node);
    origin?.use.filtered.add(pathKey(origin.path));
  }
}

function isConstant(node: Expression): boolean {
  if (node.kind === "literal" || node.kind === "typed-literal" || node.kind === "parameter") return true;
  if (node.kind === "interval" || node.kind === "cast" || node.kind === "unary") return isConstant(node.value);
  if (node.kind === "binary") return isConstant(node.left) && isConstant(node.right);
  if (node.kind !== "call" || node.over !== undefined) return false;
  return node.arguments.every((argument, index) => isConstant(argument) || (index > 0 && isDatePart(argument)));
}

function isDatePart(node: Expression): boolean {
  return (
    node.kind === "name" &&
    /^(MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR|DAY|WEEK|ISOWEEK|MONTH|QUARTER|YEAR|ISOYEAR)$/i.test(node.name)
  );
}
