/* Stored tables, views and wildcards in a FROM clause. */
import { INGESTION_TIME_COLUMN } from "../../storage/table-limits.ts";
import { quoteIdentifier, quoteText } from "../quote.ts";
import { parseStatement } from "../syntax/parse-statement.ts";
import type { Place } from "./compile-expression.ts";
import { compileQuery, toColumns } from "./compile-query.ts";
import { Context, type FoundTable } from "./context.ts";
import { type Column, noNames, Scope } from "./scope.ts";
import type { TableUse } from "./table-use.ts";
import { scalar } from "./types.ts";

interface TableSource {
  readonly sql: string;
  readonly columns: readonly Column[];
  readonly pseudo: readonly Column[];
}

export function tableSource(outer: Place, parts: readonly string[], systemTimeSql: string | undefined): TableSource {
  const { context } = outer;
  const found = context.tables.find(parts);
  const uses = found.map((one): TableUse => ({ ...one, columns: new Set(), filtered: new Set(), systemTimeSql }));
  context.uses.push(...uses);
  const alias = context.newAlias();
  const [first] = uses;
  if (first === undefined) throw new Error("A table's name resolves to at least one table");
  if (parts.at(-1)!.endsWith("*")) return wildcard(uses, parts.at(-1)!, alias);
  if (first.table.viewQuery !== undefined) return view(outer, first, alias);
  const sql = `${rowsSql(first)} AS ${quoteIdentifier(alias)}`;
  return { sql, columns: tableColumns(first, alias), pseudo: pseudoColumns(first, alias) };
}

function tableColumns(use: TableUse, alias: string): Column[] {
  return use.table.columns.map(({ field }) => ({
    name: field.name,
    sql: `${quoteIdentifier(alias)}.${quoteIdentifier(field.name)}`,
    type: field.type,
    origin: { use, column: field.name },
  }));
}

/** The rows that a query sees: those that the table's row access policies let through. */
function rowsSql({ table }: FoundTable): string {
  const filter = table.limits?.rowFilterSql;
  return filter === undefined ? table.sqlName : `(SELECT * FROM ${table.sqlName} WHERE ${filter})`;
}

/** https://cloud.google.com/bigquery/docs/querying-partitioned-tables#query_an_ingestion-time_partitioned_table */
function pseudoColumns(use: TableUse, alias: string): Column[] {
  const { partitioning } = use.table.limits ?? {};
  if (partitioning === undefined || partitioning.field !== undefined) return [];
  const sql = `${quoteIdentifier(alias)}.${quoteIdentifier(INGESTION_TIME_COLUMN)}`;
  return [
    { name: "_PARTITIONTIME", sql, type: scalar("TIMESTAMP"), origin: { use, column: "_PARTITIONTIME" } },
    { name: "_PARTITIONDATE", sql: `CAST(bq_utc(${sql}) AS DATE)`, type: scalar("DATE"), origin: { use, column: "_PARTITIONTIME" } },
  ];
}

/** https://cloud.google.com/bigquery/docs/querying-wildcard-tables: the columns are those of the newest table. */
function wildcard(uses: readonly TableUse[], pattern: string, alias: string): TableSource {
  const newest = uses.reduce((best, use) => (use.table.createdMs >= best.table.createdMs ? use : best));
  const names = newest.table.columns.map(({ field }) => field.name);
  const selects = uses.map((use) => {
    const own = new Set(use.table.columns.map(({ field }) => field.name.toLowerCase()));
    const list = names.map((name) => (own.has(name.toLowerCase()) ? quoteIdentifier(name) : `NULL AS ${quoteIdentifier(name)}`));
    const suffix = use.name.tableId.slice(pattern.length - 1);
    return `SELECT ${list.join(", ")}, ${quoteText(suffix)} AS "_TABLE_SUFFIX" FROM ${rowsSql(use)}`;
  });
  const suffix: Column = { name: "_TABLE_SUFFIX", sql: `${quoteIdentifier(alias)}."_TABLE_SUFFIX"`, type: scalar("STRING") };
  return { sql: `(${selects.join(" UNION ALL ")}) AS ${quoteIdentifier(alias)}`, columns: tableColumns(newest, alias), pseudo: [suffix] };
}

/** A view is its query, whose names are all complete. */
function view(outer: Place, use: TableUse, alias: string): TableSource {
  const { context } = outer;
  const sql = use.table.viewQuery ?? "";
  const inner = new Context(sql, { ...context.tables, defaultDataset: undefined }, []);
  const place = { context: inner, scope: new Scope(noNames, undefined), withs: new Map(), windows: new Map() };
  const compiled = compileQuery(place, parseStatement(sql));
  const columns = toColumns(compiled.columns, alias).map((column) => ({ ...column, origin: { use, column: column.name } }));
  context.usesInViews.push(...inner.uses, ...inner.usesInViews);
  return { sql: `(${compiled.sql}) AS ${quoteIdentifier(alias)}`, columns, pseudo: [] };
}
