import type pg from "pg";

import { stagingTableName, type Column } from "@datamantri/contracts";

import { toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { ask, tableExists } from "../connect/ask.ts";
import { ledgerSchema } from "../ledger/ledger.ts";

/** The run's staging table, quoted. */
export function stagingTable(runId: string): string {
  return quoteTable(ledgerSchema, stagingTableName(runId));
}

/**
 * Creates the staging table. It is logged, because its rows count as loaded and must survive a crash of the server. It
 * has no autovacuum, which would only read rows that are about to move.
 */
export async function createStaging(client: pg.PoolClient, runId: string, columns: readonly Column[]): Promise<void> {
  const list = columns.map((column) => `${quoteIdentifier(column.name)} ${toColumnType(column)}`).join(", ");
  await client.query(`create table ${stagingTable(runId)} (${list}) with (autovacuum_enabled = false)`);
}

export async function dropStaging(client: pg.PoolClient, runId: string): Promise<void> {
  await client.query(`drop table if exists ${stagingTable(runId)}`);
}

export async function stagingExists(client: pg.PoolClient, runId: string): Promise<boolean> {
  return ask(client, tableExists, stagingTable(runId));
}

/** Renames the staging table for the other run. */
export async function renameStaging(client: pg.PoolClient, from: string, to: string): Promise<void> {
  await client.query(`alter table ${stagingTable(from)} rename to ${quoteIdentifier(stagingTableName(to))}`);
}

export async function countStagingRows(client: pg.PoolClient, runId: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${stagingTable(runId)}`);
  return Number(rows[0]!.count);
}
