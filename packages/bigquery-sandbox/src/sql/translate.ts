import { invalidQuery } from "../errors.ts";
import { bindParameters, type QueryParameter } from "./parameters.ts";
import { rewriteExpression, rewriteTokens } from "./rewrite.ts";
import { type NameScope, nameTables } from "./table-names.ts";
import { readTokens, type Token } from "./tokens.ts";

/** Result of analysing a query before DuckDB gets it. */
export interface TranslatedQuery {
  readonly sql: string;
  readonly references: readonly {
    readonly parts: readonly string[];
    /** DuckDB SQL for the time of FOR SYSTEM_TIME AS OF. */
    readonly systemTimeSql: string | undefined;
  }[];
  /** `SELECT * FROM table` and nothing else: the result is the table. */
  readonly isWholeTable: boolean;
  /** Names in the query, in lower case: a column that is not among them is not read. */
  readonly words: ReadonlySet<string>;
  readonly readsAllColumns: boolean;
  /** True if a second run must return the same rows, so that the result may be cached. */
  readonly isDeterministic: boolean;
}

const NOT_DETERMINISTIC =
  /^(rand|generate_uuid|current_timestamp|current_date|current_datetime|current_time|session_user)$/;

/** DuckDB SQL for a BigQuery query; `scope` resolves its table names and throws for unknown ones. */
export function translate(sql: string, parameters: readonly QueryParameter[], scope: NameScope): TranslatedQuery {
  const tokens = bindParameters(dropFinalSemicolon(readTokens(sql)), parameters);
  checkStatement(tokens);
  const named = nameTables(tokens, scope);
  const words = new Set(named.tokens.filter(isName).map((token) => token.value.toLowerCase()));
  return {
    sql: rewriteTokens(named.tokens),
    references: named.references.map(({ parts, systemTime }) => ({
      parts,
      systemTimeSql: systemTime === undefined ? undefined : rewriteExpression(systemTime),
    })),
    isWholeTable: isWholeTable(named.tokens),
    words,
    readsAllColumns: hasStar(named.tokens),
    isDeterministic: ![...words].some((word) => NOT_DETERMINISTIC.test(word)),
  };
}

function isName(token: Token): boolean {
  return token.kind === "word" || token.kind === "quoted";
}

function dropFinalSemicolon(tokens: readonly Token[]): readonly Token[] {
  const code = tokens.filter((token) => token.kind !== "space");
  return code.at(-1)?.value === ";" ? code.slice(0, -1) : code;
}

function checkStatement(tokens: readonly Token[]): void {
  const [first] = tokens;
  if (first === undefined) throw invalidQuery("Syntax error: Unexpected end of statement at [1:1]");
  if (tokens.some((token) => token.kind === "symbol" && token.value === ";")) {
    throw invalidQuery("The sandbox covers one statement per query, not scripts");
  }
  const opener = tokens.find((token) => token.value !== "(")?.value.toUpperCase();
  if (opener !== "SELECT" && opener !== "WITH") {
    if (
      /^(CREATE|INSERT|UPDATE|DELETE|MERGE|DROP|ALTER|TRUNCATE|EXPORT|LOAD|DECLARE|BEGIN|CALL|FROM)$/.test(opener ?? "")
    ) {
      throw invalidQuery(`The sandbox covers SELECT statements only, not ${opener}`);
    }
    throw invalidQuery(`Syntax error: Unexpected identifier "${first.value}" at [1:1]`);
  }
}

/** SELECT * FROM "table" AS "name"; the table is one raw token, its alias may be another. */
function isWholeTable(tokens: readonly Token[]): boolean {
  const [select, star, from, table, ...rest] = tokens;
  const starts =
    select?.value.toUpperCase() === "SELECT" && star?.value === "*" && from?.value.toUpperCase() === "FROM";
  return starts && table?.kind === "raw" && (rest.length === 0 || (rest.length === 1 && rest[0]?.kind === "raw"));
}

/** A star that is neither a multiplication nor COUNT(*). */
function hasStar(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    const before = tokens[index - 1]?.value.toUpperCase() ?? "";
    return token.value === "*" && ["SELECT", "DISTINCT", "ALL", ",", "."].includes(before);
  });
}
