import { invalidQuery } from "../errors.ts";
import type { Field } from "../wire/field-type.ts";
import { compileAs, type Place } from "./compile/compile-expression.ts";
import { type CompiledQuery, compileQuery, type OutputColumn, outputName } from "./compile/compile-query.ts";
import { Context, type SystemTimes, type TableScope } from "./compile/context.ts";
import { noNames, Scope } from "./compile/scope.ts";
import type { TableUse } from "./compile/table-use.ts";
import { raise } from "./compile/value.ts";
import type { QueryParameter } from "./parameters.ts";
import { quoteIdentifier } from "./quote.ts";
import type { Expression, FromItem, Query } from "./syntax/ast.ts";

/** A query, or a part of a statement that was made into one. */
export interface QueryText {
  readonly query: Query;
  /** The text that its errors refer to. */
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
}

/** Result of analysing a query before DuckDB gets it. Its columns are `c0`, `c1`, ... */
export interface TranslatedQuery extends CompiledQuery {
  /** The tables that it reads, directly or by views. */
  readonly uses: readonly TableUse[];
  /** `SELECT * FROM table` and nothing else: the result is the table. */
  readonly isWholeTable: boolean;
  /** True if a second run must return the same rows, so that the result may be cached. */
  readonly isDeterministic: boolean;
}

/** DuckDB SQL for a GoogleSQL query; throws BigQuery's errors. */
export function translate(
  { query, sql, parameters }: QueryText,
  tables: TableScope,
  times?: SystemTimes,
): TranslatedQuery {
  const context = new Context(sql, tables, { parameters, ...(times && { times }) });
  const compiled = compileQuery(placeIn(context), query);
  return {
    sql: withValidArrays(compiled.sql, compiled.columns),
    columns: compiled.columns,
    uses: context.uses,
    isWholeTable: !context.hasViews && isWholeTable(query),
    isDeterministic: context.isDeterministic,
  };
}

/** DuckDB SQL for the time of each FOR SYSTEM_TIME AS OF. */
export function translateTimes({ query, sql, parameters }: QueryText): Map<Expression, string> {
  const tables: TableScope = {
    find: () => {
      throw invalidQuery("FOR SYSTEM_TIME AS OF expression cannot contain a subquery");
    },
    defaultDataset: undefined,
  };
  const place = placeIn(new Context(sql, tables, { parameters }));
  const times = systemTimesOf(query).map((time) => {
    return [time, compileAs(place, time, "TIMESTAMP", "FOR SYSTEM_TIME AS OF")] as const;
  });
  return new Map(times);
}

function placeIn(context: Context): Place {
  return { context, scope: new Scope(noNames, undefined), withs: new Map(), windows: new Map() };
}

function systemTimesOf(node: unknown): Expression[] {
  if (typeof node !== "object" || node === null) return [];
  const { systemTime } = node as Partial<Extract<FromItem, { kind: "table" }>>;
  return [...(systemTime === undefined ? [] : [systemTime]), ...Object.values(node).flatMap(systemTimesOf)];
}

/** The columns of a result. BigQuery names unnamed expressions f0_, f1_, ... */
export function toFields(columns: readonly OutputColumn[]): Field[] {
  let unnamed = 0;
  const names = columns.map(({ name }) => name ?? `f${unnamed++}_`);
  const lower = names.map((name) => name.toLowerCase());
  const repeated = names.find((name, index) => lower.indexOf(name.toLowerCase()) !== index);
  if (repeated !== undefined) {
    throw invalidQuery(`Duplicate column names in the result are not supported. Found duplicate(s): ${repeated}`);
  }
  return columns.map(({ value }, index) => ({ name: names[index]!, type: value.type, required: false }));
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
    const error = raise(
      `Array cannot have a null element; error in writing field ${column.name ?? `f${index}_`}`,
      column.value.type,
    );
    return `CASE WHEN len(list_filter(${name}, lambda item: item IS NULL)) > 0 THEN ${error} ELSE ${name} END AS ${name}`;
  });
  return `SELECT ${list.join(", ")} FROM (${sql}) AS ${quoteIdentifier("_result")}`;
}

function isWholeTable({ withs, body, orderBy, limit }: Query): boolean {
  if (withs.length > 0 || orderBy.length > 0 || limit !== undefined || body.kind !== "select") return false;
  const [item, another] = body.items;
  const isStar =
    item?.kind === "star" && item.of === undefined && item.except.length === 0 && item.replace.length === 0;
  const { isDistinct, asStruct, asValue, from, where, groupBy, having, qualify } = body;
  const hasMore =
    isDistinct || asStruct || asValue || [where, groupBy, having, qualify].some((part) => part !== undefined);
  return isStar && another === undefined && !hasMore && from?.kind === "table" && from.offset === undefined;
}
