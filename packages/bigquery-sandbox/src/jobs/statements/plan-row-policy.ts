/* https://cloud.google.com/bigquery/docs/managing-row-level-security */
import { duplicate, notFound, notImplemented } from "../../errors.ts";
import { filterSql } from "../../sql/compile/compile-table.ts";
import { readCreateRowPolicy, readDropRowPolicy } from "../../sql/statements/row-policy.ts";
import type { Token } from "../../sql/tokens.ts";
import type { StoredTable } from "../../storage/stored-table.ts";
import type { RowPolicy } from "../../storage/table-limits.ts";
import { type TableName, tableLabel } from "../../storage/table-name.ts";
import type { PlannedStatement, StatementContext, StatementOutcome } from "./statement.ts";
import { targetName } from "./target-name.ts";

/** The sandbox's user has no name that a policy could grant rows to. */
const EVERYBODY = "allauthenticatedusers";

/** CREATE ROW ACCESS POLICY */
export function planCreateRowPolicy(tokens: readonly Token[], context: StatementContext): PlannedStatement {
  const { name, filter, grantees, orReplace, ifNotExists, target: parts } = readCreateRowPolicy(tokens, context.sql);
  const target = targetName(parts, context);
  // Compiled to refuse a filter that no query could use.
  filterSql(context.resolver(), filter, { name: target, table: findTable(context, target) }, "t");
  const policy = { name, filter, isGranted: grantees.some((one) => one.toLowerCase() === EVERYBODY) };
  return {
    target,
    run: async (connection, writer) => {
      const table = findTable(context, target);
      const before = policiesOf(table);
      const isFound = before.some((one) => isSame(one, name));
      if (isFound && ifNotExists) return done("SKIP", target, name);
      if (isFound && !orReplace) throw duplicate(`Row access policy ${name} on table ${tableLabel(target)}`);
      const others = before.filter((one) => !isSame(one, name));
      await writer.commit(connection, target, withPolicies(table, [...others, policy]));
      return done(isFound ? "REPLACE" : "CREATE", target, name);
    },
  };
}

/** DROP ROW ACCESS POLICY */
export function planDropRowPolicy(tokens: readonly Token[], context: StatementContext): PlannedStatement {
  const { name, ifExists, target: parts } = readDropRowPolicy(tokens);
  const target = targetName(parts, context);
  findTable(context, target);
  return {
    target,
    run: async (connection, writer) => {
      const table = findTable(context, target);
      const others = policiesOf(table).filter((one) => !isSame(one, name));
      if (others.length < policiesOf(table).length) {
        await writer.commit(connection, target, withPolicies(table, others));
        return done("DROP", target, name);
      }
      if (ifExists) return done("SKIP", target, name);
      throw notFound(`Row access policy ${name} on table ${tableLabel(target)}`);
    },
  };
}

function findTable({ catalog }: StatementContext, name: TableName): StoredTable {
  catalog.checkWritable(name, `Table ${tableLabel(name)}`);
  const table = catalog.find(name);
  if (table === undefined) throw notFound(`Table ${tableLabel(name)}`);
  if (table.viewQuery !== undefined) throw notImplemented(`row access policies on views, such as ${tableLabel(name)}`);
  return table;
}

function policiesOf({ limits }: StoredTable): readonly RowPolicy[] {
  return limits?.rowPolicies ?? [];
}

/** Without any policy everybody sees all rows again. */
function withPolicies(table: StoredTable, policies: readonly RowPolicy[]): StoredTable {
  const { rowPolicies: _before, ...others } = table.limits ?? {};
  return { ...table, limits: policies.length === 0 ? others : { ...others, rowPolicies: policies } };
}

function isSame(policy: RowPolicy, name: string): boolean {
  return policy.name.toLowerCase() === name.toLowerCase();
}

function done(operation: "CREATE" | "SKIP" | "REPLACE" | "DROP", table: TableName, policyId: string): StatementOutcome {
  return { definition: { operation, rowAccessPolicy: { ...table, policyId } } };
}
