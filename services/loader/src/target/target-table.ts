import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { quoteTable } from "../columns/identifiers.ts";
import { ask, tableExists } from "../connect/ask.ts";

/** The target and its partitions, which foreign keys may refer to one by one. */
export const targetTree = `(select to_regclass($1) union select relid from pg_partition_tree(to_regclass($1)))`;

/** PostgreSQL 18 has constraints that it does not check: https://www.postgresql.org/docs/current/sql-createtable.html */
export const isEnforced = `coalesce((to_jsonb(pg_constraint) ->> 'conenforced')::boolean, true)`;

/** Foreign keys that would delete or change rows of another table, or further ones of the target (CASCADE, SET ...). */
const referencesTo = `
  select conrelid::regclass::text as from
  from pg_constraint
  where contype = 'f' and confrelid in ${targetTree} and confdeltype in ('c', 'n', 'd') and ${isEnforced}
  limit 1
`;

/** The target table, quoted. */
export function targetTable({ schema, table }: Pick<DestinationConfig, "schema" | "table">): string {
  return quoteTable(schema, table);
}

export async function targetExists(client: pg.PoolClient, config: DestinationConfig): Promise<boolean> {
  return ask(client, tableExists, targetTable(config));
}

/**
 * Ensures that deleting rows of the target changes nothing else.
 *
 * @param instead the write mode that deletes nothing.
 * @throws PipelineError `sink_table_mismatch` when a foreign key would delete or change rows there.
 */
export async function assertDeletesStay(
  client: pg.PoolClient,
  config: DestinationConfig,
  instead: "append" | "merge" = "append",
): Promise<void> {
  const { rows } = await client.query<{ from: string }>(referencesTo, [targetTable(config)]);
  const [changed] = rows;
  if (!changed) return;
  const what = `replacing ${targetTable(config)} would change rows of ${changed.from}, whose foreign key says so`;
  throw new PipelineError(
    "sink_table_mismatch",
    `${what}; use ${instead}, or a table without ON DELETE references to it`,
  );
}

interface Visibility {
  readonly kind: string;
  readonly isFiltered: boolean;
  readonly isParent: boolean;
}

/** Partitions need no check: their row security does not apply to statements on the partitioned table. */
const visibility = `
  select relkind as kind, row_security_active(oid) as "isFiltered",
    relkind = 'r' and exists (select from pg_inherits where inhparent = oid) as "isParent"
  from pg_class
  where oid = to_regclass($1)
`;

/**
 * Ensures that the user sees exactly the target's rows. Hidden rows would be written again, and would survive a
 * replacement.
 *
 * @param what uses the rows, for the message: "mirror".
 * @throws PipelineError `sink_table_mismatch` for what is not a table, `sink_permission_denied` when row security
 *   applies to the user.
 */
export async function assertSeesAllRows(client: pg.PoolClient, config: DestinationConfig, what: string): Promise<void> {
  const target = targetTable(config);
  const { rows } = await client.query<Visibility>(visibility, [target]);
  const { kind, isFiltered, isParent } = rows[0]!;
  if (kind !== "r" && kind !== "p") {
    const reason = `${target} is not a table, and may hide rows: ${what} compares or replaces all of them`;
    throw new PipelineError("sink_table_mismatch", `${reason}; write to the table itself, or use append`);
  }
  if (isParent) {
    const reason = `other tables inherit from ${target}, and their rows are read as its own: ${what} would not know which are`;
    throw new PipelineError(
      "sink_table_mismatch",
      `${reason}; write to a table that none inherits from, or use append`,
    );
  }
  if (!isFiltered) return;
  const reason = `row security hides rows of ${target} from the user "${config.user}": ${what} needs the table's owner, or BYPASSRLS`;
  throw new PipelineError("sink_permission_denied", reason);
}
