import { invalidQuery, notImplemented } from "../../errors.ts";
import { bindParameters } from "../../sql/parameters.ts";
import { readTokens, type Token } from "../../sql/tokens.ts";
import type { QueryRequest } from "../job.ts";
import { type ResolverOptions, TableResolver } from "../table-resolver.ts";
import { planDml } from "./plan-dml.ts";
import type { PlannedStatement, StatementContext } from "./statement.ts";

type Planner = (tokens: readonly Token[], context: StatementContext) => PlannedStatement;

const PLANNERS: Readonly<Record<string, Planner>> = {
  INSERT: planDml,
  UPDATE: planDml,
  DELETE: planDml,
  MERGE: planDml,
  TRUNCATE_TABLE: planDml,
};

/** Understands a statement other than SELECT. @throws ApiError for what the sandbox does not cover */
export function planStatement(type: string, request: QueryRequest, options: ResolverOptions): PlannedStatement {
  const planner = PLANNERS[type];
  if (planner === undefined) throw notImplemented(`${type.replaceAll("_", " ")} statements`);
  const tokens = bindParameters(withoutBlanks(readTokens(request.sql)), request.parameters);
  if (tokens.some(({ kind, value }) => kind === "symbol" && value === ";")) {
    throw invalidQuery("The sandbox covers one statement per query, not scripts");
  }
  const { defaultDataset } = new TableResolver(options);
  return planner(tokens, {
    catalog: options.catalog,
    projectId: request.projectId,
    defaultDataset,
    location: request.location,
    sql: request.sql,
    // Names are found when the statement runs, after writes before it.
    get scope() {
      return new TableResolver({ ...options, nowMs: Date.now() });
    },
  });
}

function withoutBlanks(tokens: readonly Token[]): Token[] {
  const code = tokens.filter(({ kind }) => kind !== "space");
  return code.at(-1)?.value === ";" ? code.slice(0, -1) : code;
}
