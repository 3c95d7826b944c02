/*
 * Rewrites BigQuery expressions as DuckDB ones, token by token. It supports what the README of this package lists;
 * unknown parts pass through unchanged and DuckDB's error becomes an `invalidQuery` error.
 */
import { invalidQuery } from "../errors.ts";
import { quoteIdentifier, quoteText } from "./quote.ts";
import { rawToken, type Token } from "./tokens.ts";

const FUNCTIONS: Readonly<Record<string, string>> = {
  SAFE_CAST: "TRY_CAST",
  DATE: "bq_date",
  DATETIME: "bq_datetime",
  TIMESTAMP: "bq_timestamp",
  DATE_TRUNC: "bq_date_trunc",
  DATETIME_TRUNC: "bq_datetime_trunc",
  TIMESTAMP_TRUNC: "bq_timestamp_trunc",
  DATE_DIFF: "bq_diff",
  DATETIME_DIFF: "bq_diff",
  TIMESTAMP_DIFF: "bq_diff",
  TIME_DIFF: "bq_diff",
  DATE_ADD: "bq_date_add",
  DATE_SUB: "bq_date_sub",
  DATETIME_ADD: "bq_add",
  DATETIME_SUB: "bq_sub",
  TIMESTAMP_ADD: "bq_add",
  TIMESTAMP_SUB: "bq_sub",
  REGEXP_REPLACE: "bq_regexp_replace",
  RAND: "random",
  COUNTIF: "bq_countif",
  MD5: "bq_md5",
  TO_HEX: "bq_to_hex",
  // C's conversions only: https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements
  FORMAT: "printf",
};

const FUNCTIONS_WITH_PART = /^(DATE|DATETIME|TIMESTAMP|TIME)_(TRUNC|DIFF)$/;

const TYPES: Readonly<Record<string, string>> = {
  INT64: "BIGINT",
  INTEGER: "BIGINT",
  FLOAT64: "DOUBLE",
  NUMERIC: "DECIMAL(38, 9)",
  DECIMAL: "DECIMAL(38, 9)",
  BOOL: "BOOLEAN",
  STRING: "VARCHAR",
  BYTES: "BLOB",
  DATETIME: "TIMESTAMP",
  TIMESTAMP: "TIMESTAMPTZ",
};

// Without parentheses in DuckDB.
const NOW: Readonly<Record<string, string>> = {
  CURRENT_TIMESTAMP: "current_timestamp",
  CURRENT_DATE: "current_date",
  CURRENT_DATETIME: "make_timestamp(epoch_us(current_timestamp))",
};

/** DuckDB SQL for the tokens of a query whose tables are already named. */
export function rewriteTokens(tokens: readonly Token[]): string {
  return new Rewriter(tokens.filter((token) => token.kind !== "space")).run();
}

interface Frame {
  /** The function or keyword in front of the parenthesis, in capitals. */
  readonly opener: string;
  /** Output position where the current item of a STRUCT(...) starts. */
  itemStart: number;
  /** Output position of the parenthesis. */
  readonly at: number;
}

class Rewriter {
  readonly #input: readonly Token[];
  readonly #output: string[] = [];
  readonly #frames: Frame[] = [];
  #at = 0;

  constructor(input: readonly Token[]) {
    this.#input = input;
  }

  run(): string {
    while (this.#at < this.#input.length) {
      const token = this.#input[this.#at] as Token;
      this.#rewrite(token);
      this.#at += 1;
    }
    return this.#output.join(" ");
  }

  #rewrite(token: Token): void {
    if (token.kind === "string") this.#emit(quoteText(token.value));
    else if (token.kind === "bytes") this.#emit(`from_hex('${Buffer.from(token.value, "latin1").toString("hex")}')`);
    else if (token.kind === "quoted") this.#emit(quoteIdentifier(token.value));
    else if (token.kind === "symbol") this.#symbol(token.value);
    else if (token.kind === "word") this.#word(token.value);
    else this.#emit(token.text);
  }

  #emit(text: string): void {
    this.#output.push(text);
  }

  #peek(offset = 1): string {
    return this.#input[this.#at + offset]?.value.toUpperCase() ?? "";
  }

  #symbol(symbol: string): void {
    this.#emit(this.#concatenation(symbol) ?? symbol);
    if (symbol === "(") {
      const before = this.#input[this.#at - 1];
      const opener = before?.kind === "word" ? before.value.toUpperCase() : "";
      this.#frames.push({ opener, itemStart: this.#output.length, at: this.#output.length - 1 });
    }
    // An array's commas do not begin an item of the enclosing STRUCT.
    if (symbol === "[") this.#frames.push({ opener: "[", itemStart: this.#output.length, at: this.#output.length - 1 });
    if (symbol === "]") this.#frames.pop();
    if (symbol === ",") {
      const frame = this.#frames.at(-1);
      if (frame !== undefined) frame.itemStart = this.#output.length;
    }
    if (symbol === ")") this.#closeFrame();
  }

  /** `CONCAT(a, b)` is `((a) || (b))`: NULL when one is NULL, unlike DuckDB's concat. */
  #concatenation(symbol: string): string | undefined {
    const before = this.#input[this.#at - 1];
    if (symbol === "(" && before?.kind === "word" && before.value.toUpperCase() === "CONCAT") return "((";
    if (this.#frames.at(-1)?.opener !== "CONCAT") return undefined;
    return symbol === "," ? ") || (" : symbol === ")" ? "))" : undefined;
  }

  #closeFrame(): void {
    const frame = this.#frames.pop();
    if (frame?.opener === "UNNEST") this.#aliasUnnest();
  }

  /** `UNNEST(a) AS x` names a value in BigQuery, a table in DuckDB. */
  #aliasUnnest(): void {
    const hasAs = this.#peek() === "AS";
    const alias = this.#input[this.#at + (hasAs ? 2 : 1)];
    if (
      alias?.kind !== "word" ||
      (!hasAs && /^(ON|WHERE|JOIN|WITH|LEFT|INNER|CROSS|ORDER|GROUP|LIMIT)$/i.test(alias.value))
    ) {
      return;
    }
    const name = quoteIdentifier(alias.value);
    this.#emit(`AS ${name} (${name})`);
    this.#at += hasAs ? 2 : 1;
  }

  #word(word: string): void {
    const upper = word.toUpperCase();
    const next = this.#input[this.#at + 1];
    if (upper in NOW && next?.value === "(" && this.#peek(2) === ")") {
      this.#at += 2;
      return this.#emit(NOW[upper] as string);
    }
    if (upper === "AS" && this.#nameStructItem()) return;
    if (next?.kind === "string" && upper in TYPES) return this.#emit(TYPES[upper] as string);
    if (next?.value === "(" && this.#call(upper)) return;
    if (upper === "DISTINCT" && /^(UNION|EXCEPT|INTERSECT)$/i.test(this.#input[this.#at - 1]?.value ?? "")) return;
    if (this.#isCastType()) return this.#castType();
    if (this.#isDatePart()) return this.#emit(quoteText(datePart(word)));
    this.#emit(word);
  }

  #call(upper: string): boolean {
    const before = this.#input[this.#at - 1]?.value;
    if (upper === "EXCEPT" && before === "*") this.#emit("EXCLUDE");
    else if (upper === "STRUCT") this.#emit("struct_pack");
    else if (upper === "CONCAT" && before !== ".") this.#emit("");
    // Offsets count from 0 and DuckDB's indexes from 1; outside the array both give NULL here.
    else if (before === "[" && (upper === "OFFSET" || upper === "SAFE_OFFSET")) this.#emit("1 +");
    else if (before === "[" && (upper === "ORDINAL" || upper === "SAFE_ORDINAL")) this.#emit("");
    else if (upper in FUNCTIONS && before !== ".") this.#emit(FUNCTIONS[upper] as string);
    else return false;
    return true;
  }

  /** `STRUCT(1 AS a)` is `struct_pack("a" := 1)`. */
  #nameStructItem(): boolean {
    const frame = this.#frames.at(-1);
    const name = this.#input[this.#at + 1];
    if (frame?.opener !== "STRUCT" || name === undefined) return false;
    this.#output.splice(frame.itemStart, 0, `${quoteIdentifier(name.value)} :=`);
    this.#at += 1;
    return true;
  }

  #isCastType(): boolean {
    const opener = this.#frames.at(-1)?.opener;
    return (opener === "CAST" || opener === "SAFE_CAST") && this.#input[this.#at - 1]?.value.toUpperCase() === "AS";
  }

  #castType(): void {
    const upper = this.#peek(0);
    if (upper === "ARRAY" && this.#peek() === "<" && this.#peek(3) === ">") {
      const element = this.#peek(2);
      this.#at += 3;
      return this.#emit(`${TYPES[element] ?? element}[]`);
    }
    if (upper === "STRING" && this.#frames.at(-1)?.opener === "CAST") return this.#castToString();
    this.#emit(TYPES[upper] ?? upper);
  }

  /** `CAST(x AS STRING)` is `bq_string(x)`: decimals end with their last digit that is not 0. */
  #castToString(): void {
    this.#output[this.#frames.at(-1)!.at - 1] = "bq_string";
    this.#output.pop();
  }

  #isDatePart(): boolean {
    const opener = this.#frames.at(-1)?.opener ?? "";
    return FUNCTIONS_WITH_PART.test(opener) && this.#peek() === ")" && this.#input[this.#at - 1]?.value === ",";
  }
}

function datePart(word: string): string {
  const lower = word.toLowerCase();
  if (lower === "week") throw invalidQuery("The sandbox covers ISOWEEK, not WEEK: DuckDB's weeks start on Monday");
  return lower === "isoweek" ? "week" : lower;
}

/** DuckDB SQL of a separate token list, such as the time of FOR SYSTEM_TIME AS OF. */
export function rewriteExpression(tokens: readonly Token[]): string {
  return rewriteTokens([rawToken("SELECT"), ...tokens]);
}
