/*
 * Parses expressions by precedence:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#operator_precedence
 */
import type { Expression, IndexMode, SortKey, StructItem } from "./ast.ts";
import { parseCall, parseExtract } from "./parse-call.ts";
import type { Cursor } from "./cursor.ts";
import { parseType } from "./parse-type.ts";
import { parseQuery, startsQuery } from "./parse-query.ts";

export function parseExpression(cursor: Cursor): Expression {
  return parseOr(cursor);
}

function parseOr(cursor: Cursor): Expression {
  let left = parseAnd(cursor);
  for (let at = cursor.at; cursor.accept("OR"); at = cursor.at) {
    left = { kind: "binary", operator: "OR", left, right: parseAnd(cursor), at };
  }
  return left;
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseNot(cursor);
  for (let at = cursor.at; cursor.accept("AND"); at = cursor.at) {
    left = { kind: "binary", operator: "AND", left, right: parseNot(cursor), at };
  }
  return left;
}

function parseNot(cursor: Cursor): Expression {
  const { at } = cursor;
  if (cursor.accept("NOT")) return { kind: "unary", operator: "NOT", value: parseNot(cursor), at };
  return parseComparison(cursor);
}

const comparisons = ["=", "<", ">", "<=", ">=", "!=", "<>"];

/** Comparisons do not chain, but IS does. */
function parseComparison(cursor: Cursor): Expression {
  const { at } = cursor;
  const left = parseBitwise(cursor, 0);
  const operator = comparisons.find((symbol) => cursor.accept(symbol));
  if (operator !== undefined) return { kind: "binary", operator, left, right: parseBitwise(cursor, 0), at };
  const not = isNegated(cursor) && cursor.accept("NOT");
  if (cursor.accept("BETWEEN")) {
    const low = parseBitwise(cursor, 0);
    cursor.expect("AND");
    return { kind: "between", value: left, low, high: parseBitwise(cursor, 0), not, at };
  }
  if (cursor.accept("IN")) return parseIn(cursor, left, not, at);
  if (cursor.accept("LIKE")) return parseLike(cursor, left, not, at);
  return parseIs(cursor, left, at);
}

function isNegated(cursor: Cursor): boolean {
  return ["BETWEEN", "IN", "LIKE"].some((word) => cursor.isNext("NOT", word));
}

function parseIs(cursor: Cursor, value: Expression, at: number): Expression {
  let result = value;
  while (cursor.accept("IS")) {
    const not = cursor.accept("NOT");
    if (cursor.accept("DISTINCT", "FROM")) {
      result = { kind: "distinct-from", left: result, right: parseBitwise(cursor, 0), not, at };
      continue;
    }
    const test = (["NULL", "TRUE", "FALSE"] as const).find((word) => cursor.accept(word));
    if (test === undefined) throw cursor.unexpected();
    result = { kind: "is", value: result, test, not, at };
  }
  return result;
}

function parseIn(cursor: Cursor, value: Expression, not: boolean, at: number): Expression {
  if (cursor.accept("UNNEST")) {
    cursor.expect("(");
    const array = parseExpression(cursor);
    cursor.expect(")");
    return { kind: "in", value, among: { kind: "unnest", array }, not, at };
  }
  cursor.expect("(");
  if (startsQuery(cursor)) {
    const query = parseQuery(cursor);
    cursor.expect(")");
    return { kind: "in", value, among: { kind: "query", query }, not, at };
  }
  const items = parseList(cursor, ")");
  return { kind: "in", value, among: { kind: "list", items }, not, at };
}

function parseLike(cursor: Cursor, value: Expression, not: boolean, at: number): Expression {
  const quantifier =
    (["ANY", "ALL"] as const).find((word) => cursor.accept(word)) ?? (cursor.accept("SOME") ? "ANY" : undefined);
  if (quantifier === undefined) {
    return { kind: "like", value, patterns: [parseBitwise(cursor, 0)], quantifier, not, at };
  }
  cursor.expect("(");
  return { kind: "like", value, patterns: parseList(cursor, ")"), quantifier, not, at };
}

/** From the weakest: each level binds stronger than the one before it. */
const levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "||"]] as const;

function parseBitwise(cursor: Cursor, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return parseUnary(cursor);
  let left = parseBitwise(cursor, level + 1);
  for (;;) {
    const { at } = cursor;
    const operator = operators.find((symbol) => cursor.accept(symbol));
    if (operator === undefined) return left;
    left = { kind: "binary", operator, left, right: parseBitwise(cursor, level + 1), at };
  }
}

function parseUnary(cursor: Cursor): Expression {
  const { at } = cursor;
  const operator = (["-", "+", "~"] as const).find((symbol) => cursor.accept(symbol));
  if (operator !== undefined) return { kind: "unary", operator, value: parseUnary(cursor), at };
  return parsePostfix(cursor);
}

function parsePostfix(cursor: Cursor): Expression {
  let value = parsePrimary(cursor);
  for (;;) {
    const { at } = cursor;
    if (cursor.isNext(".") && !cursor.isNext(".", "*") && cursor.accept(".")) {
      value = { kind: "field", of: value, name: cursor.nameAfterDot(), at };
    } else if (cursor.accept("[")) value = parseIndex(cursor, value, at);
    else return value;
  }
}

const indexModes: readonly IndexMode[] = ["OFFSET", "ORDINAL", "SAFE_OFFSET", "SAFE_ORDINAL"];

function parseIndex(cursor: Cursor, of: Expression, at: number): Expression {
  const mode = indexModes.find((word) => cursor.accept(word, "("));
  const index = parseExpression(cursor);
  if (mode !== undefined) cursor.expect(")");
  cursor.expect("]");
  return { kind: "index", of, index, mode: mode ?? "PLAIN", at };
}

function parsePrimary(cursor: Cursor): Expression {
  return parseLiteral(cursor) ?? parseParenthesis(cursor) ?? parseKeyword(cursor) ?? parseNameOrCall(cursor);
}

const typedLiterals = /^(DATE|DATETIME|TIME|TIMESTAMP|NUMERIC|DECIMAL|BIGNUMERIC|BIGDECIMAL|JSON)$/;

function parseLiteral(cursor: Cursor): Expression | undefined {
  const token = cursor.peek();
  if (token === undefined) throw cursor.unexpected();
  const { at, value } = token;
  const take = (): void => void cursor.next();
  if (token.kind === "number") {
    take();
    const next = cursor.peek();
    if (next?.kind === "word" && next.at === at + token.text.length) throw cursor.unexpected();
    const isWhole = /^(\d+|0x[\da-f]+)$/i.test(value);
    return { kind: "literal", type: isWhole ? "INTEGER" : "FLOAT", value, at };
  }
  if (token.kind === "string" || token.kind === "bytes") {
    take();
    return { kind: "literal", type: token.kind === "string" ? "STRING" : "BYTES", value, at };
  }
  if (token.kind === "parameter") {
    take();
    if (value.startsWith("@@")) throw cursor.unsupported(`System variable ${value}`);
    if (value !== "?") return { kind: "parameter", name: value.slice(1), position: -1, at };
    cursor.parameterCount += 1;
    return { kind: "parameter", name: undefined, position: cursor.parameterCount - 1, at };
  }
  if (token.kind !== "word") return undefined;
  const upper = value.toUpperCase();
  if (upper === "NULL") return (take(), { kind: "literal", type: "NULL", value: "", at });
  if (upper === "TRUE" || upper === "FALSE") return (take(), { kind: "literal", type: "BOOLEAN", value: upper, at });
  if ((typedLiterals.test(upper) && cursor.peek(1)?.kind === "string") || cursor.isNext("RANGE", "<")) {
    const type = parseType(cursor);
    const text = cursor.peek();
    if (text?.kind !== "string") throw cursor.unexpected();
    return { kind: "typed-literal", type, value: cursor.next().value, at };
  }
  return undefined;
}

/** A subquery, a value in parentheses, or a STRUCT of several values. */
function parseParenthesis(cursor: Cursor): Expression | undefined {
  const { at } = cursor;
  if (cursor.accept("[")) return { kind: "array", element: undefined, items: parseList(cursor, "]", true), at };
  if (!cursor.isNext("(")) return undefined;
  cursor.expect("(");
  if (startsQuery(cursor)) {
    const query = parseQuery(cursor);
    cursor.expect(")");
    return { kind: "subquery", query, use: "scalar", at };
  }
  const [first, ...rest] = parseList(cursor, ")");
  if (first !== undefined && rest.length === 0) return first;
  return { kind: "struct", type: undefined, items: [first!, ...rest].map((value) => ({ name: undefined, value })), at };
}

function parseKeyword(cursor: Cursor): Expression | undefined {
  const { at } = cursor;
  if (cursor.accept("CASE")) return parseCase(cursor, at);
  if (cursor.accept("CAST")) return parseCast(cursor, false, at);
  if (cursor.isNext("SAFE_CAST", "(") && cursor.accept("SAFE_CAST")) return parseCast(cursor, true, at);
  if (cursor.accept("EXTRACT")) return parseExtract(cursor, at);
  if (cursor.accept("INTERVAL")) return parseInterval(cursor, at);
  if (cursor.accept("EXISTS")) return parseSubquery(cursor, "exists", at);
  if (cursor.isNext("ARRAY", "(") && cursor.accept("ARRAY")) return parseSubquery(cursor, "array", at);
  if (cursor.isNext("ARRAY", "<")) {
    const type = parseType(cursor);
    cursor.expect("[");
    const element = type.kind === "array" ? type.element : undefined;
    return { kind: "array", element, items: parseList(cursor, "]", true), at };
  }
  if (cursor.isNext("ARRAY", "[") && cursor.accept("ARRAY", "[")) {
    return { kind: "array", element: undefined, items: parseList(cursor, "]", true), at };
  }
  if (cursor.isNext("STRUCT", "<")) {
    const type = parseType(cursor);
    cursor.expect("(");
    return { kind: "struct", type, items: parseStructItems(cursor), at };
  }
  if (cursor.accept("STRUCT", "(")) return { kind: "struct", type: undefined, items: parseStructItems(cursor), at };
  return undefined;
}

function parseSubquery(cursor: Cursor, use: "array" | "exists", at: number): Expression {
  cursor.expect("(");
  const query = parseQuery(cursor);
  cursor.expect(")");
  return { kind: "subquery", query, use, at };
}

function parseStructItems(cursor: Cursor): StructItem[] {
  const items: StructItem[] = [];
  while (!cursor.isNext(")")) {
    if (items.length > 0) cursor.expect(",");
    const value = parseExpression(cursor);
    items.push({ value, name: cursor.accept("AS") ? cursor.name() : undefined });
  }
  cursor.expect(")");
  return items;
}

function parseCase(cursor: Cursor, at: number): Expression {
  const operand = cursor.isNext("WHEN") ? undefined : parseExpression(cursor);
  const whens: { when: Expression; result: Expression }[] = [];
  while (cursor.accept("WHEN")) {
    const when = parseExpression(cursor);
    cursor.expect("THEN");
    whens.push({ when, result: parseExpression(cursor) });
  }
  if (whens.length === 0) throw cursor.unexpected("WHEN");
  const otherwise = cursor.accept("ELSE") ? parseExpression(cursor) : undefined;
  cursor.expect("END");
  return { kind: "case", operand, whens, otherwise, at };
}

function parseCast(cursor: Cursor, isSafe: boolean, at: number): Expression {
  cursor.expect("(");
  const value = parseExpression(cursor);
  cursor.expect("AS");
  const type = parseType(cursor);
  if (cursor.isNext("FORMAT")) throw cursor.unsupported("CAST with FORMAT");
  cursor.expect(")");
  return { kind: "cast", value, type, isSafe, at };
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#interval_literals */
function parseInterval(cursor: Cursor, at: number): Expression {
  const value = parseExpression(cursor);
  const part = cursor.name().toUpperCase();
  if (!cursor.accept("TO")) return { kind: "interval", value, part, at };
  return { kind: "interval", value, part, to: cursor.name().toUpperCase(), at };
}

function parseNameOrCall(cursor: Cursor): Expression {
  const { at } = cursor;
  const isCallable =
    /^(IF|LEFT|RIGHT|GROUPING|COLLATE|RANGE)$/i.test(cursor.peek()?.value ?? "") && cursor.peek(1)?.value === "(";
  if (!isCallable && !cursor.isName()) throw cursor.unexpected();
  const call = parseCall(cursor);
  return call ?? { kind: "name", name: cursor.name(), at };
}

/** Values up to the closing symbol. */
export function parseList(cursor: Cursor, end: string, mayBeEmpty = false): Expression[] {
  const items: Expression[] = [];
  if (mayBeEmpty && cursor.accept(end)) return items;
  do items.push(parseExpression(cursor));
  while (cursor.accept(","));
  cursor.expect(end);
  return items;
}

/** `ORDER BY`'s keys, without these words. */
export function parseSortKeys(cursor: Cursor): SortKey[] {
  const keys: SortKey[] = [];
  do {
    const { at } = cursor;
    const value = parseExpression(cursor);
    const isDescending = cursor.accept("DESC");
    if (!isDescending) cursor.accept("ASC");
    const nulls = cursor.accept("NULLS") ? (["FIRST", "LAST"] as const).find((word) => cursor.accept(word)) : undefined;
    keys.push({ value, isDescending, nulls, at });
  } while (cursor.accept(","));
  return keys;
}
