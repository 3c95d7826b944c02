import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { quoteTable } from "../columns/identifiers.ts";
import { ask, tableExists } from "../connect/ask.ts";

/** Foreign keys of other tables that would delete or change rows there (CASCADE, SET ...). */
const referencesTo = `
  select conrelid::regclass::text as from
  from pg_constraint
  where contype = 'f' and confrelid = to_regclass($1) and conrelid <> confrelid and confdeltype in ('c', 'n', 'd')
  limit 1
`;

/** The target table, quoted. */
export function targetTable({ schema, table }: DestinationConfig): string {
  return quoteTable(schema, table);
}

export async function targetExists(client: pg.PoolClient, config: DestinationConfig): Promise<boolean> {
  return ask(client, tableExists, targetTable(config));
}

/**
 * Ensures that deleting rows of the target does not change other tables.
 *
 * @throws PipelineError `sink_table_mismatch` when a foreign key would delete or change rows there.
 */
export async function assertDeletesStay(client: pg.PoolClient, config: DestinationConfig): Promise<void> {
  const { rows } = await client.query<{ from: string }>(referencesTo, [targetTable(config)]);
  const [changed] = rows;
  if (!changed) return;
  const what = `replacing ${targetTable(config)} would change rows of ${changed.from}, whose foreign key says so`;
  throw new PipelineError("sink_table_mismatch", `${what}; use append, or a table without ON DELETE references to it`);
}
