import type { FromItem, OffsetName } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseQuery, startsQuery } from "./parse-query.ts";

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#from_clause */
export function parseFrom(cursor: Cursor): FromItem {
  let left = parseJoins(cursor);
  for (let at = cursor.at; cursor.accept(","); at = cursor.at) {
    left = { kind: "join", type: "CROSS", left, right: parseJoins(cursor), on: undefined, using: [], at };
  }
  return left;
}

function parseJoins(cursor: Cursor): FromItem {
  let left = parseItem(cursor);
  for (;;) {
    const { at } = cursor;
    const type = parseJoinType(cursor);
    if (type === undefined) return left;
    const right = parseItem(cursor);
    const on = cursor.accept("ON") ? parseExpression(cursor) : undefined;
    const using: string[] = [];
    if (on === undefined && cursor.accept("USING")) {
      cursor.expect("(");
      do using.push(cursor.name());
      while (cursor.accept(","));
      cursor.expect(")");
    }
    left = { kind: "join", type, left, right, on, using, at };
  }
}

function parseJoinType(cursor: Cursor): "CROSS" | "INNER" | "LEFT" | "RIGHT" | "FULL" | undefined {
  if (cursor.accept("JOIN")) return "INNER";
  const type = (["CROSS", "INNER", "LEFT", "RIGHT", "FULL"] as const).find((word) => cursor.accept(word));
  if (type === undefined) return undefined;
  if (type !== "CROSS" && type !== "INNER") cursor.accept("OUTER");
  cursor.expect("JOIN");
  return type;
}

function parseItem(cursor: Cursor): FromItem {
  const { at } = cursor;
  const item = parsePrimary(cursor, at);
  if (cursor.isNext("TABLESAMPLE")) throw cursor.unsupported("TABLESAMPLE");
  if (["PIVOT", "UNPIVOT", "MATCH_RECOGNIZE"].some((word) => cursor.isNext(word, "("))) {
    throw cursor.unsupported(cursor.peek()?.value.toUpperCase() ?? "");
  }
  return item;
}

function parsePrimary(cursor: Cursor, at: number): FromItem {
  if (cursor.accept("UNNEST")) {
    cursor.expect("(");
    const array = parseExpression(cursor);
    cursor.expect(")");
    return { kind: "unnest", array, alias: parseAlias(cursor), offset: parseOffset(cursor), at };
  }
  if (startsQuery(cursor) && cursor.isNext("(")) {
    cursor.expect("(");
    const query = parseQuery(cursor);
    cursor.expect(")");
    return { kind: "query", query, alias: parseAlias(cursor), at };
  }
  if (cursor.accept("(")) {
    const inner = parseFrom(cursor);
    cursor.expect(")");
    return inner;
  }
  if (cursor.isName() && cursor.peek(1)?.value === "(")
    throw cursor.unsupported(`Table function ${cursor.peek()?.value}`);
  const path = parsePath(cursor);
  const aliasBefore = parseAlias(cursor);
  const systemTime =
    cursor.accept("FOR", "SYSTEM_TIME", "AS", "OF") || cursor.accept("FOR", "SYSTEM", "TIME", "AS", "OF")
      ? parseExpression(cursor)
      : undefined;
  const alias = aliasBefore ?? parseAlias(cursor);
  return { kind: "table", path, alias, systemTime, offset: parseOffset(cursor), at };
}

/** `project-id.dataset.table`, `\`project.dataset.table\``, and mixes; dashes may be in the first name. */
function parsePath(cursor: Cursor): string[] {
  let first = cursor.name();
  while (cursor.isNext("-") && cursor.peek(1)?.kind !== "symbol") {
    cursor.expect("-");
    first += `-${cursor.next().text}`;
  }
  const path = first.split(".");
  while (cursor.accept(".")) path.push(...cursor.nameAfterDot().split("."));
  return path;
}

function parseAlias(cursor: Cursor): string | undefined {
  if (cursor.accept("AS")) return cursor.name();
  const isClause = ["PIVOT", "UNPIVOT", "MATCH_RECOGNIZE"].some((word) => cursor.isNext(word, "("));
  return cursor.isName() && !isClause && !cursor.isNext("QUALIFY") ? cursor.name() : undefined;
}

function parseOffset(cursor: Cursor): OffsetName | undefined {
  if (!cursor.accept("WITH", "OFFSET")) return undefined;
  return { name: parseAlias(cursor) ?? "offset" };
}
