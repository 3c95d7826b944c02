import type pg from "pg";

import { stagingTableName, type Column } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/resources";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { ledgerSchema } from "../ledger/ledger.ts";

const tableExists = `select to_regclass($1) is not null as exists`;

/** Foreign keys of other tables that would delete or alter rows there (CASCADE, SET ...). */
const referencesTo = `
  select conrelid::regclass::text as from
  from pg_constraint
  where contype = 'f' and confrelid = to_regclass($1) and conrelid <> confrelid and confdeltype in ('c', 'n', 'd')
  limit 1
`;

/** The run's staging table, quoted. */
export function stagingTable(runId: string): string {
  return quoteTable(ledgerSchema, stagingTableName(runId));
}

export function targetTable({ schema, table }: DestinationConfig): string {
  return quoteTable(schema, table);
}

/**
 * Creates the staging table: logged, because its rows count as loaded and must survive a crash of the server; without
 * autovacuum, which would only read what is about to move.
 */
export async function createStaging(client: pg.PoolClient, runId: string, columns: readonly Column[]): Promise<void> {
  const list = columns.map((column) => `${quoteIdentifier(column.name)} ${toColumnType(column)}`).join(", ");
  await client.query(`create table ${stagingTable(runId)} (${list}) with (autovacuum_enabled = false)`);
}

export async function dropStaging(client: pg.PoolClient, runId: string): Promise<void> {
  await client.query(`drop table if exists ${stagingTable(runId)}`);
}

export async function stagingExists(client: pg.PoolClient, runId: string): Promise<boolean> {
  return ask(client, tableExists, stagingTable(runId), "exists");
}

/** From then on it is the other run's. */
export async function renameStaging(client: pg.PoolClient, from: string, to: string): Promise<void> {
  await client.query(`alter table ${stagingTable(from)} rename to ${quoteIdentifier(stagingTableName(to))}`);
}

export async function countStagingRows(client: pg.PoolClient, runId: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${stagingTable(runId)}`);
  return Number(rows[0]!.count);
}

/**
 * Rows of other tables must not go because rows of the target do.
 *
 * @throws PipelineError `sink_table_mismatch` when one of them would delete or alter rows there.
 */
export async function assertDeletesStay(client: pg.PoolClient, config: DestinationConfig): Promise<void> {
  const { rows } = await client.query<{ from: string }>(referencesTo, [targetTable(config)]);
  const [changed] = rows;
  if (!changed) return;
  const what = `replacing ${targetTable(config)} would change rows of ${changed.from}, whose foreign key says so`;
  throw new PipelineError("sink_table_mismatch", `${what}; use append, or a table nobody references by ON DELETE`);
}

export function insertFromStaging(runId: string, config: DestinationConfig, columns: readonly Column[]): string {
  const list = columns.map((column) => quoteIdentifier(column.name)).join(", ");
  return `insert into ${targetTable(config)} (${list}) select ${list} from ${stagingTable(runId)}`;
}

export async function targetExists(client: pg.PoolClient, config: DestinationConfig): Promise<boolean> {
  return ask(client, tableExists, targetTable(config), "exists");
}

/** The answer of a statement that has one yes or no, in `column`. */
export async function ask(client: pg.PoolClient, question: string, about: string, column: string): Promise<boolean> {
  const { rows } = await client.query<Record<string, boolean>>(question, [about]);
  return rows[0]![column]!;
}
