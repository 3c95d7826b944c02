/* https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax */
import type { Query, QueryBody, SortKey } from "../syntax/ast.ts";
import { quoteIdentifier } from "../quote.ts";
import { coerce, coerceAll, describeTypes } from "./coerce.ts";
import { compileAs, type Place } from "./compile-expression.ts";
import { compileSelect } from "./compile-select.ts";
import type { NamedQuery } from "./context.ts";
import { type Column, Scope } from "./scope.ts";
import { sortSql } from "./sort.ts";
import { isGroupable } from "./types.ts";
import type { Value } from "./value.ts";

/** A result's column. In DuckDB it is called by its position, because BigQuery's subqueries may repeat names. */
export interface OutputColumn {
  /** Undefined for an expression without an alias. */
  readonly name: string | undefined;
  readonly value: Value;
}

export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

/** DuckDB's name of a result's column. */
export function outputName(index: number): string {
  return quoteIdentifier(`c${index}`);
}

/** A query's columns as a FROM clause sees them under this alias. */
export function toColumns(columns: readonly OutputColumn[], alias: string): Column[] {
  return columns.map(({ name, value }, index) => ({
    name: name ?? "",
    sql: `${quoteIdentifier(alias)}.${outputName(index)}`,
    type: value.type,
    origin: value.origin,
  }));
}

export function compileQuery(outer: Place, query: Query): CompiledQuery {
  const { place, sql: withSql } = compileWiths(outer, query);
  const { body, orderBy, limit } = query;
  const inner =
    body.kind === "select" && !body.isDistinct
      ? compileSelect(place, body, orderBy)
      : orderOutside(place, compileBody(place, body), orderBy);
  const count = limit === undefined ? "" : ` LIMIT ${compileAs(place, limit.count, "INT64", "LIMIT")}`;
  const offset = limit?.offset === undefined ? "" : ` OFFSET ${compileAs(place, limit.offset, "INT64", "OFFSET")}`;
  return { sql: `${withSql}${inner.sql}${count}${offset}`, columns: inner.columns };
}

function compileWiths(outer: Place, query: Query): { place: Place; sql: string } {
  if (query.withs.length === 0) return { place: outer, sql: "" };
  const withs = new Map<string, NamedQuery>(outer.withs);
  const parts: string[] = [];
  const names = new Set<string>();
  for (const { name, query: inner, at } of query.withs) {
    if (names.has(name.toLowerCase())) throw outer.context.error(`Duplicate alias ${name} for WITH subquery`, at);
    names.add(name.toLowerCase());
    const compiled = compileQuery({ ...outer, withs }, inner);
    const sqlName = outer.context.newAlias();
    withs.set(name.toLowerCase(), { sqlName, columns: compiled.columns });
    parts.push(`${quoteIdentifier(sqlName)} AS (${compiled.sql})`);
  }
  return { place: { ...outer, withs }, sql: `WITH ${parts.join(", ")} ` };
}

/** Sorts by columns of the result, which is all that DISTINCT and set operations leave. */
function orderOutside(place: Place, inner: CompiledQuery, orderBy: readonly SortKey[]): CompiledQuery {
  if (orderBy.length === 0) return inner;
  const alias = place.context.newAlias();
  const columns = toColumns(inner.columns, alias);
  const scope = new Scope({ variables: [], columns }, undefined);
  const list = columns.map(({ sql }, index) => `${sql} AS ${outputName(index)}`).join(", ");
  const outputs = columns.map(({ sql, type }) => ({ sql, type }));
  const order = sortSql({ ...place, scope }, orderBy, outputs);
  return { sql: `SELECT ${list} FROM (${inner.sql}) AS ${quoteIdentifier(alias)}${order}`, columns: inner.columns };
}

function compileBody(place: Place, body: QueryBody): CompiledQuery {
  if (body.kind === "select") return compileSelect(place, body, []);
  if (body.kind === "nested") {
    const inner = compileQuery(place, body.query);
    return { ...inner, sql: `(${inner.sql})` };
  }
  const [left, right] = [compileBody(place, body.left), compileBody(place, body.right)];
  const name = `${body.operator} ${body.isAll ? "ALL" : "DISTINCT"}`;
  if (left.columns.length !== right.columns.length) {
    const counts = `query 1 has ${left.columns.length} columns, query 2 has ${right.columns.length} columns`;
    throw place.context.error(`Queries in ${name} have mismatched column count; ${counts}`, body.at);
  }
  const columns = left.columns.map((column, index) => {
    const pair = [column.value, right.columns[index]!.value];
    const common = coerceAll(pair);
    if (common === undefined) {
      const types = describeTypes(pair);
      throw place.context.error(`Column ${index + 1} in ${name} has incompatible types: ${types}`, body.at);
    }
    if (!body.isAll && !isGroupable(common.type)) {
      throw place.context.error(
        `Column ${index + 1} in ${name} has type that does not support set operation comparisons`,
        body.at,
      );
    }
    const [first] = common.values;
    const literal = first?.literal === "NULL" ? first.literal : undefined;
    return { name: column.name, value: { sql: "", type: common.type, literal } };
  });
  const sides = [left, right].map((side) => convert(place, side, columns));
  const operator = body.isAll ? `${body.operator} ALL` : body.operator;
  return { sql: `${sides[0]} ${operator} ${sides[1]}`, columns };
}

/** One side of a set operation with the columns' common types. */
function convert(place: Place, side: CompiledQuery, columns: readonly OutputColumn[]): string {
  const alias = place.context.newAlias();
  const list = toColumns(side.columns, alias).map(({ sql, type }, index) => {
    const literal = side.columns[index]!.value.literal;
    const converted = coerce({ sql, type, literal }, columns[index]!.value.type);
    return `${converted?.sql ?? sql} AS ${outputName(index)}`;
  });
  return `(SELECT ${list.join(", ")} FROM (${side.sql}) AS ${quoteIdentifier(alias)})`;
}
