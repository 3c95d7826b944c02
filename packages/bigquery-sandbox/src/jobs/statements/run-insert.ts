import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../../errors.ts";
import type { DmlStatement } from "../../sql/statements/dml.ts";
import { assignSql, missingSql } from "../../storage/assign.ts";
import type { StoredTable } from "../../storage/stored-table.ts";
import type { Field } from "../../wire/field-type.ts";
import { describeSelect, selectSql } from "./scope.ts";
import type { StatementContext } from "./statement.ts";

type Insert = DmlStatement & { readonly kind: "insert" };

/** SELECT of the rows that an INSERT adds, with all columns of the table. */
export async function insertedRowsSql(
  connection: DuckDBConnection,
  context: StatementContext,
  statement: Insert,
  table: StoredTable,
): Promise<string> {
  const fields = table.columns.map(({ field }) => field);
  const columns = statement.columns?.map((name) => findField(fields, name)) ?? fields;
  if (statement.rows === undefined) {
    const rows = await selectSql(connection, context, statement.query);
    return assignedRowsSql(connection, { rows, columns, fields, literals: [], sql: context.sql });
  }
  // Row by row, because the types of one column may differ between rows.
  const selects: string[] = [];
  for (const row of statement.rows) {
    const rows = await selectSql(connection, context, `SELECT ${row.map(({ text }) => text).join(", ")}`);
    const literals = row.map(({ isLiteral }) => isLiteral);
    selects.push(await assignedRowsSql(connection, { rows, columns, fields, literals, sql: context.sql }));
  }
  return selects.join(" UNION ALL ");
}

/** A query's rows as rows of a table. */
export interface RowsOfQuery {
  /** DuckDB SQL of the query. */
  readonly rows: string;
  /** The columns that the query's columns are, in order. */
  readonly columns: readonly Field[];
  /** All columns of the table. */
  readonly fields: readonly Field[];
  /** By column: true if it may be a string literal. */
  readonly literals: readonly boolean[];
  readonly sql: string;
}

/** SELECT of the query's rows in the types and the order of the table's columns. */
export async function assignedRowsSql(connection: DuckDBConnection, query: RowsOfQuery): Promise<string> {
  const { rows, columns, fields, literals } = query;
  const found = await describeSelect(connection, rows, query.sql);
  if (found.length !== columns.length) {
    throw invalidQuery(`Inserted row has wrong column count; Has ${found.length}, expected ${columns.length}`);
  }
  const values = fields.map((field) => {
    const index = columns.indexOf(field);
    const type = found[index];
    if (type === undefined) return missingSql(field);
    return assignSql({ sql: `"c${index}"`, type, isLiteral: literals[index] ?? false }, field);
  });
  const names = found.map((_, index) => `"c${index}"`).join(", ");
  return `SELECT ${values.join(", ")} FROM (${rows}) AS source (${names})`;
}

/** The column of this name, in any case. */
export function findField(fields: readonly Field[], name: string): Field {
  const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (field === undefined) throw invalidQuery(`Column ${name} is not present in table`);
  return field;
}
