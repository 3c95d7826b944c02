/*
 * Parses INSERT, UPDATE, DELETE, MERGE and TRUNCATE TABLE.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax
 */
import { invalidQuery, notImplemented } from "../../errors.ts";
import type { Expression, FromItem, Query } from "../syntax/ast.ts";
import { parseExpression } from "../syntax/parse-expression.ts";
import { parseFrom } from "../syntax/parse-from.ts";
import { parseQuery } from "../syntax/parse-query.ts";
import type { Token } from "../tokens.ts";
import { parseValue, splitList, TokenReader } from "./token-reader.ts";

/** What happens to a row: new values by column, or its end. */
export type RowAction =
  | { readonly kind: "update"; readonly set: readonly Assignment[] }
  | { readonly kind: "delete" }
  | { readonly kind: "insert"; readonly set: readonly Assignment[] }
  /** INSERT ROW: the columns of the source. */
  | { readonly kind: "insert_row" };

/** `column = expression` */
export interface Assignment {
  readonly column: string;
  readonly expression: Expression;
}

/** Rows that an action applies to. Of several clauses the first that matches applies. */
export interface Clause {
  readonly rows: "matched" | "not_matched_by_target" | "not_matched_by_source";
  readonly condition: Expression | undefined;
  readonly action: RowAction;
}

/** A statement that changes rows of one table. */
export type DmlStatement =
  | {
      readonly kind: "insert";
      readonly target: readonly string[];
      /** Undefined: all columns in order. */
      readonly columns: readonly string[] | undefined;
      /** Of VALUES. */
      readonly rows: readonly (readonly Expression[])[];
    }
  | {
      readonly kind: "insert";
      readonly target: readonly string[];
      readonly columns: readonly string[] | undefined;
      /** There is a query in place of VALUES. */
      readonly rows: undefined;
      readonly query: Query;
    }
  | {
      readonly kind: "change";
      readonly target: readonly string[];
      readonly alias: string;
      /** What follows FROM or USING; undefined without them. */
      readonly source: FromItem | undefined;
      /** Of a MERGE: what matches; of others: which rows change. */
      readonly on: Expression;
      readonly clauses: readonly Clause[];
    }
  | { readonly kind: "truncate"; readonly target: readonly string[] };

/**
 * @param tokens without blanks, comments and a final semicolon
 * @param sql that they are from
 */
export function readDml(tokens: readonly Token[], sql: string): DmlStatement {
  const reader = new TokenReader(tokens, sql);
  if (reader.take("INSERT")) return readInsert(reader);
  if (reader.take("UPDATE")) return readUpdate(reader);
  if (reader.take("DELETE")) return readDelete(reader);
  if (reader.take("MERGE")) return readMerge(reader);
  reader.expect("TRUNCATE TABLE");
  const target = reader.path();
  reader.expectEnd();
  return { kind: "truncate", target };
}

function readInsert(reader: TokenReader): DmlStatement {
  reader.take("INTO");
  const target = reader.path();
  // A parenthesis may also begin a query.
  const hasColumns = reader.isNext("(") && !reader.isNext("( SELECT") && !reader.isNext("( WITH");
  const columns = hasColumns ? readNames(reader.parenthesized()) : undefined;
  if (reader.take("VALUES")) {
    const rows: Expression[][] = [];
    do rows.push(reader.expressions());
    while (reader.take(","));
    reader.expectEnd();
    return { kind: "insert", target, columns, rows };
  }
  const isQuery = ["SELECT", "WITH", "("].some((word) => reader.isNext(word));
  if (!isQuery) throw invalidQuery("Syntax error: Expected VALUES or SELECT");
  const query = reader.parse(parseQuery);
  reader.expectEnd();
  return { kind: "insert", target, columns, rows: undefined, query };
}

function readUpdate(reader: TokenReader): DmlStatement {
  const target = reader.path();
  const alias = reader.alias(["SET"]) ?? lastOf(target);
  reader.expect("SET");
  const set = readAssignments(reader, alias);
  const source = reader.take("FROM") ? reader.parse(parseFrom, "WHERE") : undefined;
  return {
    kind: "change",
    target,
    alias,
    source,
    on: readWhere(reader, "UPDATE"),
    clauses: [always({ kind: "update", set })],
  };
}

function readDelete(reader: TokenReader): DmlStatement {
  reader.take("FROM");
  const target = reader.path();
  const alias = reader.alias(["WHERE"]) ?? lastOf(target);
  return {
    kind: "change",
    target,
    alias,
    source: undefined,
    on: readWhere(reader, "DELETE"),
    clauses: [always({ kind: "delete" })],
  };
}

function readMerge(reader: TokenReader): DmlStatement {
  reader.take("INTO");
  const target = reader.path();
  const alias = reader.alias(["USING"]) ?? lastOf(target);
  reader.expect("USING");
  const source = reader.parse(parseFrom, "ON");
  reader.expect("ON");
  const on = reader.parse(parseExpression, "WHEN");
  const clauses: Clause[] = [];
  while (reader.take("WHEN")) clauses.push(readClause(reader));
  reader.expectEnd();
  if (clauses.length === 0) throw invalidQuery("Syntax error: MERGE must have a WHEN clause");
  return { kind: "change", target, alias, source, on, clauses };
}

function readClause(reader: TokenReader): Clause {
  const rows = readRows(reader);
  const condition = reader.take("AND") ? reader.parse(parseExpression, "THEN") : undefined;
  reader.expect("THEN");
  const action = readAction(reader);
  if ((rows === "not_matched_by_target") !== action.kind.startsWith("insert")) {
    throw invalidQuery(
      `Syntax error: ${action.kind.toUpperCase().replace("_", " ")} is not allowed in this WHEN clause`,
    );
  }
  return { rows, condition, action };
}

function readRows(reader: TokenReader): Clause["rows"] {
  if (reader.take("MATCHED")) return "matched";
  reader.expect("NOT MATCHED");
  if (reader.take("BY SOURCE")) return "not_matched_by_source";
  reader.take("BY TARGET");
  return "not_matched_by_target";
}

function readAction(reader: TokenReader): RowAction {
  if (reader.take("DELETE")) return { kind: "delete" };
  if (reader.take("UPDATE SET")) return { kind: "update", set: readAssignments(reader, "") };
  reader.expect("INSERT");
  const columns = reader.isNext("(") ? readNames(reader.parenthesized()) : undefined;
  if (reader.take("ROW")) {
    if (columns !== undefined) throw notImplemented("INSERT with columns and ROW in MERGE");
    return { kind: "insert_row" };
  }
  reader.expect("VALUES");
  const values = reader.expressions();
  if (columns === undefined) throw notImplemented("INSERT without names of columns in MERGE");
  if (columns.length !== values.length) throw invalidQuery("Inserted row has wrong column count");
  return { kind: "insert", set: columns.map((column, index) => ({ column, expression: values[index]! })) };
}

function readAssignments(reader: TokenReader, alias: string): Assignment[] {
  const assignments: Assignment[] = [];
  do {
    const path = reader.path();
    if (path.length > 1 && path[0]?.toLowerCase() === alias.toLowerCase()) path.shift();
    if (path.length > 1)
      throw notImplemented(`SET of a field inside a STRUCT (${path.join(".")}): set the whole STRUCT`);
    reader.expect("=");
    assignments.push({ column: lastOf(path), expression: reader.parse(parseValue, ",", "FROM", "WHERE", "WHEN") });
  } while (reader.take(","));
  return assignments;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#update_statement: WHERE is required. */
function readWhere(reader: TokenReader, verb: string): Expression {
  if (!reader.take("WHERE")) throw invalidQuery(`Syntax error: ${verb} must have a WHERE clause`);
  const where = reader.parse(parseExpression);
  reader.expectEnd();
  return where;
}

function always(action: RowAction): Clause {
  return { rows: "matched", condition: undefined, action };
}

function readNames(tokens: readonly Token[]): string[] {
  return splitList(tokens).map((part) => new TokenReader(part).name());
}

function lastOf(parts: readonly string[]): string {
  return parts.at(-1) ?? "";
}
