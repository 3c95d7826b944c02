/* https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#create_row_access_policy_statement */
import { invalidQuery } from "../../errors.ts";
import type { Token } from "../tokens.ts";
import { TokenReader } from "./token-reader.ts";

/** CREATE ROW ACCESS POLICY */
export interface CreateRowPolicy {
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly name: string;
  readonly target: readonly string[];
  readonly grantees: readonly string[];
  /** GoogleSQL. */
  readonly filter: string;
}

/** @param sql that the tokens are from */
export function readCreateRowPolicy(tokens: readonly Token[], sql: string): CreateRowPolicy {
  const reader = new TokenReader(tokens, sql);
  reader.expect("CREATE");
  const orReplace = reader.take("OR REPLACE");
  reader.expect("ROW ACCESS POLICY");
  const ifNotExists = reader.take("IF NOT EXISTS");
  const name = reader.name();
  reader.expect("ON");
  const target = reader.path();
  const granted = reader.take("GRANT TO") ? reader.parenthesized() : [];
  const grantees = granted.filter(({ kind }) => kind === "string").map(({ value }) => value);
  reader.expect("FILTER USING");
  const condition = reader.parenthesized();
  reader.expectEnd();
  const [first, last] = [condition[0], condition.at(-1)];
  if (first === undefined || last === undefined) throw invalidQuery("Syntax error: FILTER USING must have a condition");
  const filter = sql.slice(first.at, last.at + last.text.length);
  return { orReplace, ifNotExists, name, target, grantees, filter };
}

/** DROP ROW ACCESS POLICY */
export function readDropRowPolicy(tokens: readonly Token[]) {
  const reader = new TokenReader(tokens);
  reader.expect("DROP ROW ACCESS POLICY");
  const ifExists = reader.take("IF EXISTS");
  const name = reader.name();
  reader.expect("ON");
  const target = reader.path();
  reader.expectEnd();
  return { ifExists, name, target };
}
