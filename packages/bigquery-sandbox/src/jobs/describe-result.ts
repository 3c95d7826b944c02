import type { DuckDBConnection } from "@duckdb/node-api";

import { invalidQuery } from "../errors.ts";
import type { OutputColumn } from "../sql/compile/compile-query.ts";
import { toQueryError } from "../sql/duckdb-error.ts";
import type { Expression } from "../sql/syntax/ast.ts";
import type { SystemTimes, TableScope } from "../sql/compile/context.ts";
import { toFields, translate, translateTimes, type TranslatedQuery, type QueryText } from "../sql/translate.ts";
import { fieldTypeOf } from "../storage/duckdb-type.ts";
import type { Field, FieldType } from "../wire/field-type.ts";

/** Translates a query, whose tables may be read at times that DuckDB computes first. */
export async function translateQuery(
  connection: DuckDBConnection,
  text: QueryText,
  tables: TableScope,
): Promise<TranslatedQuery> {
  return translate(text, tables, await evaluateTimes(connection, text));
}

async function evaluateTimes(connection: DuckDBConnection, text: QueryText): Promise<SystemTimes> {
  const times = new Map<Expression, number>();
  for (const [node, sql] of translateTimes(text)) {
    const [row] = await run(connection, `SELECT (epoch_us((${sql})) // 1000)::DOUBLE`);
    times.set(node, Number(row?.[0]));
  }
  return times;
}

async function run(connection: DuckDBConnection, sql: string) {
  try {
    return (await connection.runAndReadAll(sql)).getRowsJS();
  } catch (error) {
    throw toQueryError(error);
  }
}

/** The columns of the result. DuckDB prepares the query, and must find the types that the analysis found. */
export async function describeResult(connection: DuckDBConnection, query: TranslatedQuery): Promise<Field[]> {
  const fields = toFields(query.columns);
  try {
    const prepared = await connection.prepare(query.sql);
    const types = fields.map((_, index) => fieldTypeOf(prepared.columnType(index)));
    prepared.destroySync();
    const wrong = fields.findIndex(({ type }, index) => shapeOf(type) !== shapeOf(types[index]));
    if (wrong < 0) return fields;
    const { name, type } = fields[wrong]!;
    throw new Error(`column ${name} is ${shapeOf(types[wrong])} instead of ${shapeOf(type)}`);
  } catch (error) {
    throw toQueryError(error);
  }
}

/** Types as DuckDB has them, without what only a schema says. */
function shapeOf(type: FieldType | undefined): string {
  return JSON.stringify(type, (key, value: unknown) => (key === "more" || key === "required" ? undefined : value));
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#query_statement */
export function checkNamed(kind: string, columns: readonly OutputColumn[]): void {
  const unnamed = columns.findIndex(({ name }) => name === undefined);
  if (unnamed >= 0) throw invalidQuery(`CREATE ${kind} columns must be named, but column ${unnamed + 1} has no name`);
}
