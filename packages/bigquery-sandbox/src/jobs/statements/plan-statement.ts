import { notImplemented } from "../../errors.ts";
import { readStatement } from "../../sql/statements/read-statement.ts";
import type { Token } from "../../sql/tokens.ts";
import type { QueryRequest } from "../job-request.ts";
import { type ResolverOptions, TableResolver } from "../table-resolver.ts";
import {
  planAlterTable,
  planCreateSchema,
  planCreateTable,
  planCreateView,
  planDrop,
  planDropSchema,
} from "./plan-ddl.ts";
import { planCreateRowPolicy, planDropRowPolicy } from "./plan-row-policy.ts";
import { planDml } from "./plan-dml.ts";
import type { PlannedStatement, StatementContext } from "./statement.ts";

type Planner = (tokens: readonly Token[], context: StatementContext) => PlannedStatement;

const PLANNERS: Readonly<Record<string, Planner>> = {
  INSERT: planDml,
  UPDATE: planDml,
  DELETE: planDml,
  MERGE: planDml,
  TRUNCATE_TABLE: planDml,
  CREATE_TABLE: planCreateTable,
  CREATE_TABLE_AS_SELECT: planCreateTable,
  CREATE_VIEW: planCreateView,
  CREATE_SCHEMA: planCreateSchema,
  ALTER_TABLE: planAlterTable,
  DROP_TABLE: planDrop,
  DROP_VIEW: planDrop,
  DROP_SCHEMA: planDropSchema,
  CREATE_ROW_ACCESS_POLICY: planCreateRowPolicy,
  DROP_ROW_ACCESS_POLICY: planDropRowPolicy,
};

/** Understands a statement other than SELECT. @throws ApiError for what the sandbox does not cover */
export function planStatement(type: string, request: QueryRequest, options: ResolverOptions): PlannedStatement {
  const planner = PLANNERS[type];
  if (planner === undefined) throw notImplemented(`${type.replaceAll("_", " ")} statements`);
  const { tokens, parameters } = readStatement(request.sql, request.parameters);
  const { defaultDataset } = new TableResolver(options);
  return planner(tokens, {
    catalog: options.catalog,
    projectId: request.projectId,
    defaultDataset,
    location: request.location,
    sql: request.sql,
    parameters,
    // Names are found when the statement runs, after writes before it.
    resolver: (target) => new TableResolver({ ...options, nowMs: Date.now(), target }),
  });
}
