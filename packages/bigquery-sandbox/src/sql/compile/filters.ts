/*
 * Which columns a query's filters compare with constants, as partition elimination needs it:
 * https://cloud.google.com/bigquery/docs/querying-partitioned-tables
 */
import type { Expression } from "../syntax/ast.ts";
import type { Place } from "./compile-expression.ts";
import { findValue } from "./compile-name.ts";
import { pathKey, type TableUse } from "./table-use.ts";

const comparisons = new Set(["=", "<", ">", "<=", ">="]);

interface FilteredColumn {
  readonly use: TableUse;
  /** By its path. */
  readonly column: string;
}

/** Notes the columns that this condition, which has compiled before, filters by. */
export function noteFilter(place: Place, condition: Expression): void {
  for (const { use, column } of filteredColumns(place, condition, true)) use.filtered.add(column);
}

/**
 * Columns by which the condition leaves out rows when it must be true, or false. Of an OR, those that each side filters
 * by: `day = '2022-12-31' OR n = 1` needs each row.
 */
function filteredColumns(place: Place, condition: Expression, mustBe: boolean): FilteredColumn[] {
  if (condition.kind === "unary" && condition.operator === "NOT") {
    return filteredColumns(place, condition.value, !mustBe);
  }
  if (condition.kind === "binary" && (condition.operator === "AND" || condition.operator === "OR")) {
    const left = filteredColumns(place, condition.left, mustBe);
    const right = filteredColumns(place, condition.right, mustBe);
    if ((condition.operator === "AND") === mustBe) return [...left, ...right];
    return left.filter((one) => right.some((other) => one.use === other.use && one.column === other.column));
  }
  return comparedColumns(condition).flatMap((node) => columnOf(place, node));
}

/** Expressions that the condition compares with constants. */
function comparedColumns(condition: Expression): Expression[] {
  if (condition.kind === "binary" && comparisons.has(condition.operator)) {
    const { left, right } = condition;
    return [...(isConstant(right) ? [left] : []), ...(isConstant(left) ? [right] : [])];
  }
  if (condition.kind === "between")
    return isConstant(condition.low) && isConstant(condition.high) ? [condition.value] : [];
  if (condition.kind === "in" && condition.among.kind === "list") {
    return condition.among.items.every(isConstant) ? [condition.value] : [];
  }
  return condition.kind === "is" ? [condition.value] : [];
}

/** A column itself, or its date. */
function columnOf(place: Place, node: Expression): FilteredColumn[] {
  if (
    node.kind === "call" &&
    /^(DATE|TIMESTAMP_TRUNC|DATE_TRUNC|DATETIME_TRUNC)$/.test(node.name) &&
    node.arguments[0]
  ) {
    return columnOf(place, node.arguments[0]);
  }
  if (node.kind === "cast") return columnOf(place, node.value);
  if (node.kind !== "name" && node.kind !== "field") return [];
  // Only looked up: the condition itself has noted what it reads, which is no field in `s IS NULL`.
  const { origin } = findValue(place, node);
  return origin === undefined ? [] : [{ use: origin.use, column: pathKey(origin.path) }];
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
