/*
 * Runs UPDATE, DELETE and MERGE. The changed rows are collected first, in a table of their own: a row's number, what happens
 * to it and its new values. Then the table is written again with them. DuckDB's own statements are not used, because they
 * reorder rows and number them anew in the table that earlier versions read.
 */
import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../../errors.ts";
import { quoteIdentifier } from "../../sql/quote.ts";
import type { Assignment, Clause, DmlStatement, RowAction } from "../../sql/statements/dml.ts";
import { assignSql, missingSql } from "../../storage/assign.ts";
import { addNewRows, type StoredTable } from "../../storage/stored-table.ts";
import type { TableWriter } from "../../storage/table-writer.ts";
import type { Field } from "../../wire/field-type.ts";
import { findField } from "./run-insert.ts";
import { targetPath } from "../table-resolver.ts";
import { describeSelect, selectSql } from "./scope.ts";
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
  table: StoredTable,
): Promise<{ table: StoredTable; counts: RowCounts }> {
  const collector = new ChangeCollector(connection, context, statement, table);
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
  readonly #table: StoredTable;
  readonly #fields: readonly Field[];

  constructor(connection: DuckDBConnection, context: StatementContext, statement: Change, table: StoredTable) {
    this.#connection = connection;
    this.#context = context;
    this.#statement = statement;
    this.#table = table;
    this.#fields = table.columns.map(({ field }) => field);
  }

  async collect(): Promise<void> {
    await this.#connection.run(
      `CREATE TEMP TABLE ${CHANGES} AS SELECT 0::BIGINT AS "$row", '' AS "$kind", * FROM ${this.#table.sqlName} LIMIT 0`,
    );
    for (const [index, clause] of this.#statement.clauses.entries()) await this.#collectClause(clause, index);
    const twice = await this.#connection.runAndReadAll(
      `SELECT 1 FROM ${CHANGES} WHERE "$row" IS NOT NULL GROUP BY "$row" HAVING count(*) > 1 LIMIT 1`,
    );
    if (twice.currentRowCount === 0) return;
    throw invalidQuery("UPDATE/MERGE must match at most one source row for each target row");
  }

  /** The changes of a clause are the rows of one query in GoogleSQL. */
  async #collectClause(clause: Clause, index: number): Promise<void> {
    const from = this.#from(clause.rows);
    const earlier = this.#statement.clauses.slice(0, index).filter(({ rows }) => rows === clause.rows);
    const conditions = [
      ...(clause.condition === undefined ? [] : [`(${clause.condition})`]),
      // The first clause that matches applies.
      ...earlier.map(({ condition }) => `NOT IFNULL(${condition ?? "TRUE"}, FALSE)`),
    ];
    const row = clause.rows === "not_matched_by_target" ? "NULL" : `${quoteName(this.#statement.alias)}.\`$row\``;
    const set = this.#valuesOf(clause.action);
    const list = [row, ...(set ?? []).map(({ expression }) => expression.text)].join(", ");
    const items = clause.action.kind === "insert_row" ? "NULL, *" : list;
    const query = `SELECT ${items} FROM ${from.text} WHERE ${[from.where, ...conditions].join(" AND ")}`;
    const rows = await selectSql(this.#connection, this.#context, query, this.#table);
    await this.#store(clause.action, rows, set);
  }

  async #store(action: RowAction, rows: string, set: readonly Assignment[] | undefined): Promise<void> {
    const types = await describeSelect(this.#connection, rows, this.#context.sql);
    const columns = set?.map(({ column }) => findField(this.#fields, column)) ?? this.#fields;
    if (action.kind === "insert_row" && types.length !== 1 + columns.length) {
      throw invalidQuery("Inserted row has wrong column count");
    }
    const twice = columns.find((field, index) => columns.indexOf(field) !== index);
    if (twice !== undefined) throw invalidQuery(`Column ${twice.name} is assigned more than once`);
    const values = this.#fields.map((field) => {
      const index = columns.indexOf(field);
      const type = action.kind === "delete" ? undefined : types[index + 1];
      if (index < 0 || type === undefined) return missingSql(field);
      return assignSql({ sql: `"c${index + 1}"`, type, isLiteral: set?.[index]?.expression.isLiteral ?? false }, field);
    });
    const names = types.map((_, index) => `"c${index}"`).join(", ");
    const kind = action.kind.replace("insert_row", "insert");
    await this.#connection.run(
      `INSERT INTO ${CHANGES} SELECT ${[`"c0"`, `'${kind}'`, ...values].join(", ")} FROM (${rows}) AS source (${names})`,
    );
  }

  /** Expressions of the new values; undefined if the source's columns are taken by position. */
  #valuesOf(action: RowAction): readonly Assignment[] | undefined {
    if (action.kind === "insert_row") return undefined;
    if (action.kind === "delete") return [];
    if (action.kind === "insert") return action.set;
    const assigned = new Set(action.set.map(({ column }) => column.toLowerCase()));
    const kept = this.#fields.filter(({ name }) => !assigned.has(name.toLowerCase()));
    return [
      ...action.set,
      ...kept.map(({ name }) => {
        const text = `${quoteName(this.#statement.alias)}.${quoteName(name)}`;
        return { column: name, expression: { text, isLiteral: false } };
      }),
    ];
  }

  #from(rows: Clause["rows"]): { text: string; where: string } {
    const { source, alias } = this.#statement;
    const on = `(${this.#statement.on})`;
    const target = `${targetPath} AS ${quoteName(alias)}`;
    if (source === undefined) return { text: target, where: on };
    if (rows === "matched") return { text: `${target}, ${source}`, where: on };
    const [some, others] = rows === "not_matched_by_target" ? [source, target] : [target, source];
    return { text: some, where: `NOT EXISTS (SELECT 1 FROM ${others} WHERE ${on})` };
  }
}

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
  const names = table.columns.map(({ field }) => quoteIdentifier(field.name));
  const either = names.map((name) => `CASE WHEN c."$row" IS NULL THEN t.${name} ELSE c.${name} END`);
  return `SELECT ${names.join(", ")} FROM (
    SELECT t.rowid AS "$order", ${either.map((sql, index) => `${sql} AS ${names[index]}`).join(", ")}
    FROM ${table.sqlName} AS t LEFT JOIN ${CHANGES} AS c ON c."$row" = t.rowid
    WHERE t.rowid < ${table.rowCount} AND c."$kind" IS DISTINCT FROM 'delete'
    UNION ALL
    SELECT ${table.rowCount} + rowid, ${names.join(", ")} FROM ${CHANGES} WHERE "$kind" = 'insert'
  ) ORDER BY "$order"`;
}

/** A name in GoogleSQL. */
function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "\\`")}\``;
}
