import { invalidQuery } from "../../errors.ts";
import type { Expression } from "../syntax/ast.ts";
import { Cursor } from "../syntax/cursor.ts";
import { nullExpression } from "../syntax/make-query.ts";
import { parseExpression } from "../syntax/parse-expression.ts";
import type { Token } from "../tokens.ts";

/** Reads a statement's tokens, without blanks and comments, from left to right. */
export class TokenReader {
  readonly #tokens: Token[];
  readonly #sql: string;
  #at = 0;

  /** @param sql that the tokens are from, for the places of errors in expressions */
  constructor(tokens: readonly Token[], sql = "") {
    this.#tokens = [...tokens];
    this.#sql = sql;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** True if the next tokens are these words or symbols. */
  isNext(words: string): boolean {
    return words.split(" ").every((word, index) => this.#is(this.#tokens[this.#at + index], word));
  }

  /** Takes these words if they are next. */
  take(words: string): boolean {
    if (!this.isNext(words)) return false;
    this.#at += words.split(" ").length;
    return true;
  }

  /** Takes these words, or refuses the statement. */
  expect(words: string): void {
    if (!this.take(words)) throw invalidQuery(`Syntax error: Expected ${words} but got ${this.#here()}`);
  }

  /** Takes the end of `ARRAY<...>`; two ends in a row are one token. */
  closeAngle(): void {
    const token = this.#tokens[this.#at];
    if (token !== undefined && this.isNext(">>")) this.#tokens[this.#at] = { ...token, text: ">", value: ">" };
    else this.expect(">");
  }

  /** Refuses anything that remains. */
  expectEnd(): void {
    if (!this.isAtEnd) throw invalidQuery(`Syntax error: Expected end of input but got ${this.#here()}`);
  }

  /** One token of any kind. */
  next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw invalidQuery("Syntax error: Unexpected end of script");
    this.#at += 1;
    return token;
  }

  /** A name, perhaps in backticks. */
  name(): string {
    const token = this.next();
    if (token.kind === "word" || token.kind === "quoted") return token.value;
    this.#at -= 1;
    throw invalidQuery(`Syntax error: Expected a name but got ${this.#here()}`);
  }

  /** A dotted name; backticks may hold several parts, and the first one dashes. */
  path(): string[] {
    let first = this.name();
    while (this.take("-")) first += `-${this.next().value}`;
    const parts = first.split(".");
    while (this.take(".")) parts.push(...this.name().split("."));
    return parts;
  }

  /** An alias, with or without AS, unless the next word is one of `keywords`. */
  alias(keywords: readonly string[]): string | undefined {
    if (this.take("AS")) return this.name();
    const token = this.#tokens[this.#at];
    const isAlias =
      token?.kind === "quoted" || (token?.kind === "word" && !keywords.includes(token.value.toUpperCase()));
    return isAlias ? this.name() : undefined;
  }

  /** Everything up to one of these words, outside parentheses and CASE; perhaps to the end. */
  until(...ends: readonly string[]): Token[] {
    const start = this.#at;
    for (let depth = 0; !this.isAtEnd; this.#at += 1) {
      if (depth === 0 && ends.some((end) => this.isNext(end))) break;
      depth += depthOf(this.#tokens[this.#at] as Token);
      if (depth < 0) break;
    }
    return this.#tokens.slice(start, this.#at);
  }

  /** An expression, a query or a FROM clause up to one of these words. */
  parse<T>(parser: (cursor: Cursor) => T, ...ends: readonly string[]): T {
    return parseTokens(this.until(...ends), this.#sql, parser);
  }

  /** The expressions of a list in parentheses. */
  expressions(): Expression[] {
    return splitList(this.parenthesized()).map((tokens) => parseTokens(tokens, this.#sql, parseValue));
  }

  /** The tokens inside the parentheses that begin here. */
  parenthesized(): Token[] {
    this.expect("(");
    const inner = this.until();
    this.expect(")");
    return inner;
  }

  #is(token: Token | undefined, word: string): boolean {
    return (token?.kind === "word" || token?.kind === "symbol") && token.value.toUpperCase() === word;
  }

  #here(): string {
    const token = this.#tokens[this.#at];
    return token === undefined ? "end of script" : `"${token.text}"`;
  }
}

function parseTokens<T>(tokens: readonly Token[], sql: string, parser: (cursor: Cursor) => T): T {
  const cursor = new Cursor(tokens, sql);
  const parsed = parser(cursor);
  if (!cursor.isAtEnd) throw cursor.unexpected("end of input");
  return parsed;
}

/** An expression or DEFAULT. No column has a default value here, and then DEFAULT is NULL. */
export function parseValue(cursor: Cursor): Expression {
  if (!cursor.accept("DEFAULT")) return parseExpression(cursor);
  return nullExpression;
}

/** The parts of a list, at its commas outside parentheses. */
export function splitList(tokens: readonly Token[]): Token[][] {
  const reader = new TokenReader(tokens);
  const parts: Token[][] = [];
  while (!reader.isAtEnd) {
    parts.push(reader.until(","));
    if (!reader.take(",")) break;
  }
  return parts;
}

function depthOf({ kind, value }: Token): number {
  if (kind === "symbol") return "([{".includes(value) ? 1 : ")]}".includes(value) ? -1 : 0;
  if (kind !== "word") return 0;
  const upper = value.toUpperCase();
  return upper === "CASE" ? 1 : upper === "END" ? -1 : 0;
}
