/* Stored tables, views and wildcards in a FROM clause. */
import { invalidQuery } from "../../errors.ts";
import type { FoundTable } from "../../storage/catalog.ts";
import { INGESTION_TIME, ingestionUnit } from "../../storage/partitioning.ts";
import { rowsSql } from "../../storage/stored-table.ts";
import { tableLabel } from "../../storage/table-name.ts";
import type { Field } from "../../wire/field-type.ts";
import { quoteIdentifier, quoteText } from "../quote.ts";
import { parseCondition, parseStatement } from "../syntax/parse-statement.ts";
import { compileExpression, type Place } from "./compile-expression.ts";
import { compileQuery, toColumns } from "./compile-query.ts";
import { Context, type TableScope } from "./context.ts";
import { type Column, noNames, Scope } from "./scope.ts";
import type { TableUse } from "./table-use.ts";
import { asBool } from "./operators.ts";
import { scalar } from "./types.ts";
import { nullOf } from "./value.ts";

/** Views may refer to views, 16 deep: https://cloud.google.com/bigquery/quotas#view_limits */
const MAX_VIEW_DEPTH = 16;

interface TableSource {
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly pseudo: readonly Column[];
}

export function tableSource(outer: Place, parts: readonly string[], snapshotMs: number | undefined): TableSource {
  const { context } = outer;
  const found = context.tables.find(parts, { snapshotMs, projectId: context.viewProject });
  // What a query reads of one table of a wildcard, it reads of all.
  const read = { paths: new Set<string>(), filtered: new Set<string>() };
  const uses = found.map((one): TableUse => ({ ...one, ...read }));
  const alias = context.newAlias();
  const [first] = uses;
  if (first === undefined) throw new Error("A table's name resolves to at least one table");
  if (parts.at(-1)!.endsWith("*")) {
    context.uses.push(...uses);
    return wildcard(context, uses, parts.at(-1)!, alias);
  }
  if (first.table.viewQuery !== undefined) return view(outer, first, alias);
  context.uses.push(first);
  const sql = `${visibleRowsSql(context, first)} AS ${quoteIdentifier(alias)}`;
  return { sql, columns: tableColumns(first, alias), pseudo: pseudoColumns(first, alias) };
}

function tableColumns(use: TableUse, alias: string): Column[] {
  return use.table.columns.map(({ field }) => ({
    ...columnOf(field, alias),
    origin: { use, path: [field.name] },
  }));
}

/** The rows that a query sees: those that any of the table's row access policies shows to this user. */
function visibleRowsSql(context: Context, { table, name }: FoundTable): string {
  const policies = table.limits?.rowPolicies;
  if (policies === undefined) return rowsSql(table);
  const alias = context.newAlias();
  const granted = policies.filter(({ isGranted }) => isGranted);
  const filters = granted.map(({ filter }) => filterSql(context.tables, filter, { table, name }, alias));
  const where = filters.length === 0 ? "FALSE" : filters.join(" OR ");
  return `(SELECT * FROM ${rowsSql(table)} AS ${quoteIdentifier(alias)} WHERE ${where})`;
}

/** DuckDB's condition of a policy, whose reading is neither billed nor limited. */
export function filterSql(tables: TableScope, filter: string, { table, name }: FoundTable, alias: string): string {
  const context = new Context(filter, tables, { viewProject: name.projectId });
  const columns = table.columns.map(({ field }) => columnOf(field, alias));
  const variable = { alias: name.tableId, columns, pseudo: [] };
  const scope = new Scope({ variables: [variable], columns }, undefined);
  const place = { context, scope, withs: new Map(), windows: new Map() };
  return `(${asBool(context, compileExpression(place, parseCondition(filter)), "Row access policy filter", 0)})`;
}

function columnOf({ name, type }: Field, alias: string): Column {
  return { name, type, sql: `${quoteIdentifier(alias)}.${quoteIdentifier(name)}` };
}

/** https://cloud.google.com/bigquery/docs/querying-partitioned-tables#query_an_ingestion-time_partitioned_table */
function pseudoColumns(use: TableUse, alias: string): Column[] {
  const unit = ingestionUnit(use.table.properties);
  if (unit === undefined) return [];
  const time = { ...columnOf(INGESTION_TIME, alias), origin: { use, path: [INGESTION_TIME.name] } };
  // Tables of other partitions have _PARTITIONTIME only.
  if (unit !== "DAY") return [time];
  return [time, { ...time, name: "_PARTITIONDATE", sql: `CAST(bq_utc(${time.sql}) AS DATE)`, type: scalar("DATE") }];
}

/** https://cloud.google.com/bigquery/docs/querying-wildcard-tables: the columns are those of the newest table. */
function wildcard(context: Context, uses: readonly TableUse[], pattern: string, alias: string): TableSource {
  const newest = uses.reduce((best, use) => (use.table.createdMs >= best.table.createdMs ? use : best));
  const fields = newest.table.columns.map(({ field }) => field);
  const selects = uses.map((use) => {
    const own = new Set(use.table.columns.map(({ field }) => field.name.toLowerCase()));
    const list = fields.map(({ name, type }) =>
      own.has(name.toLowerCase()) ? quoteIdentifier(name) : `${nullOf(type)} AS ${quoteIdentifier(name)}`,
    );
    const suffix = use.name.tableId.slice(pattern.length - 1);
    return `SELECT ${list.join(", ")}, ${quoteText(suffix)} AS "_TABLE_SUFFIX" FROM ${visibleRowsSql(context, use)}`;
  });
  const suffix: Column = {
    name: "_TABLE_SUFFIX",
    sql: `${quoteIdentifier(alias)}."_TABLE_SUFFIX"`,
    type: scalar("STRING"),
  };
  return {
    sql: `(${selects.join(" UNION ALL ")}) AS ${quoteIdentifier(alias)}`,
    columns: tableColumns(newest, alias),
    pseudo: [suffix],
  };
}

/** A view is its query, whose names are all complete. */
function view({ context }: Place, { name, table }: TableUse, alias: string): TableSource {
  const viewDepth = context.viewDepth + 1;
  if (viewDepth > MAX_VIEW_DEPTH) throw invalidQuery(`View ${tableLabel(name)} is nested too deeply`);
  const sql = table.viewQuery ?? "";
  const tables = { ...context.tables, defaultDataset: undefined };
  const inner = new Context(sql, tables, { viewProject: name.projectId, viewDepth });
  const place = { context: inner, scope: new Scope(noNames, undefined), withs: new Map(), windows: new Map() };
  const compiled = compileQuery(place, parseStatement(sql));
  context.uses.push(...inner.uses);
  context.hasViews = true;
  context.isDeterministic &&= inner.isDeterministic;
  return {
    sql: `(${compiled.sql}) AS ${quoteIdentifier(alias)}`,
    columns: toColumns(compiled.columns, alias),
    pseudo: [],
  };
}
