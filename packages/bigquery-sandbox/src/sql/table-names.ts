/*
 * Finds the tables of a query and replaces them by DuckDB's names. A token scan, not a parser: a name is a table if
 * only a table can be at its position (after FROM, JOIN, or a comma in a FROM clause).
 */
import { ApiError, invalidQuery } from "../errors.ts";
import { quoteIdentifier } from "./quote.ts";
import { rawToken, type Token } from "./tokens.ts";

/** A table that a query names, and its time (`FOR SYSTEM_TIME AS OF`, in BigQuery SQL). */
export interface TableReference {
  readonly parts: readonly string[];
  systemTime: readonly Token[] | undefined;
}

/** Resolves the names of a query. */
export interface NameScope {
  /** Returns DuckDB's name of a table, or throws BigQuery's error. */
  readonly toSqlName: (parts: readonly string[]) => string;
  /** For names without a dataset. */
  readonly defaultDataset: readonly string[] | undefined;
}

/** The query with DuckDB's table names, and the tables that it reads. */
export interface NamedQuery {
  readonly tokens: Token[];
  readonly references: readonly TableReference[];
}

const FROM_ENDS = new Set(
  "WHERE GROUP HAVING QUALIFY WINDOW ORDER LIMIT UNION EXCEPT INTERSECT SELECT ON USING".split(" "),
);
const SYSTEM_TIME_ENDS = new Set([...FROM_ENDS, ..."JOIN INNER LEFT RIGHT FULL CROSS AS TABLESAMPLE".split(" ")]);
// FROM inside these belongs to the function.
const FUNCTIONS_WITH_FROM = new Set(["EXTRACT", "TRIM", "SUBSTRING", "OVERLAY"]);

/** Replaces every table name; removes `FOR SYSTEM_TIME AS OF` from the query. */
export function nameTables(tokens: readonly Token[], scope: NameScope): NamedQuery {
  return new TableNamer(tokens, scope).run();
}

class TableNamer {
  readonly #input: readonly Token[];
  readonly #scope: NameScope;
  readonly #withNames: ReadonlySet<string>;
  readonly #output: Token[] = [];
  readonly #references: TableReference[] = [];
  /** Per open parenthesis: whether a comma is followed by another table, or FROM is not a clause. */
  readonly #frames: ("from" | "other" | "function")[] = ["other"];
  #expectsTable = false;
  #at = 0;

  constructor(tokens: readonly Token[], scope: NameScope) {
    this.#input = tokens.filter((token) => token.kind !== "space");
    this.#scope = scope;
    this.#withNames = findWithNames(this.#input);
  }

  run(): NamedQuery {
    while (this.#at < this.#input.length) this.#step();
    return { tokens: this.#output, references: this.#references };
  }

  #step(): void {
    const token = this.#input[this.#at] as Token;
    if (this.#expectsTable && isName(token) && !isClauseWord(token)) return this.#takeTable();
    if (this.#isSystemTime()) return this.#takeSystemTime();
    if (token.kind === "symbol") this.#noteSymbol(token.value);
    if (token.kind === "word") this.#noteWord(token.value.toUpperCase());
    this.#output.push(token);
    this.#at += 1;
  }

  #noteSymbol(symbol: string): void {
    if (symbol === "(") this.#frames.push(this.#isFunctionWithFrom() ? "function" : "other");
    if (symbol === ")" && this.#frames.length > 1) this.#frames.pop();
    this.#expectsTable = symbol === "," && this.#frames.at(-1) === "from";
  }

  #noteWord(word: string): void {
    const frame = this.#frames.at(-1);
    if (frame === "function") return;
    if (word === "FROM" || word === "JOIN") {
      this.#frames[this.#frames.length - 1] = "from";
      this.#expectsTable = true;
    } else if (FROM_ENDS.has(word)) this.#frames[this.#frames.length - 1] = "other";
  }

  #isFunctionWithFrom(): boolean {
    const before = this.#output.at(-1);
    return before?.kind === "word" && FUNCTIONS_WITH_FROM.has(before.value.toUpperCase());
  }

  #takeTable(): void {
    this.#expectsTable = false;
    const path = this.#readPath();
    if (this.#input[this.#at]?.value === "(") {
      this.#output.push(...path.tokens);
      return;
    }
    const parts = this.#qualify(path.parts);
    if (parts === undefined) {
      this.#output.push(...path.tokens);
      return;
    }
    this.#references.push({ parts, systemTime: undefined });
    this.#output.push(rawToken(this.#scope.toSqlName(parts)));
    if (this.#isSystemTime()) this.#takeSystemTime();
    this.#nameByLastPart(parts);
  }

  /** BigQuery calls a table by the last part of its name; DuckDB's name of a result table may differ. */
  #nameByLastPart(parts: readonly string[]): void {
    const next = this.#input[this.#at];
    if (next === undefined || !isName(next) || isClauseWord(next))
      this.#output.push(rawToken(`AS ${quoteIdentifier(parts.at(-1) ?? "")}`));
  }

  #readPath(): { parts: string[]; tokens: Token[] } {
    const tokens = [this.#input[this.#at] as Token];
    const parts = (tokens[0] as Token).value.split(".");
    this.#at += 1;
    while (this.#input[this.#at]?.value === "." && isName(this.#input[this.#at + 1])) {
      const part = this.#input[this.#at + 1] as Token;
      tokens.push(this.#input[this.#at] as Token, part);
      parts.push(...part.value.split("."));
      this.#at += 2;
    }
    return { parts, tokens };
  }

  #qualify(parts: readonly string[]): readonly string[] | undefined {
    const [first] = parts;
    if (parts.length > 1 || first === undefined) return parts;
    if (this.#withNames.has(first.toLowerCase())) return undefined;
    if (this.#scope.defaultDataset !== undefined) return [...this.#scope.defaultDataset, first];
    throw new ApiError(400, "invalid", `Table "${first}" must be qualified with a dataset (e.g. dataset.table).`);
  }

  #isSystemTime(): boolean {
    const words = this.#input.slice(this.#at, this.#at + 4).map((token) => token.value.toUpperCase());
    return words.join(" ") === "FOR SYSTEM_TIME AS OF";
  }

  #takeSystemTime(): void {
    const start = this.#at + 4;
    let end = start;
    for (let depth = 0; end < this.#input.length; end += 1) {
      const token = this.#input[end] as Token;
      if (depth === 0 && endsSystemTime(token)) break;
      if (token.value === "(") depth += 1;
      if (token.value === ")") depth -= 1;
    }
    const reference = this.#references.at(-1);
    if (reference === undefined) throw invalidQuery("Syntax error: FOR SYSTEM_TIME AS OF needs a table before it");
    reference.systemTime = this.#input.slice(start, end);
    this.#at = end;
  }
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted";
}

function endsSystemTime(token: Token): boolean {
  if (token.kind === "symbol") return token.value === ")" || token.value === "," || token.value === ";";
  return token.kind === "word" && SYSTEM_TIME_ENDS.has(token.value.toUpperCase());
}

/** True if this word continues the query, rather than naming a table. */
function isClauseWord(token: Token): boolean {
  const upper = token.value.toUpperCase();
  return token.kind === "word" && upper !== "AS" && (SYSTEM_TIME_ENDS.has(upper) || upper === "FOR");
}

/** Names of WITH clauses: any `name AS (`. */
function findWithNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    const isDefinition = tokens[index + 1]?.value.toUpperCase() === "AS" && tokens[index + 2]?.value === "(";
    if (isDefinition && isName(token)) names.add(token.value.toLowerCase());
  }
  return names;
}
