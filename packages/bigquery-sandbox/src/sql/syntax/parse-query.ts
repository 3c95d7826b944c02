import type { GroupBy, Query, QueryBody, Select, SelectItem } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { namedWindow, parseWindow } from "./parse-call.ts";
import { parseExpression, parseSortKeys } from "./parse-expression.ts";
import { parseFrom } from "./parse-from.ts";

/** True if a query follows, perhaps in more parentheses. */
export function startsQuery(cursor: Cursor): boolean {
  let offset = 0;
  while (cursor.peek(offset)?.value === "(") offset += 1;
  const token = cursor.peek(offset);
  return token?.kind === "word" && /^(SELECT|WITH)$/i.test(token.value);
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#sql_syntax */
export function parseQuery(cursor: Cursor): Query {
  const { at } = cursor;
  const withs = parseWiths(cursor);
  const body = parseSets(cursor);
  const orderBy = cursor.accept("ORDER", "BY") ? parseSortKeys(cursor) : [];
  if (!cursor.accept("LIMIT")) return { withs, body, orderBy, limit: undefined, at };
  const count = parseExpression(cursor);
  const offset = cursor.accept("OFFSET") ? parseExpression(cursor) : undefined;
  return { withs, body, orderBy, limit: { count, offset }, at };
}

function parseWiths(cursor: Cursor): Query["withs"] {
  const withs: Query["withs"][number][] = [];
  if (!cursor.accept("WITH")) return withs;
  if (cursor.isNext("RECURSIVE")) throw cursor.unsupported("WITH RECURSIVE");
  do {
    const { at } = cursor;
    const name = cursor.name();
    cursor.expect("AS", "(");
    withs.push({ name, query: parseQuery(cursor), at });
    cursor.expect(")");
  } while (cursor.accept(","));
  return withs;
}

/** UNION, INTERSECT and EXCEPT of one kind in a row; BigQuery wants parentheses around others. Only UNION may have ALL. */
function parseSets(cursor: Cursor): QueryBody {
  let left = parseBody(cursor);
  let kind: string | undefined;
  for (;;) {
    const { at } = cursor;
    const operator = (["UNION", "INTERSECT", "EXCEPT"] as const).find((word) => cursor.isNext(word));
    if (operator === undefined) return left;
    cursor.expect(operator);
    const isAll = operator === "UNION" && cursor.accept("ALL");
    if (!isAll) cursor.expect("DISTINCT");
    const thisKind = `${operator} ${isAll}`;
    if (kind !== undefined && kind !== thisKind)
      throw cursor.unsupported("A mix of set operations without parentheses");
    kind = thisKind;
    left = { kind: "set", operator, isAll, left, right: parseBody(cursor), at };
  }
}

function parseBody(cursor: Cursor): QueryBody {
  if (!cursor.accept("(")) return parseSelect(cursor);
  const query = parseQuery(cursor);
  cursor.expect(")");
  return { kind: "nested", query };
}

function parseSelect(cursor: Cursor): Select {
  const { at } = cursor;
  cursor.expect("SELECT");
  const isDistinct = cursor.accept("DISTINCT");
  if (!isDistinct) cursor.accept("ALL");
  const asStruct = cursor.accept("AS", "STRUCT");
  const asValue = !asStruct && cursor.accept("AS", "VALUE");
  const items = parseItems(cursor);
  const from = cursor.accept("FROM") ? parseFrom(cursor) : undefined;
  const where = cursor.accept("WHERE") ? parseExpression(cursor) : undefined;
  const groupBy = cursor.accept("GROUP", "BY") ? parseGroupBy(cursor) : undefined;
  const having = cursor.accept("HAVING") ? parseExpression(cursor) : undefined;
  const qualify = cursor.accept("QUALIFY") ? parseExpression(cursor) : undefined;
  const windows = parseWindows(cursor);
  return { kind: "select", isDistinct, asStruct, asValue, items, from, where, groupBy, having, qualify, windows, at };
}

function parseItems(cursor: Cursor): SelectItem[] {
  const items: SelectItem[] = [];
  do {
    // A comma may end the list.
    if (items.length > 0 && (cursor.isAtEnd || ["FROM", "WHERE", ")"].some((word) => cursor.isNext(word)))) break;
    items.push(parseItem(cursor));
  } while (cursor.accept(","));
  return items;
}

function parseItem(cursor: Cursor): SelectItem {
  const { at } = cursor;
  if (cursor.accept("*")) return { kind: "star", of: undefined, ...parseStarOptions(cursor), at };
  const value = parseExpression(cursor);
  if (cursor.accept(".", "*")) return { kind: "star", of: value, ...parseStarOptions(cursor), at };
  const alias = cursor.accept("AS") || cursor.isName() ? cursor.name() : undefined;
  return { kind: "expression", value, alias };
}

function parseStarOptions(cursor: Cursor) {
  const except: string[] = [];
  if (cursor.accept("EXCEPT", "(")) {
    do except.push(cursor.name());
    while (cursor.accept(","));
    cursor.expect(")");
  }
  const replace: { value: ReturnType<typeof parseExpression>; name: string }[] = [];
  if (cursor.accept("REPLACE", "(")) {
    do {
      const value = parseExpression(cursor);
      cursor.expect("AS");
      replace.push({ value, name: cursor.name() });
    } while (cursor.accept(","));
    cursor.expect(")");
  }
  return { except, replace };
}

function parseGroupBy(cursor: Cursor): GroupBy {
  if (cursor.accept("ALL")) return { kind: "all" };
  const kind = cursor.accept("ROLLUP", "(") ? "rollup" : cursor.accept("CUBE", "(") ? "cube" : "keys";
  if (cursor.isNext("GROUPING", "SETS")) throw cursor.unsupported("GROUPING SETS");
  const keys = [];
  do keys.push(parseExpression(cursor));
  while (cursor.accept(","));
  if (kind !== "keys") cursor.expect(")");
  return { kind, keys };
}

function parseWindows(cursor: Cursor): Select["windows"] {
  const windows: Select["windows"][number][] = [];
  if (!cursor.accept("WINDOW")) return windows;
  do {
    const { at } = cursor;
    const name = cursor.name();
    cursor.expect("AS");
    windows.push({ at, name, window: cursor.isName() ? namedWindow(cursor) : parseWindow(cursor) });
  } while (cursor.accept(","));
  return windows;
}
