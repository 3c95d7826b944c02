import type { SortKey } from "../syntax/ast.ts";
import { compileExpression, type Place } from "./compile-expression.ts";
import { comparable } from "./operators.ts";
import { describeType, isA, isOrderable } from "./types.ts";
import type { Value } from "./value.ts";

/**
 * ` ORDER BY ...` in BigQuery's order: NULL first when ascending, then NaN, then the other values.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#order_by_clause
 *
 * @param outputs of the SELECT list, which a literal counts from 1; undefined where it does not count.
 */
export function sortSql(place: Place, keys: readonly SortKey[], outputs: readonly Value[] | undefined): string {
  if (keys.length === 0) return "";
  return ` ORDER BY ${keys.flatMap((key) => keySql(place, key, outputs)).join(", ")}`;
}

function keySql(place: Place, key: SortKey, outputs: readonly Value[] | undefined): string[] {
  const of = keyValue(place, key, outputs);
  if (!isOrderable(of.type)) {
    throw place.context.error(`ORDER BY does not support expressions of type ${describeType(of.type)}`, key.at);
  }
  const direction = key.isDescending ? "DESC" : "ASC";
  const nulls = key.nulls ?? (key.isDescending ? "LAST" : "FIRST");
  const plain = `${comparable(of)} ${direction} NULLS ${nulls}`;
  if (!isA(of.type, "FLOAT64")) return [plain];
  return [`isnan(${of.sql}) ${key.isDescending ? "ASC" : "DESC"} NULLS ${nulls}`, plain];
}

function keyValue(place: Place, key: SortKey, outputs: readonly Value[] | undefined): Value {
  const { value } = key;
  if (outputs === undefined || value.kind !== "literal" || value.type !== "INTEGER")
    return compileExpression(place, value);
  const output = outputs[Number(value.value) - 1];
  if (output !== undefined) return output;
  throw place.context.error(
    `ORDER BY column number item is out of range. Column numbers must be between 1 and ${outputs.length}`,
    key.at,
  );
}
