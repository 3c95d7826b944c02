/*
 * Runs UPDATE, DELETE and MERGE. The changed rows are collected first, in a table of their own: a row's number, what happens
 * to it and its new values. Then the table is written again with them. DuckDB's own statements are not used, because they
 * reorder rows and number them anew in the table that earlier versions read.
 */
import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../../errors.ts";
import { quoteIdentifier } from "../../sql/quote.ts";
import type { Assignment, Clause, DmlStatement, RowAction } from "../../sql/statements/dml.ts";
import { type Token, rawToken } from "../../sql/tokens.ts";
import { assignSql, missingSql } from "../../storage/assign.ts";
import { addNewRows, type StoredTable } from "../../storage/stored-table.ts";
import type { TableWriter } from "../../storage/table-writer.ts";
import type { Field } from "../../wire/field-type.ts";
import { findField } from "./run-insert.ts";
import { describeSelect, toSql } from "./scope.ts";
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
  readonly #fields: readonly Field[];
  readonly #tableName: string;
  readonly #target: string;
  readonly #source: string | undefined;
  readonly #on: string;

  constructor(connection: DuckDBConnection, context: StatementContext, statement: Change, table: StoredTable) {
    this.#connection = connection;
    this.#context = context;
    this.#statement = statement;
    this.#fields = table.columns.map(({ field }) => field);
    this.#tableName = table.sqlName;
    this.#target = `(SELECT rowid AS "$row", * FROM ${table.sqlName} WHERE rowid < ${table.rowCount}) AS ${quoteIdentifier(statement.alias)}`;
    this.#source = statement.source && toSql([word("FROM"), ...statement.source], context.scope).replace(/^FROM /, "");
    this.#on = `(${this.#sql(statement.on)})`;
  }

  async collect(): Promise<void> {
    await this.#connection.run(
      `CREATE TEMP TABLE ${CHANGES} AS SELECT 0::BIGINT AS "$row", '' AS "$kind", * FROM ${this.#tableName} LIMIT 0`,
    );
    for (const [index, clause] of this.#statement.clauses.entries()) await this.#collectClause(clause, index);
    const [twice] = (
      await this.#connection.runAndReadAll(
        `SELECT 1 FROM ${CHANGES} WHERE "$row" IS NOT NULL GROUP BY "$row" HAVING count(*) > 1 LIMIT 1`,
      )
    ).getRowsJS();
    if (twice !== undefined) throw invalidQuery("UPDATE/MERGE must match at most one source row for each target row");
  }

  async #collectClause(clause: Clause, index: number): Promise<void> {
    const from = this.#from(clause.rows);
    const earlier = this.#statement.clauses.slice(0, index).filter(({ rows }) => rows === clause.rows);
    const conditions = [
      ...(clause.condition === undefined ? [] : [`(${this.#sql(clause.condition)})`]),
      // The first clause that matches applies.
      ...earlier.map(({ condition }) => `(${condition === undefined ? "true" : this.#sql(condition)}) IS NOT TRUE`),
    ];
    const where = [from.where, ...conditions].join(" AND ");
    const values = await this.#values(clause.action, `${from.sql} WHERE ${where}`);
    const row = clause.rows === "not_matched_by_target" ? "NULL" : `${quoteIdentifier(this.#statement.alias)}."$row"`;
    const kind = clause.action.kind.replace("insert_row", "insert");
    await this.#connection.run(
      `INSERT INTO ${CHANGES} SELECT ${[row, `'${kind}'`, ...values].join(", ")} FROM ${from.sql} WHERE ${where}`,
    );
  }

  #from(rows: Clause["rows"]): { sql: string; where: string } {
    const [target, source, on] = [this.#target, this.#source, this.#on];
    if (source === undefined) return { sql: target, where: on };
    if (rows === "matched") return { sql: `${target}, ${source}`, where: on };
    const [some, others] = rows === "not_matched_by_target" ? [source, target] : [target, source];
    return { sql: some, where: `NOT EXISTS (SELECT 1 FROM ${others} WHERE ${on})` };
  }

  /** New values of all columns, for rows of this FROM clause. */
  async #values(action: RowAction, from: string): Promise<string[]> {
    if (action.kind === "delete") return this.#fields.map(missingSql);
    const set = action.kind === "insert_row" ? await this.#wholeSource() : action.set;
    const sqls = set.map(({ expression }) => this.#sql(expression));
    const types = await describeSelect(this.#connection, `SELECT ${sqls.join(", ")} FROM ${from}`, this.#context.sql);
    const columns = set.map(({ column }) => findField(this.#fields, column));
    const twice = columns.find((field, index) => columns.indexOf(field) !== index);
    if (twice !== undefined) throw invalidQuery(`Column ${twice.name} is assigned more than once`);
    return this.#fields.map((field) => {
      const index = columns.indexOf(field);
      if (index < 0) return action.kind === "update" ? this.#own(field) : missingSql(field);
      const isLiteral = set[index]?.expression.length === 1;
      return assignSql({ sql: `(${sqls[index]})`, type: types[index]!.type, isLiteral }, field);
    });
  }

  /** INSERT ROW takes the columns of the source by position. */
  async #wholeSource(): Promise<Assignment[]> {
    const sourceSql = `SELECT * FROM ${this.#source}`;
    const columns = await describeSelect(this.#connection, sourceSql, this.#context.sql);
    if (columns.length !== this.#fields.length) throw invalidQuery("Inserted row has wrong column count");
    return this.#fields.map(({ name }, index) => {
      return { column: name, expression: [rawToken(quoteIdentifier(columns[index]!.name))] };
    });
  }

  #own({ name }: Field): string {
    return `${quoteIdentifier(this.#statement.alias)}.${quoteIdentifier(name)}`;
  }

  #sql(tokens: readonly Token[]): string {
    return toSql(tokens, this.#context.scope);
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

function word(value: string): Token {
  return { kind: "word", text: value, value };
}
