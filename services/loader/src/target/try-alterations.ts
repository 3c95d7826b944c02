/** Finds out before a row is read whether PostgreSQL will change the target's columns when the rows move. */
import pg from "pg";

import { stagingTableName } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { quoteTable } from "../columns/identifiers.ts";
import { attempt } from "./attempt.ts";
import type { RunTarget } from "../connect/destinations.ts";
import { readNames } from "../connect/known-names.ts";
import { describePostgresError } from "../connect/postgres-errors.ts";
import { ledgerSchema } from "../ledger/ledger.ts";
import { insertStaged, type TargetShape } from "./target-shape.ts";
import { targetTable } from "./target-table.ts";

/** What has the columns of another: https://www.postgresql.org/docs/current/sql-altertable.html */
const bound = `
  select case
    when relkind not in ('r', 'p') then 'is no table'
    when relispartition then 'is a partition'
    when reloftype <> 0 then 'has the columns of a type'
  end as how
  from pg_class
  where oid = to_regclass($1)
`;

/** Features, values, dependent objects and definitions; not privileges, locks or space. */
const isAboutChange = /^(0A|22|2B|42(?!501))/;

/** Clauses that change which columns there are. */
const isStructural = /^(add column|alter column .* type) /;

/**
 * Makes the changes in a table without rows that has the target's columns, indexes and constraints, writes the columns, and
 * drops it.
 *
 * @param alterations clauses of ALTER TABLE.
 * @throws PipelineError `schema_drift` with PostgreSQL's reason.
 */
export async function tryAlterations(
  client: pg.PoolClient,
  runId: string,
  target: RunTarget,
  shape: TargetShape,
  alterations: readonly string[],
): Promise<void> {
  const name = targetTable(target.config);
  const { rows } = await client.query<{ how: string | null }>(bound, [name]);
  const how = alterations.some((clause) => isStructural.test(clause)) ? (rows[0]?.how ?? null) : null;
  const advice = "Change it yourself: the next run finds it. Or exclude or cast the column in the mapping";
  if (how !== null) {
    throw new PipelineError(
      "schema_drift",
      `the columns of ${name}, which ${how}, cannot follow the source. ${advice}`,
    );
  }
  const copy = quoteTable(ledgerSchema, `${stagingTableName(runId)}_tried`);
  const change = () =>
    client.query(`
      create table ${copy} (like ${name} including all);
      alter table ${copy} ${alterations.join(", ")};
      ${insertStaged({ ...shape, target: copy })} where false;
      drop table ${copy}
    `);
  const refused = await attempt(client, change, ({ code = "" }) => isAboutChange.test(code));
  if (refused === null) return;
  const reason = describePostgresError(refused, await readNames(client, target, runId));
  throw new PipelineError(
    "schema_drift",
    `the columns of ${name} cannot follow the source. ${reason}. ${advice}`,
    {},
    {
      cause: refused,
    },
  );
}
