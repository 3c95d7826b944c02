import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../../errors.ts";
import { assignSql, partitionTimeSql } from "../../sql/compile/assign.ts";
import { type OutputColumn, outputName } from "../../sql/compile/compile-query.ts";
import type { DmlStatement } from "../../sql/statements/dml.ts";
import { selectQuery } from "../../sql/syntax/make-query.ts";
import { missingSql } from "../../storage/duckdb-type.ts";
import { INGESTION_TIME, ingestionUnit } from "../../storage/partitioning.ts";
import { storedFields, type StoredTable } from "../../storage/stored-table.ts";
import type { Field } from "../../wire/field-type.ts";
import { translatePart } from "./scope.ts";
import type { StatementContext } from "./statement.ts";

type Insert = DmlStatement & { readonly kind: "insert" };

/** Rows to append, and the fields that their columns are. */
export interface InsertedRows {
  readonly sql: string;
  readonly fields: readonly Field[];
}

/** SELECT of the rows that an INSERT adds. */
export async function insertedRows(
  connection: DuckDBConnection,
  context: StatementContext,
  statement: Insert,
  table: StoredTable,
): Promise<InsertedRows> {
  const own = table.columns.map(({ field }) => field);
  const columns = statement.columns?.map((name) => findField(storedFields(table), name)) ?? own;
  const twice = columns.find((field, index) => columns.indexOf(field) !== index);
  if (twice !== undefined) throw invalidQuery(`INSERT has columns with duplicate name: ${twice.name}`);
  const fields = columns.includes(INGESTION_TIME) ? [...own, INGESTION_TIME] : own;
  const target = { columns, fields, unit: ingestionUnit(table.properties) };
  if (statement.rows === undefined) {
    const { sql, columns } = await translatePart(connection, context, statement.query);
    return { sql: assignedRowsSql({ sql, columns: columns.map(withoutText) }, target), fields };
  }
  // Row by row, because the types of one column may differ between rows.
  const selects: string[] = [];
  for (const row of statement.rows) {
    selects.push(assignedRowsSql(await translatePart(connection, context, selectQuery(row)), target));
  }
  return { sql: selects.join(" UNION ALL "), fields };
}

/** A text of a query is a STRING, one of VALUES may become a date. */
export function withoutText(column: OutputColumn): OutputColumn {
  const { literal, ...value } = column.value;
  return literal === "STRING" ? { ...column, value } : column;
}

/** A query's rows. */
export interface RowsOfQuery {
  /** DuckDB SQL, whose columns are `c0`, `c1`, ... */
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

/** Where rows go. */
export interface RowsTarget {
  /** The columns that the query's columns are, in order. */
  readonly columns: readonly Field[];
  /** All columns to write. */
  readonly fields: readonly Field[];
  /** Set for a table that is partitioned by ingestion time: `DAY`, `HOUR` and so on. */
  readonly unit?: string | undefined;
}

/** SELECT of the query's rows in the types and the order of the table's columns. */
export function assignedRowsSql({ sql, columns: found }: RowsOfQuery, { columns, fields, unit }: RowsTarget): string {
  if (found.length !== columns.length) {
    throw invalidQuery(`Inserted row has wrong column count; Has ${found.length}, expected ${columns.length}`);
  }
  const values = fields.map((field) => {
    const index = columns.indexOf(field);
    return index < 0 ? missingSql(field) : assignedSql(found[index]!, index, field, unit);
  });
  return `SELECT ${values.join(", ")} FROM (${sql}) AS source`;
}

/** One column of a query in the type of the field that it becomes. */
export function assignedSql({ value }: OutputColumn, index: number, field: Field, unit: string | undefined): string {
  const sql = assignSql({ ...value, sql: outputName(index), unchecked: undefined }, field);
  return field === INGESTION_TIME && unit !== undefined ? partitionTimeSql(sql, unit) : sql;
}

/** The column of this name, in any case. */
export function findField(fields: readonly Field[], name: string): Field {
  const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (field === undefined) throw invalidQuery(`Column ${name} is not present in table`);
  return field;
}
