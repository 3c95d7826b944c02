import { duckdbTypeOf } from "../../storage/duckdb-type.ts";
import type { FieldType } from "../../wire/field-type.ts";
import { quoteText } from "../quote.ts";
import type { Unchecked } from "./float-overflow.ts";
import type { FieldPath, TableUse } from "./table-use.ts";
import { describeType, scalar } from "./types.ts";

/** A compiled expression: DuckDB's SQL and GoogleSQL's type. */
export interface Value {
  readonly sql: string;
  readonly type: FieldType;
  /** What a literal coerces to more types than other values by. */
  readonly literal?: LiteralKind | undefined;
  /** A literal's meaning: the number's digits, the text. */
  readonly constant?: string | undefined;
  /** The name that the column of a result gets; absent for anything but a path. */
  readonly name?: string | undefined;
  /** Of a STRUCT that was built from these. */
  readonly items?: readonly Value[] | undefined;
  /** The stored column, or the field in it, that this is, unchanged. */
  readonly origin?: Origin | undefined;
  /** FLOAT64 arithmetic that the enclosing operation still has to check for overflow. */
  readonly unchecked?: Unchecked | undefined;
}

export type LiteralKind = "INTEGER" | "FLOAT" | "STRING" | "NULL" | "EMPTY_ARRAY" | "PARAMETER" | "ERROR";

/** A column of a table, or a field in it. */
export interface Origin {
  readonly use: TableUse;
  readonly path: FieldPath;
}

/** A field of what this is. */
export function within(origin: Origin | undefined, name: string): Origin | undefined {
  return origin && { use: origin.use, path: [...origin.path, name] };
}

export function value(sql: string, type: FieldType): Value {
  return { sql, type };
}

export function nullOf(type: FieldType): string {
  return `CAST(NULL AS ${duckdbTypeOf(type)})`;
}

/** DuckDB's SQL that fails with BigQuery's message; never NULL, so that a CASE has a type. */
export function raise(message: string, type: FieldType): string {
  return raiseSql(quoteText(message), type);
}

/** {@link raise}, with a message computed in SQL. */
export function raiseSql(message: string, type: FieldType): string {
  return `CAST(bq_raise(${message}) AS ${duckdbTypeOf(type)})`;
}

export function describeValue(of: Value): string {
  return of.literal === "NULL" ? "NULL" : describeType(of.type);
}

export const nullLiteral: Value = { sql: nullOf(scalar("INT64")), type: scalar("INT64"), literal: "NULL" };
