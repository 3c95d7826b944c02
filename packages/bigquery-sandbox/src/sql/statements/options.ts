import { invalidQuery } from "../../errors.ts";
import type { Token } from "../tokens.ts";
import { splitList, TokenReader } from "./token-reader.ts";

/** A literal of an option: text, number, truth value, NULL, or a list of pairs. */
export type OptionValue = string | number | boolean | null | Readonly<Record<string, string>>;

/** `OPTIONS (name = literal, ...)` */
export function readOptions(reader: TokenReader): Record<string, OptionValue> {
  reader.expect("OPTIONS");
  const entries = splitList(reader.parenthesized()).map((tokens) => {
    const option = new TokenReader(tokens);
    const name = option.name().toLowerCase();
    option.expect("=");
    return [name, readLiteral(name, option.until())] as const;
  });
  return Object.fromEntries(entries);
}

function readLiteral(name: string, tokens: readonly Token[]): OptionValue {
  const [first, ...rest] = tokens;
  if (first?.kind === "symbol" && first.value === "[") return readPairs(name, tokens.slice(1, -1));
  if (rest.length === 0 && first?.kind === "string") return first.value;
  if (rest.length === 0 && first?.kind === "number") return Number(first.value);
  const word = rest.length === 0 ? first?.value.toUpperCase() : undefined;
  if (word === "TRUE" || word === "FALSE") return word === "TRUE";
  if (word === "NULL") return null;
  throw invalidQuery(`The sandbox covers literals only as the value of the option ${name}`);
}

/** `("key", "value"), ...` */
function readPairs(name: string, tokens: readonly Token[]): Record<string, string> {
  const pairs = splitList(tokens).map((pair) => pair.filter(({ kind }) => kind === "string").map(({ value }) => value));
  if (pairs.some(({ length }) => length !== 2))
    throw invalidQuery(`The option ${name} must be a list of pairs of strings`);
  return Object.fromEntries(pairs as [string, string][]);
}
