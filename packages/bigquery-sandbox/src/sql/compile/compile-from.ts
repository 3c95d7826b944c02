/* https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#from_clause */
import { ApiError } from "../../errors.ts";
import { quoteIdentifier } from "../quote.ts";
import type { Expression, FromItem, OffsetName } from "../syntax/ast.ts";
import { compileExpression, type Place } from "./compile-expression.ts";
import { columnValue, findPresence } from "./compile-name.ts";
import { compileQuery, toColumns } from "./compile-query.ts";
import { tableSource } from "./compile-table.ts";
import { noteFilter } from "./filters.ts";
import { asBool } from "./operators.ts";
import { type Column, type FromNames, noNames, type RangeVariable, Scope } from "./scope.ts";
import { describeType, scalar } from "./types.ts";
import { type Value, within } from "./value.ts";

/** A FROM clause and the names that it gives. */
export interface CompiledFrom {
  readonly sql: string;
  readonly names: FromNames;
}

export function compileFrom(outer: Place, item: FromItem): CompiledFrom {
  return compileItem(outer, item, noNames);
}

/** @param before names of the items to the left, which arrays may refer to. */
function compileItem(outer: Place, item: FromItem, before: FromNames): CompiledFrom {
  if (item.kind === "join") return compileJoin(outer, item, before);
  if (item.kind === "unnest") {
    const inner = { ...outer, scope: new Scope(before, outer.scope) };
    return unnest(outer, findPresence(inner, item.array), item);
  }
  if (item.kind === "query") {
    const compiled = compileQuery(outer, item.query);
    const alias = outer.context.newAlias();
    const columns = toColumns(compiled.columns, alias);
    return source(`(${compiled.sql}) AS ${quoteIdentifier(alias)}`, item.alias, columns, []);
  }
  return compileTable(outer, item, before);
}

function source(
  sql: string,
  alias: string | undefined,
  columns: readonly Column[],
  pseudo: readonly Column[],
): CompiledFrom {
  const variables = alias === undefined ? [] : [{ alias, columns, pseudo }];
  return { sql, names: { variables, columns } };
}

function compileTable(outer: Place, item: Extract<FromItem, { kind: "table" }>, before: FromNames): CompiledFrom {
  const { context } = outer;
  const [first = "", ...rest] = item.path;
  const alias = item.alias ?? item.path.at(-1)!;
  const named = rest.length === 0 ? outer.withs.get(first.toLowerCase()) : undefined;
  if (named !== undefined) {
    const sqlAlias = context.newAlias();
    const columns = toColumns(named.columns, sqlAlias);
    return source(`${quoteIdentifier(named.sqlName)} AS ${quoteIdentifier(sqlAlias)}`, alias, columns, []);
  }
  const scope = new Scope(before, outer.scope);
  if (rest.length > 0 && scope.find(first)?.kind === "variable") {
    let path: Expression = { kind: "name", name: first, at: item.at };
    for (const name of rest) path = { kind: "field", of: path, name, at: item.at };
    return unnest(outer, findPresence({ ...outer, scope }, path), { ...item, alias });
  }
  const parts = qualify(outer, item.path);
  const snapshotMs = item.systemTime && context.times.get(item.systemTime);
  if (item.systemTime !== undefined && snapshotMs === undefined) {
    throw context.unsupported("FOR SYSTEM_TIME AS OF in views", item.at);
  }
  const table = tableSource(outer, parts, snapshotMs);
  return source(table.sql, alias, table.columns, table.pseudo);
}

function qualify({ context }: Place, path: readonly string[]): readonly string[] {
  if (path.length > 1) return path;
  if (context.tables.defaultDataset !== undefined) return [...context.tables.defaultDataset, ...path];
  throw new ApiError(
    400,
    "invalid",
    `Table "${path.join(".")}" must be qualified with a dataset (e.g. dataset.table).`,
  );
}

interface UnnestOptions {
  readonly alias: string | undefined;
  readonly offset: OffsetName | undefined;
  readonly at: number;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#unnest_operator */
function unnest({ context }: Place, array: Value, { alias, offset, at }: UnnestOptions): CompiledFrom {
  if (array.type.kind !== "array") {
    throw context.error(
      `Values referenced in UNNEST must be arrays. UNNEST contains expression of type ${describeType(array.type)}`,
      at,
    );
  }
  const sqlAlias = quoteIdentifier(context.newAlias());
  const { element } = array.type;
  const item: Value = {
    sql: offset === undefined ? `${sqlAlias}."v"` : `${sqlAlias}."v"."item"`,
    type: element,
    name: alias,
    origin: array.origin,
  };
  const columns =
    element.kind === "struct"
      ? element.fields.map(({ name, type }) => ({
          name,
          type,
          sql: `struct_extract(${item.sql}, '${name.replaceAll("'", "''")}')`,
          origin: within(array.origin, name),
        }))
      : [];
  const own: readonly Column[] =
    element.kind === "struct" ? columns : [{ name: alias ?? "", sql: item.sql, type: element }];
  const offsets: readonly Column[] =
    offset === undefined ? [] : [{ name: offset.name, sql: `${sqlAlias}."v"."position"`, type: scalar("INT64") }];
  const variables: RangeVariable[] = alias === undefined ? [] : [{ alias, columns, pseudo: [], element: item }];
  // WITH ORDINALITY would return the rows of a correlated array in reverse.
  const numbered = `list_transform(${array.sql}, lambda item, i: {'item': item, 'position': i - 1})`;
  const sql = `UNNEST(${offset === undefined ? array.sql : numbered}) AS ${sqlAlias} ("v")`;
  return { sql, names: { variables, columns: [...own, ...offsets] } };
}

function compileJoin(outer: Place, join: Extract<FromItem, { kind: "join" }>, before: FromNames): CompiledFrom {
  const left = compileItem(outer, join.left, before);
  const visible = together(before, left.names);
  const right = compileItem(outer, join.right, visible);
  const repeated = right.names.variables.find(({ alias }) =>
    left.names.variables.some((other) => other.alias.toLowerCase() === alias.toLowerCase()),
  );
  if (repeated !== undefined)
    throw outer.context.error(`Duplicate table alias ${repeated.alias} in the same FROM clause`, join.at);
  const both = together(left.names, right.names);
  const operator = join.type === "CROSS" ? "CROSS JOIN" : `${join.type} JOIN`;
  if (join.using.length > 0) return joinUsing(outer, join, left, right, operator);
  if (join.type === "CROSS") return { sql: `${left.sql} ${operator} ${right.sql}`, names: both };
  if (join.on === undefined && !isArray(join.right, right)) {
    throw outer.context.error(`${join.type} JOIN must have an immediately following ON or USING clause`, join.at);
  }
  const place = { ...outer, scope: new Scope(both, outer.scope) };
  const condition =
    join.on === undefined
      ? "TRUE"
      : asBool(outer.context, compileExpression(place, join.on), "JOIN ON clause", join.at);
  if (join.on !== undefined && join.type === "INNER") noteFilter(place, join.on);
  return { sql: `${left.sql} ${operator} ${right.sql} ON ${condition}`, names: both };
}

function isArray(item: FromItem, compiled: CompiledFrom): boolean {
  return item.kind === "unnest" || compiled.sql.startsWith("UNNEST(");
}

function together(left: FromNames, right: FromNames): FromNames {
  return { variables: [...left.variables, ...right.variables], columns: [...left.columns, ...right.columns] };
}

/** The joined columns come first, once. */
function joinUsing(
  outer: Place,
  join: Extract<FromItem, { kind: "join" }>,
  left: CompiledFrom,
  right: CompiledFrom,
  operator: string,
): CompiledFrom {
  const isUsed = ({ name }: Column): boolean => join.using.some((one) => one.toLowerCase() === name.toLowerCase());
  const pairs = join.using.map((name) => {
    const sides = [left, right].map(({ names }) =>
      names.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()),
    );
    const [one, other] = sides;
    if (one === undefined || other === undefined) {
      throw outer.context.error(
        `Column ${name} in USING clause not found on ${one === undefined ? "left" : "right"} side of join`,
        join.at,
      );
    }
    for (const column of [one, other]) columnValue(column, name);
    return { name, one, other };
  });
  const merged = pairs.map(({ name, one, other }): Column => {
    if (join.type === "FULL") return { name, type: one.type, sql: `coalesce(${one.sql}, ${other.sql})` };
    return { ...(join.type === "RIGHT" ? other : one), name };
  });
  const condition = pairs.map(({ one, other }) => `${one.sql} = ${other.sql}`).join(" AND ");
  const rest = [...left.names.columns, ...right.names.columns].filter((column) => !isUsed(column));
  return {
    sql: `${left.sql} ${operator} ${right.sql} ON ${condition}`,
    names: { variables: [...left.names.variables, ...right.names.variables], columns: [...merged, ...rest] },
  };
}
