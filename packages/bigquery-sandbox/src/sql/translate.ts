import type { FieldType } from "../wire/field-type.ts";
import type { Place } from "./compile/compile-expression.ts";
import { compileQuery, type OutputColumn, outputName } from "./compile/compile-query.ts";
import { Context, type TableScope } from "./compile/context.ts";
import { noNames, Scope } from "./compile/scope.ts";
import type { TableUse } from "./compile/table-use.ts";
import { raise } from "./compile/value.ts";
import type { QueryParameter } from "./parameters.ts";
import { quoteIdentifier } from "./quote.ts";
import type { Query } from "./syntax/ast.ts";
import { parseStatement } from "./syntax/parse-statement.ts";

/** Result of analysing a query before DuckDB gets it. */
export interface TranslatedQuery {
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  readonly uses: readonly TableUse[];
  /** Tables that the query's views read. */
  readonly usesInViews: readonly TableUse[];
  /** `SELECT * FROM table` and nothing else: the result is the table. */
  readonly isWholeTable: boolean;
  /** True if a second run must return the same rows, so that the result may be cached. */
  readonly isDeterministic: boolean;
}

export interface ResultColumn {
  /** Undefined for an expression without an alias. */
  readonly name: string | undefined;
  readonly type: FieldType;
}

/** DuckDB SQL for a GoogleSQL query; throws BigQuery's errors. */
export function translate(sql: string, parameters: readonly QueryParameter[], tables: TableScope): TranslatedQuery {
  const query = parseStatement(sql);
  const context = new Context(sql, tables, parameters);
  const place: Place = { context, scope: new Scope(noNames, undefined), withs: new Map(), windows: new Map() };
  const compiled = compileQuery(place, query);
  return {
    sql: withValidArrays(compiled.sql, compiled.columns),
    columns: compiled.columns.map(({ name, value }) => ({ name, type: value.type })),
    uses: context.uses,
    usesInViews: context.usesInViews,
    isWholeTable: isWholeTable(query),
    isDeterministic: context.isDeterministic,
  };
}

/**
 * An array of a result has no NULL elements:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
 */
function withValidArrays(sql: string, columns: readonly OutputColumn[]): string {
  const isChecked = ({ value }: OutputColumn): boolean => value.type.kind === "array" && value.origin === undefined;
  if (!columns.some(isChecked)) return sql;
  const list = columns.map((column, index) => {
    const name = outputName(index);
    if (!isChecked(column)) return name;
    const error = raise(`Array cannot have a null element; error in writing field ${column.name ?? `f${index}_`}`, column.value.type);
    return `CASE WHEN len(list_filter(${name}, lambda item: item IS NULL)) > 0 THEN ${error} ELSE ${name} END AS ${name}`;
  });
  return `SELECT ${list.join(", ")} FROM (${sql}) AS ${quoteIdentifier("_result")}`;
}

function isWholeTable({ withs, body, orderBy, limit }: Query): boolean {
  if (withs.length > 0 || orderBy.length > 0 || limit !== undefined || body.kind !== "select") return false;
  const [item, another] = body.items;
  const isStar = item?.kind === "star" && item.of === undefined && item.except.length === 0 && item.replace.length === 0;
  const { isDistinct, asStruct, asValue, from, where, groupBy, having, qualify } = body;
  const hasMore = isDistinct || asStruct || asValue || [where, groupBy, having, qualify].some((part) => part !== undefined);
  return isStar && another === undefined && !hasMore && from?.kind === "table" && from.offset === undefined;
}
