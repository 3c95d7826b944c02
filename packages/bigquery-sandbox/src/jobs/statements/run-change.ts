/*
 * Runs UPDATE, DELETE and MERGE. The changed rows are collected first, in a table of their own: a row's number, what happens
 * to it and its new values. Then the table is written again with them. DuckDB's own statements are not used, because they
 * reorder and renumber the rows of the table that earlier versions read.
 */
import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../../errors.ts";
import { outputName } from "../../sql/compile/compile-query.ts";
import { quoteIdentifier } from "../../sql/quote.ts";
import type { Assignment, Clause, DmlStatement, RowAction } from "../../sql/statements/dml.ts";
import type { Expression, FromItem } from "../../sql/syntax/ast.ts";
import {
  columnOf,
  crossJoin,
  isNotTrue,
  notExists,
  nullExpression,
  selectQuery,
  tableItem,
} from "../../sql/syntax/make-query.ts";
import type { FoundTable } from "../../storage/catalog.ts";
import { missingSql } from "../../storage/duckdb-type.ts";
import { INGESTION_TIME, ingestionTimeSql, ingestionUnit } from "../../storage/partitioning.ts";
import { addNewRows, storedFields, type StoredTable } from "../../storage/stored-table.ts";
import type { TableWriter } from "../../storage/table-writer.ts";
import type { Field } from "../../wire/field-type.ts";
import { ROW_COLUMN, targetPath } from "../table-resolver.ts";
import { assignedSql, findField, type RowsOfQuery } from "./run-insert.ts";
import { translatePart } from "./scope.ts";
import type { RowCounts, StatementContext } from "./statement.ts";

type Change = DmlStatement & { readonly kind: "change" };

/** The collected changes. Temporary, so that each connection has its own. */
const CHANGES = "changes";

/** The table as it is afterwards, not yet committed. */
export async function changedTable(
  connection: DuckDBConnection,
  writer: TableWriter,
  context: StatementContext,
  statement: Change,
  target: FoundTable,
): Promise<{ table: StoredTable; counts: RowCounts }> {
  const { table } = target;
  const collector = new ChangeCollector(connection, context, statement, target);
  try {
    await collector.collect();
    const counts = await countChanges(connection);
    const copy = await writer.emptied(connection, table);
    await connection.run(`INSERT INTO ${copy.sqlName} ${keptRowsSql(table)}`);
    return { table: await addNewRows(connection, copy), counts };
  } finally {
    await connection.run(`DROP TABLE IF EXISTS temp.${CHANGES}`);
  }
}

class ChangeCollector {
  readonly #connection: DuckDBConnection;
  readonly #context: StatementContext;
  readonly #statement: Change;
  readonly #target: FoundTable;
  /** The table's columns. */
  readonly #own: readonly Field[];
  /** With the time of arrival. */
  readonly #fields: readonly Field[];
  readonly #unit: string | undefined;

  constructor(connection: DuckDBConnection, context: StatementContext, statement: Change, target: FoundTable) {
    this.#connection = connection;
    this.#context = context;
    this.#statement = statement;
    this.#target = target;
    this.#own = target.table.columns.map(({ field }) => field);
    this.#fields = storedFields(target.table);
    this.#unit = ingestionUnit(target.table.properties);
  }

  async collect(): Promise<void> {
    await this.#connection.run(
      `CREATE TEMP TABLE ${CHANGES} AS SELECT 0::BIGINT AS "$row", '' AS "$kind", * FROM ${this.#target.table.sqlName} LIMIT 0`,
    );
    for (const [index, clause] of this.#statement.clauses.entries()) await this.#collectClause(clause, index);
    const twice = await this.#connection.runAndReadAll(
      `SELECT 1 FROM ${CHANGES} WHERE "$row" IS NOT NULL GROUP BY "$row" HAVING count(*) > 1 LIMIT 1`,
    );
    if (twice.currentRowCount === 0) return;
    throw invalidQuery("UPDATE/MERGE must match at most one source row for each target row");
  }

  /** The changes of a clause are the rows of one query. */
  async #collectClause(clause: Clause, index: number): Promise<void> {
    const { from, where } = this.#from(clause.rows);
    const earlier = this.#statement.clauses.slice(0, index).filter(({ rows }) => rows === clause.rows);
    const conditions = [
      where,
      ...(clause.condition === undefined ? [] : [clause.condition]),
      // The first clause that matches applies.
      ...earlier.map(({ condition }) => (condition === undefined ? never : isNotTrue(condition))),
    ];
    const row = clause.rows === "not_matched_by_target" ? nullExpression : columnOf(this.#statement.alias, ROW_COLUMN);
    const set = this.#valuesOf(clause.action);
    const values =
      clause.action.kind === "insert_row" ? (["*"] as const) : (set ?? []).map(({ expression }) => expression);
    const query = selectQuery([row, ...values], from, conditions);
    await this.#store(clause.action, await translatePart(this.#connection, this.#context, query, this.#target), set);
  }

  async #store(action: RowAction, { sql, columns: found }: RowsOfQuery, set: readonly Assignment[] | undefined) {
    const columns = set?.map(({ column }) => findField(this.#fields, column)) ?? this.#own;
    if (action.kind === "insert_row" && found.length !== 1 + columns.length) {
      throw invalidQuery("Inserted row has wrong column count");
    }
    const twice = columns.find((field, index) => columns.indexOf(field) !== index);
    if (twice !== undefined) throw invalidQuery(`Column ${twice.name} is assigned more than once`);
    const values = this.#fields.map((field) => {
      const index = columns.indexOf(field);
      const column = action.kind === "delete" ? undefined : found[index + 1];
      if (index < 0 || column === undefined) return this.#missingSql(field);
      return assignedSql(column, index + 1, field, this.#unit);
    });
    const kind = action.kind.replace("insert_row", "insert");
    const list = [outputName(0), `'${kind}'`, ...values].join(", ");
    await this.#connection.run(`INSERT INTO ${CHANGES} SELECT ${list} FROM (${sql}) AS source`);
  }

  #missingSql(field: Field): string {
    return field === INGESTION_TIME && this.#unit !== undefined ? ingestionTimeSql(this.#unit) : missingSql(field);
  }

  /** Expressions of the new values; undefined if the source's columns are taken by position. */
  #valuesOf(action: RowAction): readonly Assignment[] | undefined {
    if (action.kind === "insert_row") return undefined;
    if (action.kind === "delete") return [];
    if (action.kind === "insert") return action.set;
    const assigned = new Set(action.set.map(({ column }) => column.toLowerCase()));
    const kept = this.#fields.filter(({ name }) => !assigned.has(name.toLowerCase()));
    const { alias } = this.#statement;
    return [...action.set, ...kept.map(({ name }) => ({ column: name, expression: columnOf(alias, name) }))];
  }

  #from(rows: Clause["rows"]): { from: FromItem; where: Expression } {
    const { source, alias, on } = this.#statement;
    const target = tableItem(targetPath, alias);
    if (source === undefined) return { from: target, where: on };
    if (rows === "matched") return { from: crossJoin(target, source), where: on };
    const [from, others] = rows === "not_matched_by_target" ? [source, target] : [target, source];
    return { from, where: notExists(others, on) };
  }
}

const never: Expression = { kind: "literal", type: "BOOLEAN", value: "FALSE", at: 0 };

async function countChanges(connection: DuckDBConnection): Promise<RowCounts> {
  const count = (kind: string) => `(count(*) FILTER ("$kind" = '${kind}'))::DOUBLE`;
  const result = await connection.runAndReadAll(
    `SELECT ${count("insert")}, ${count("update")}, ${count("delete")} FROM ${CHANGES}`,
  );
  const [inserted, updated, deleted] = (result.getRowsJS()[0] ?? []).map(Number);
  return { inserted: inserted ?? 0, updated: updated ?? 0, deleted: deleted ?? 0 };
}

/** All rows in their order, changed or not, without the deleted ones; then the inserted ones. */
function keptRowsSql(table: StoredTable): string {
  const names = storedFields(table).map(({ name }) => quoteIdentifier(name));
  const either = names.map((name) => `CASE WHEN c."$row" IS NULL THEN t.${name} ELSE c.${name} END`);
  return `SELECT ${names.join(", ")} FROM (
    SELECT t.rowid AS "$order", ${either.map((sql, index) => `${sql} AS ${names[index]}`).join(", ")}
    FROM ${table.sqlName} AS t LEFT JOIN ${CHANGES} AS c ON c."$row" = t.rowid
    WHERE t.rowid < ${table.rowCount} AND c."$kind" IS DISTINCT FROM 'delete'
    UNION ALL
    SELECT ${table.rowCount} + rowid, ${names.join(", ")} FROM ${CHANGES} WHERE "$kind" = 'insert'
  ) ORDER BY "$order"`;
}
