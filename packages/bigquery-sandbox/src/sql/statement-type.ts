/**
 * Determines a dry run's `statementType`: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics2
 */
import { readTokens, type Token } from "./tokens.ts";

const plain: Readonly<Record<string, string>> = {
  SELECT: "SELECT",
  WITH: "SELECT",
  FROM: "SELECT",
  INSERT: "INSERT",
  UPDATE: "UPDATE",
  DELETE: "DELETE",
  MERGE: "MERGE",
  CALL: "CALL",
  ASSERT: "ASSERT",
  TRUNCATE: "TRUNCATE_TABLE",
  LOAD: "LOAD_DATA",
};

const procedural = /^(DECLARE|SET|BEGIN|IF|LOOP|WHILE|REPEAT|FOR|CASE|EXECUTE|RAISE|COMMIT|ROLLBACK)$/;

const definition =
  /^(CREATE|DROP|ALTER)(?: OR REPLACE)?(?: TEMP(?:ORARY)?)?(?: AGGREGATE)? (TABLE FUNCTION|(?:EXTERNAL |SNAPSHOT )?TABLE|(?:MATERIALIZED )?VIEW|FUNCTION|PROCEDURE|SCHEMA|MODEL|SEARCH INDEX|ROW ACCESS POLICY)\b/;

/** Undefined for anything but a statement. @throws ApiError for invalid SQL */
export function statementTypeOf(sql: string): string | undefined {
  const statements = splitStatements(readTokens(sql));
  const last = statements.at(-1);
  // https://cloud.google.com/bigquery/docs/multi-statement-queries#write_a_multi-statement_query
  if (!statements.slice(0, -1).every(isTemporaryFunction)) return "SCRIPT";
  return last && typeOf(last);
}

function splitStatements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "symbol" && token.value === ";") statements.push([]);
    else if (token.kind !== "space") statements.at(-1)!.push(token);
  }
  return statements.filter(({ length }) => length > 0);
}

function isTemporaryFunction(statement: readonly Token[]): boolean {
  return /^CREATE TEMP(ORARY)?( AGGREGATE)? FUNCTION\b/.test(beginOf(statement));
}

function typeOf(statement: readonly Token[]): string | undefined {
  const begin = beginOf(statement);
  const [word = ""] = begin.split(" ");
  if (word === "EXPORT") return begin.startsWith("EXPORT MODEL") ? "EXPORT_MODEL" : "EXPORT_DATA";
  if (procedural.test(word)) return "SCRIPT";
  const [, verb, kind] = definition.exec(begin) ?? [];
  if (verb === undefined || kind === undefined) return plain[word];
  const type = `${verb}_${kind.replaceAll(" ", "_")}`;
  return type === "CREATE_TABLE" && hasQuery(statement) ? "CREATE_TABLE_AS_SELECT" : type;
}

/** Its first words, in capitals, without parentheses around a query. */
function beginOf(statement: readonly Token[]): string {
  const first = statement.findIndex(({ value }) => value !== "(");
  return statement
    .slice(Math.max(first, 0), first + 8)
    .map(({ text }) => text.toUpperCase())
    .join(" ");
}

function hasQuery(statement: readonly Token[]): boolean {
  return statement.some(
    ({ value }, index) => value.toUpperCase() === "AS" && /^(SELECT|WITH|\()$/i.test(statement[index + 1]?.value ?? ""),
  );
}
