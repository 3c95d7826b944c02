import { invalidQuery } from "../errors.ts";

/**
 * A token of BigQuery SQL. `text` is its source text and `at` its offset; `value` its meaning: the decoded string, or
 * the name without backticks.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical
 */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "bytes" | "number" | "parameter" | "symbol" | "space";
  readonly text: string;
  readonly value: string;
  readonly at: number;
}

const SPACE = /\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING =
  /(rb|br|r|b)?("""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/iy;
const QUOTED = /`((?:[^`\\]|\\.)+)`/y;
// Go's client and SQLAlchemy quote the names of parameters.
const PARAMETER = /@@?[A-Za-z_]\w*|@`[^`\\]+`|\?/y;
const NUMBER = /0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const WORD = /[A-Za-z_]\w*/y;
const SYMBOL = /<>|!=|<=|>=|\|\||<<|>>|=>|[-+*/%()[\]{},.;:=<>&|^~!]/y;

/** Splits a query into tokens; refuses invalid SQL. */
export function readTokens(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const token = readToken(sql, at);
    if (token === undefined) throw invalidQuery(`Syntax error: Illegal input character ${JSON.stringify(sql[at])}`);
    tokens.push({ ...token, at });
    at += token.text.length;
  }
  return tokens;
}

type Unplaced = Omit<Token, "at">;

function readToken(sql: string, at: number): Unplaced | undefined {
  const string = match(STRING, sql, at);
  if (string !== null) return stringToken(string[0], string[1] ?? "", string[2] ?? "");
  const quoted = match(QUOTED, sql, at);
  if (quoted !== null) return { kind: "quoted", text: quoted[0], value: quoted[1] ?? "" };
  const parameter = match(PARAMETER, sql, at);
  if (parameter !== null) return { kind: "parameter", text: parameter[0], value: parameter[0].replaceAll("`", "") };
  const plain = [
    ["space", SPACE],
    ["number", NUMBER],
    ["word", WORD],
    ["symbol", SYMBOL],
  ] as const;
  for (const [kind, pattern] of plain) {
    const found = match(pattern, sql, at);
    if (found !== null) return { kind, text: found[0], value: found[0] };
  }
  return undefined;
}

function match(pattern: RegExp, sql: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(sql);
}

function stringToken(text: string, prefix: string, literal: string): Unplaced {
  const quotes = literal.startsWith('"""') || literal.startsWith("'''") ? 3 : 1;
  const body = literal.slice(quotes, -quotes);
  const isBytes = /b/i.test(prefix);
  // One character for each byte.
  const source = isBytes ? Buffer.from(body).toString("latin1") : body;
  const value = /r/i.test(prefix) ? source : source.replaceAll(ESCAPE, decodeEscape);
  return { kind: isBytes ? "bytes" : "string", text, value };
}

const ESCAPE = /\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-7]{3}|[\s\S])/gi;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "?": "?",
  '"': '"',
  "'": "'",
  "`": "`",
  "\n": "\n",
};

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#escape_sequences */
function decodeEscape(_: string, escape: string): string {
  if (/^[xuU][\da-f]/i.test(escape) && escape.length > 1) {
    return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
  }
  if (/^[0-7]{3}$/.test(escape)) return String.fromCodePoint(Number.parseInt(escape, 8));
  const simple = SIMPLE_ESCAPES[escape];
  if (simple === undefined) throw invalidQuery(`Syntax error: Illegal escape sequence: \\${escape}`);
  return simple;
}
