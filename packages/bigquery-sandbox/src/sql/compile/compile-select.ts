import type { Expression, GroupBy, Select, SelectItem, SortKey, Window } from "../syntax/ast.ts";
import { quoteIdentifier } from "../quote.ts";
import { compileExpression, type Place } from "./compile-expression.ts";
import { compileFrom } from "./compile-from.ts";
import { columnValue, fieldOf, findValue, noteRead } from "./compile-name.ts";
import { type CompiledQuery, type OutputColumn, outputName } from "./compile-query.ts";
import { noteFilter } from "./filters.ts";
import { asBool } from "./operators.ts";
import { repeatedName } from "./repeated-name.ts";
import { type FromNames, noNames, rowValue, Scope } from "./scope.ts";
import { sortSql } from "./sort.ts";
import { describeType, isGroupable, twoFields, unnamedField } from "./types.ts";
import type { Value } from "./value.ts";

export function compileSelect(outer: Place, select: Select, orderBy: readonly SortKey[]): CompiledQuery {
  const from = select.from && compileFrom(outer, select.from);
  const names = from?.names ?? noNames;
  const windows = windowsOf(outer, select);
  const scope = select.continuesFrom ? outer.scope.continuedBy(names) : new Scope(names, outer.scope);
  const place: Place = { ...outer, scope, windows };
  const items = select.items.flatMap((item) => compileItem(place, item, names));
  if (items.length === 0) throw outer.context.error("SELECT * must have a FROM clause, and columns", select.at);
  const where = clause(place, "WHERE", select.where);
  if (select.where !== undefined) noteFilter(place, select.where);
  const aliases = aliasesOf(select, items);
  const over = { ...place, scope: scope.withAliases(aliases) };
  const under = {
    ...place,
    scope: scope.withAliases(new Map([...aliases].filter(([name]) => scope.find(name) === undefined))),
  };
  const parts = [
    from === undefined ? "" : ` FROM ${from.sql}`,
    where,
    groupSql(over, select.groupBy, items),
    clause(under, "HAVING", select.having),
    clause(under, "QUALIFY", select.qualify),
  ];
  const columns = shape(place, select, items);
  const list = columns.map(({ value }, index) => `${value.sql} AS ${outputName(index)}`).join(", ");
  const order = sortSql(orderPlace(place, scope, select, items), orderBy, sortable(select, items));
  return {
    sql: `SELECT ${select.isDistinct ? "DISTINCT " : ""}${list}${parts.join("")}${order}`,
    columns: checked(place, select, columns),
  };
}

function windowsOf({ context }: Place, select: Select): Map<string, Window> {
  const windows = new Map<string, Window>();
  for (const { name, window, at } of select.windows) {
    if (windows.has(name.toLowerCase())) throw context.error(`Duplicate window alias ${name}`, at);
    windows.set(name.toLowerCase(), window);
  }
  return windows;
}

function clause(place: Place, name: string, condition: Expression | undefined): string {
  if (condition === undefined) return "";
  return ` ${name} ${asBool(place.context, compileExpression(place, condition), `${name} clause`, condition.at)}`;
}

function compileItem(place: Place, item: SelectItem, names: FromNames): OutputColumn[] {
  if (item.kind === "expression") {
    const value = compileExpression(place, item.value);
    return [{ name: item.alias ?? value.name, value }];
  }
  const columns = starColumns(place, item.of, names);
  const all = new Set(columns.map(({ name }) => name?.toLowerCase()));
  checkUnique(place, item.except, item.at);
  checkUnique(
    place,
    item.replace.map(({ name }) => name),
    item.at,
  );
  for (const name of [...item.except, ...item.replace.map((one) => one.name)]) {
    if (all.has(name.toLowerCase())) continue;
    throw place.context.error(`Column ${name} in SELECT * EXCEPT or REPLACE list does not exist`, item.at);
  }
  const kept = columns.filter(({ name }) => !item.except.some((one) => one.toLowerCase() === name?.toLowerCase()));
  if (kept.length === 0) throw place.context.error("SELECT * expands to zero columns after applying EXCEPT", item.at);
  return kept.map(({ name, read }) => {
    const replaced = item.replace.find((one) => one.name.toLowerCase() === name?.toLowerCase());
    return { name, value: replaced === undefined ? read() : compileExpression(place, replaced.value) };
  });
}

function checkUnique({ context }: Place, names: readonly string[], at: number): void {
  const repeated = repeatedName(names);
  if (repeated !== undefined)
    throw context.error(`Duplicate column ${repeated} in SELECT * EXCEPT or REPLACE list`, at);
}

interface StarColumn {
  readonly name: string | undefined;
  /** Compiles it, which counts as reading it. */
  readonly read: () => Value;
}

function starColumns(place: Place, of: Expression | undefined, names: FromNames): StarColumn[] {
  const found = of?.kind === "name" ? place.scope.find(of.name) : undefined;
  const variable = found?.kind === "variable" ? found.variable : undefined;
  const columns = of === undefined ? names.columns : variable?.element === undefined ? variable?.columns : undefined;
  if (columns !== undefined) {
    return columns.map((column) => ({ name: column.name || undefined, read: () => columnValue(column, column.name) }));
  }
  const value = variable === undefined ? findValue(place, of!) : rowValue(variable);
  if (value.type.kind !== "struct") {
    throw place.context.error(`Dot-star is not supported for type ${describeType(value.type)}`, of!.at);
  }
  return value.type.fields.map(({ name }) => ({ name, read: () => read(fieldOf(place, value, name, of!.at)) }));
}

function read(field: Value): Value {
  noteRead(field);
  return field;
}

/** Aliases by name in lower case. An expression is repeated where its alias is named; a path needs no alias. */
function aliasesOf(select: Select, items: readonly OutputColumn[]): Map<string, Value> {
  const aliases = new Map<string, Value>();
  if (select.items.some((item) => item.kind === "star")) {
    for (const { name, value } of items)
      if (name !== undefined && value.name !== name) aliases.set(name.toLowerCase(), value);
    return aliases;
  }
  for (const [index, item] of select.items.entries()) {
    const value = items[index]?.value;
    if (item.kind === "expression" && item.alias !== undefined && value) aliases.set(item.alias.toLowerCase(), value);
  }
  return aliases;
}

function groupSql(place: Place, groupBy: GroupBy | undefined, items: readonly OutputColumn[]): string {
  if (groupBy === undefined) return "";
  if (groupBy.kind === "all") return " GROUP BY ALL";
  const keys = groupBy.keys.map((key) => {
    const value = groupKey(place, key, items);
    if (isGroupable(value.type)) return value.sql;
    throw place.context.error(`Grouping by expressions of type ${describeType(value.type)} is not allowed`, key.at);
  });
  const list = keys.join(", ");
  return ` GROUP BY ${groupBy.kind === "keys" ? list : `${groupBy.kind.toUpperCase()}(${list})`}`;
}

function groupKey(place: Place, key: Expression, items: readonly OutputColumn[]): Value {
  if (key.kind !== "literal" || key.type !== "INTEGER") return compileExpression(place, key);
  const item = items[Number(key.value) - 1];
  if (item !== undefined) return item.value;
  throw place.context.error(
    `GROUP BY column number item is out of range. Column numbers must be between 1 and ${items.length}`,
    key.at,
  );
}

/** The result's columns: the items, or one value of them. */
function shape({ context }: Place, select: Select, items: readonly OutputColumn[]): readonly OutputColumn[] {
  if (!select.asStruct) return items;
  const fields = items.map(({ name, value }, index) => ({
    name: name ?? unnamedField(index),
    type: value.type,
    required: false,
  }));
  const repeated = repeatedName(fields.map(({ name }) => name));
  if (repeated !== undefined) throw context.unsupported(twoFields(repeated), select.at);
  const sql = `struct_pack(${fields.map(({ name }, index) => `${quoteIdentifier(name)} := ${items[index]!.value.sql}`).join(", ")})`;
  return [{ name: undefined, value: { sql, type: { kind: "struct", fields } } }];
}

function checked(place: Place, select: Select, columns: readonly OutputColumn[]): readonly OutputColumn[] {
  if (select.asValue && columns.length !== 1)
    throw place.context.error("SELECT AS VALUE query must have exactly one column", select.at);
  if (!select.isDistinct) return columns;
  const wrong = columns.find(({ value }) => !isGroupable(value.type));
  if (wrong === undefined) return columns;
  throw place.context.error(
    `Column ${wrong.name ?? ""} of type ${describeType(wrong.value.type)} cannot be used in SELECT DISTINCT`,
    select.at,
  );
}

/** Output columns as ORDER BY sees them: by their name in the result, so that each is computed once. */
function sortable(select: Select, items: readonly OutputColumn[]): Value[] {
  return items.map(({ value }, index) =>
    select.asStruct ? value : { ...value, sql: outputName(index), unchecked: undefined },
  );
}

function orderPlace(place: Place, scope: Scope, select: Select, items: readonly OutputColumn[]): Place {
  const outputs = sortable(select, items);
  const named = new Map<string, Value>();
  for (const [index, { name, value }] of items.entries()) {
    if (name !== undefined && value.name !== name) named.set(name.toLowerCase(), outputs[index]!);
  }
  return { ...place, scope: scope.withAliases(named) };
}
