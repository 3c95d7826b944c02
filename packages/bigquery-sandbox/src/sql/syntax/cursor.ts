import { type ApiError, invalidQuery } from "../../errors.ts";
import { COVERAGE } from "../coverage.ts";
import type { Token } from "../tokens.ts";
import { isReserved } from "./reserved.ts";

/** Reads tokens in order, and reports what was not expected. */
export class Cursor {
  readonly #tokens: Token[];
  readonly #sql: string;
  #at = 0;
  /** Positional parameters so far. */
  parameterCount = 0;

  constructor(tokens: readonly Token[], sql: string) {
    this.#tokens = tokens.filter((token) => token.kind !== "space");
    this.#sql = sql;
  }

  peek(offset = 0): Token | undefined {
    return this.#tokens[this.#at + offset];
  }

  /** Offset of the next token in the query. */
  get at(): number {
    return this.peek()?.at ?? this.#sql.length;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): Token {
    const token = this.peek();
    if (token === undefined) throw this.unexpected();
    this.#at += 1;
    return token;
  }

  /** True if these words (or symbols) follow. */
  isNext(...words: readonly string[]): boolean {
    return words.every((word, offset) => matches(this.peek(offset), word));
  }

  /** Skips these words if they follow. */
  accept(...words: readonly string[]): boolean {
    if (!this.isNext(...words)) return false;
    this.#at += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) {
      if (!this.accept(word)) throw this.unexpected(word);
    }
  }

  /** `>` of a type, which may be the first half of `>>`. */
  expectTypeEnd(): void {
    if (this.isNext(">>")) {
      const token = this.peek()!;
      this.#tokens[this.#at] = { ...token, text: ">", value: ">", at: token.at + 1 };
      return;
    }
    this.expect(">");
  }

  isName(offset = 0): boolean {
    const token = this.peek(offset);
    return token?.kind === "quoted" || (token?.kind === "word" && !isReserved(token.value));
  }

  name(): string {
    if (!this.isName()) throw this.unexpected();
    return this.next().value;
  }

  /** A name after a dot, which may be a reserved word. */
  nameAfterDot(): string {
    const token = this.peek();
    if (token?.kind !== "word" && token?.kind !== "quoted") throw this.unexpected();
    return this.next().value;
  }

  /** An error at the next token. */
  unexpected(expected?: string): ApiError {
    const wanted = expected === undefined ? "Unexpected " : `Expected ${describeWord(expected)} but got `;
    return syntaxError(`${wanted}${describe(this.peek())}`, this.#sql, this.at);
  }

  /** An error about syntax that BigQuery has and the sandbox does not cover. */
  unsupported(what: string): ApiError {
    return invalidQuery(`${what} is not supported by the sandbox${place(this.#sql, this.at)} (${COVERAGE})`);
  }
}

/** ` at [line:column]`, as BigQuery's messages end. */
export function place(sql: string, at: number): string {
  const before = sql.slice(0, at).split("\n");
  return ` at [${before.length}:${(before.at(-1)?.length ?? 0) + 1}]`;
}

export function syntaxError(message: string, sql: string, at: number): ApiError {
  return invalidQuery(`Syntax error: ${message}${place(sql, at)} (${COVERAGE})`);
}

function matches(token: Token | undefined, word: string): boolean {
  if (token === undefined) return false;
  if (token.kind === "word") return token.value.toUpperCase() === word;
  return token.kind === "symbol" && token.value === word;
}

function describe(token: Token | undefined): string {
  if (token === undefined) return "end of script";
  if (token.kind === "string") return "string literal";
  if (token.kind === "bytes") return "bytes literal";
  if (token.kind === "number")
    return `${/^\d+$|^0x/i.test(token.text) ? "integer" : "floating point"} literal "${token.text}"`;
  if (token.kind === "word" && isReserved(token.value)) return `keyword ${token.value.toUpperCase()}`;
  if (token.kind === "word" || token.kind === "quoted") return `identifier ${JSON.stringify(token.value)}`;
  return `"${token.text}"`;
}

function describeWord(word: string): string {
  return /^\w+$/.test(word) ? `keyword ${word}` : `"${word}"`;
}
