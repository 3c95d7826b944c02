import { invalidQuery, notImplemented } from "../../errors.ts";
import { SCRIPTS } from "../coverage.ts";
import type { QueryParameter } from "../parameters.ts";
import { readTokens, type Token } from "../tokens.ts";

/** A statement's tokens and parameters. */
export interface StatementText {
  /** Without blanks, comments and a final semicolon. */
  readonly tokens: readonly Token[];
  /** All with names: parts of a statement are moved, and positions would change. */
  readonly parameters: readonly QueryParameter[];
}

/** Splits one statement into tokens; `?` becomes the name of its position. */
export function readStatement(sql: string, parameters: readonly QueryParameter[]): StatementText {
  const code = readTokens(sql).filter(({ kind }) => kind !== "space");
  const one = code.at(-1)?.value === ";" ? code.slice(0, -1) : code;
  if (one.some(({ kind, value }) => kind === "symbol" && value === ";")) {
    throw notImplemented(SCRIPTS);
  }
  let position = 0;
  const tokens = one.map((token) => {
    if (token.kind !== "parameter" || token.value !== "?") return token;
    const text = nameOf(position);
    position += 1;
    return { ...token, text: `@${text}`, value: `@${text}` };
  });
  if (position > parameters.length) throw invalidQuery(`Query parameter number ${parameters.length + 1} is not set`);
  const isPositional = position > 0;
  return { tokens, parameters: parameters.map((one, index) => (isPositional ? { ...one, name: nameOf(index) } : one)) };
}

function nameOf(position: number): string {
  return `positional_${position}`;
}
