import type { Call, Expression, Frame, FrameBound, Window } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression, parseSortKeys } from "./parse-expression.ts";

/** A function call with all that may stand inside and after its parentheses; undefined if none follows. */
export function parseCall(cursor: Cursor): Call | undefined {
  const length = callNameLength(cursor);
  if (length === 0) return undefined;
  const { at } = cursor;
  const words: string[] = [];
  for (let index = 0; index < length; index += 1) {
    words.push(cursor.next().value.toUpperCase());
    cursor.accept(".");
  }
  cursor.expect("(");
  const isSafe = words[0] === "SAFE" && words.length > 1;
  const name = (isSafe ? words.slice(1) : words).join(".");
  return parseArguments(cursor, { name, isSafe, at });
}

/** Words of `NAME(`, `SAFE.NAME(` or `NET.NAME(`. */
function callNameLength(cursor: Cursor): number {
  if (cursor.peek(1)?.value === "(" && cursor.peek(1)?.kind === "symbol") return 1;
  const [, dot, name, open] = [0, 1, 2, 3].map((offset) => cursor.peek(offset));
  const isPrefixed = dot?.value === "." && name?.kind === "word" && open?.kind === "symbol" && open.value === "(";
  return isPrefixed ? 2 : 0;
}

function parseArguments(cursor: Cursor, { name, isSafe, at }: { name: string; isSafe: boolean; at: number }): Call {
  const isDistinct = cursor.accept("DISTINCT");
  const isStar = !isDistinct && cursor.accept("*");
  const list: Expression[] = [];
  if (!isStar) {
    while (!isArgumentsEnd(cursor)) {
      if (list.length > 0) cursor.expect(",");
      list.push(parseArgument(cursor));
    }
  }
  const nulls = (["IGNORE", "RESPECT"] as const).find((word) => cursor.accept(word, "NULLS"));
  if (cursor.isNext("HAVING")) throw cursor.unsupported("HAVING MAX and HAVING MIN in an aggregate function");
  const orderBy = cursor.accept("ORDER", "BY") ? parseSortKeys(cursor) : [];
  const limit = cursor.accept("LIMIT") ? parseExpression(cursor) : undefined;
  cursor.expect(")");
  const outerNulls = (["IGNORE", "RESPECT"] as const).find((word) => cursor.accept(word, "NULLS"));
  const over = cursor.accept("OVER") ? parseOver(cursor) : undefined;
  return {
    kind: "call",
    name,
    isSafe,
    arguments: list,
    isStar,
    isDistinct,
    nulls: nulls ?? outerNulls,
    orderBy,
    limit,
    over,
    at,
  };
}

function parseArgument(cursor: Cursor): Expression {
  if (cursor.peek(1)?.value === "=>") throw cursor.unsupported("A named argument");
  const value = parseExpression(cursor);
  if (cursor.isNext("-", ">")) throw cursor.unsupported("A lambda expression");
  return value;
}

function isArgumentsEnd(cursor: Cursor): boolean {
  return [")", "IGNORE", "RESPECT", "ORDER", "LIMIT", "HAVING"].some((word) => cursor.isNext(word));
}

function parseOver(cursor: Cursor): Window {
  if (cursor.isName()) return namedWindow(cursor);
  return parseWindow(cursor);
}

/** A window that is another one. */
export function namedWindow(cursor: Cursor): Window {
  return { base: cursor.name(), isNameOnly: true, partitionBy: [], orderBy: [], frame: undefined };
}

/** A window's specification, with its parentheses. */
export function parseWindow(cursor: Cursor): Window {
  cursor.expect("(");
  const base = cursor.isName() ? cursor.name() : undefined;
  const partitionBy: Expression[] = [];
  if (cursor.accept("PARTITION", "BY")) {
    do partitionBy.push(parseExpression(cursor));
    while (cursor.accept(","));
  }
  const orderBy = cursor.accept("ORDER", "BY") ? parseSortKeys(cursor) : [];
  const frame = parseFrame(cursor);
  cursor.expect(")");
  return { base, partitionBy, orderBy, frame };
}

function parseFrame(cursor: Cursor): Frame | undefined {
  const unit = (["ROWS", "RANGE"] as const).find((word) => cursor.accept(word));
  if (unit === undefined) return undefined;
  if (!cursor.accept("BETWEEN")) return { unit, start: parseBound(cursor), end: undefined };
  const start = parseBound(cursor);
  cursor.expect("AND");
  return { unit, start, end: parseBound(cursor) };
}

function parseBound(cursor: Cursor): FrameBound {
  if (cursor.accept("CURRENT")) {
    cursor.expect("ROW");
    return { value: "CURRENT", direction: undefined };
  }
  const value = cursor.accept("UNBOUNDED") ? "UNBOUNDED" : parseExpression(cursor);
  const direction = (["PRECEDING", "FOLLOWING"] as const).find((word) => cursor.accept(word));
  if (direction === undefined) throw cursor.unexpected();
  return { value, direction };
}

/** `EXTRACT(part FROM value [AT TIME ZONE zone])`, after its first word. */
export function parseExtract(cursor: Cursor, at: number): Expression {
  cursor.expect("(");
  const part = parseExpression(cursor);
  cursor.expect("FROM");
  const value = parseExpression(cursor);
  const zone = cursor.accept("AT", "TIME", "ZONE") ? parseExpression(cursor) : undefined;
  cursor.expect(")");
  return { kind: "extract", part, value, ...(zone === undefined ? {} : { zone }), at };
}
