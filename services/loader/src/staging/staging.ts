import type pg from "pg";

import { stagingTableName, type Column, type ColumnDescription } from "@datamantri/contracts";

import { toColumnType, toNewType } from "../columns/column-types.ts";
import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { ask, tableExists } from "../connect/ask.ts";
import { ledgerSchema } from "../ledger/ledger.ts";

/** The run's staging table, quoted. */
export function stagingTable(runId: string): string {
  return quoteTable(ledgerSchema, stagingTableName(runId));
}

/** What a new target gets from the source's table besides its columns. */
export interface Descriptions {
  readonly description: string;
  readonly columnDescriptions: readonly ColumnDescription[];
}

/**
 * Creates the staging table as the target that it becomes on a first load: {@link createStaging} with what the source
 * declares.
 */
export async function createNewTarget(
  client: pg.PoolClient,
  runId: string,
  columns: readonly Column[],
  { description, columnDescriptions }: Descriptions,
): Promise<void> {
  const staging = stagingTable(runId);
  const list = columns.map((column) => {
    return `${quoteIdentifier(column.name)} ${toNewType(column)}${column.notNull ? " not null" : ""}`;
  });
  const comments = columnDescriptions.map(({ name, description: text }) => {
    return `comment on column ${staging}.${quoteIdentifier(name)} is ${client.escapeLiteral(text)}`;
  });
  const statements = [
    `create table ${staging} (${list.join(", ")}) with (autovacuum_enabled = false)`,
    ...(description === "" ? [] : [`comment on table ${staging} is ${client.escapeLiteral(description)}`]),
    ...comments,
  ];
  await client.query(statements.join(";\n"));
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
