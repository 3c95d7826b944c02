import { invalidQuery, notImplemented } from "../../errors.ts";
import { SCRIPTS } from "../coverage.ts";
import { readTokens } from "../tokens.ts";
import type { Expression, Query } from "./ast.ts";
import { Cursor, place } from "./cursor.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseQuery, startsQuery } from "./parse-query.ts";

const otherStatements = /^(INSERT|UPDATE|DELETE|MERGE|DROP|ALTER|TRUNCATE|EXPORT|LOAD|DECLARE|BEGIN|CALL)$/;

/** A condition that is a text of its own. */
export function parseCondition(sql: string): Expression {
  const cursor = new Cursor(readTokens(sql), sql);
  const condition = parseExpression(cursor);
  if (!cursor.isAtEnd) throw cursor.unexpected("end of script");
  return condition;
}

/** The query that a text is; throws BigQuery's error for anything else. */
export function parseStatement(sql: string): Query {
  const cursor = new Cursor(readTokens(sql), sql);
  if (cursor.isAtEnd) throw invalidQuery("Syntax error: Unexpected end of statement at [1:1]");
  if (!startsQuery(cursor)) throw notAQuery(cursor, sql);
  const query = parseQuery(cursor);
  if (cursor.accept(";") && !cursor.isAtEnd) throw notImplemented(SCRIPTS);
  if (!cursor.isAtEnd) throw cursor.unexpected("end of script");
  return query;
}

function notAQuery(cursor: Cursor, sql: string): Error {
  const { value = "", at = 0 } = cursor.peek() ?? {};
  const upper = value.toUpperCase();
  if (upper === "CREATE") return notImplemented("functions, which CREATE FUNCTION makes");
  if (upper === "FROM") return cursor.unsupported("Pipe syntax");
  if (otherStatements.test(upper)) return notImplemented(`${upper} statements in the place of a query`);
  return invalidQuery(`Syntax error: Unexpected identifier "${value}"${place(sql, at)}`);
}
