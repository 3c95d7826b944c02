import type pg from "pg";

import { stagingTableName, type Column, type DestinationConfig } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType } from "./column-types.ts";
import { quoteIdentifier, quoteTable } from "./identifiers.ts";
import { ledgerSchema } from "./ledger.ts";

const schemaExists = `select to_regnamespace($1) is not null as exists`;
const tableExists = `select to_regclass($1) is not null as exists`;
const mayCreate = `select has_schema_privilege(current_user, $1, 'CREATE') as may`;
const mayEmpty = `select has_table_privilege(current_user, to_regclass($1), $2) as may`;

/** Foreign keys of other tables that point here; `changes`: they would delete or alter rows there (CASCADE, SET ...). */
const referencesTo = `
  select conrelid::regclass::text as from, confdeltype in ('c', 'n', 'd') as changes
  from pg_constraint
  where contype = 'f' and confrelid = to_regclass($1) and conrelid <> confrelid
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

/**
 * Fails now rather than after hours of loading: is the schema there, may we create the table, do the columns fit?
 *
 * @throws PipelineError `sink_schema_missing`, `sink_permission_denied`; what PostgreSQL says about the columns.
 */
export async function checkTarget(
  client: pg.PoolClient,
  runId: string,
  config: DestinationConfig,
  columns: readonly Column[],
  writeMode: "append" | "replace",
): Promise<void> {
  const schema = quoteIdentifier(config.schema);
  if (!(await ask(client, schemaExists, schema, "exists"))) {
    throw new PipelineError("sink_schema_missing", `the schema "${config.schema}" does not exist`);
  }
  if (await targetExists(client, config)) {
    await client.query(`${insertFromStaging(runId, config, columns)} where false`);
    if (writeMode === "replace") await checkMayEmpty(client, config);
  } else if (!(await ask(client, mayCreate, config.schema, "may"))) {
    throw new PipelineError("sink_permission_denied", `the user "${config.user}" may not create tables in "${config.schema}"`);
  }
}

/** Moves the rows; returns how. Inside the finalizing transaction. */
export async function moveIntoTarget(
  client: pg.PoolClient,
  runId: string,
  config: DestinationConfig,
  columns: readonly Column[],
  writeMode: "append" | "replace",
): Promise<void> {
  if (!(await targetExists(client, config))) {
    await becomeTarget(client, runId, config);
    return;
  }
  if (writeMode === "replace") await emptyTarget(client, config);
  await client.query(insertFromStaging(runId, config, columns));
  await dropStaging(client, runId);
}

export async function dropStaging(client: pg.PoolClient, runId: string): Promise<void> {
  await client.query(`drop table if exists ${stagingTable(runId)}`);
}

export async function countStagingRows(client: pg.PoolClient, runId: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${stagingTable(runId)}`);
  return Number(rows[0]!.count);
}

/** The first load copies nothing twice: the staging table becomes the target. It moves first: a target may be called `runs`. */
async function becomeTarget(client: pg.PoolClient, runId: string, config: DestinationConfig): Promise<void> {
  const staging = stagingTable(runId);
  await client.query(`
    alter table ${staging} reset (autovacuum_enabled);
    alter table ${staging} set schema ${quoteIdentifier(config.schema)};
    alter table ${quoteTable(config.schema, stagingTableName(runId))} rename to ${quoteIdentifier(config.table)}
  `);
}

/** In place, so that indexes, grants, views and all else that hangs on the table stay. TRUNCATE refuses a referenced one. */
async function emptyTarget(client: pg.PoolClient, config: DestinationConfig): Promise<void> {
  const statement = await chooseEmptying(client, config);
  await client.query(`${statement === "DELETE" ? "delete from" : "truncate"} ${targetTable(config)}`);
}

/** @throws PipelineError `sink_table_mismatch` when it would change other tables too. */
async function chooseEmptying(client: pg.PoolClient, config: DestinationConfig): Promise<"DELETE" | "TRUNCATE"> {
  const { rows } = await client.query<{ from: string; changes: boolean }>(referencesTo, [targetTable(config)]);
  const changed = rows.find(({ changes }) => changes);
  if (changed) {
    const what = `replacing ${targetTable(config)} would change rows of ${changed.from}, whose foreign key says so`;
    throw new PipelineError("sink_table_mismatch", `${what}; use append, or a table nobody references by ON DELETE`);
  }
  return rows.length > 0 ? "DELETE" : "TRUNCATE";
}

async function checkMayEmpty(client: pg.PoolClient, config: DestinationConfig): Promise<void> {
  const privilege = await chooseEmptying(client, config);
  const { rows } = await client.query<{ may: boolean }>(mayEmpty, [targetTable(config), privilege]);
  if (rows[0]!.may) return;
  const reason = `the user "${config.user}" may not empty ${targetTable(config)}: replacing needs ${privilege}`;
  throw new PipelineError("sink_permission_denied", reason);
}

function insertFromStaging(runId: string, config: DestinationConfig, columns: readonly Column[]): string {
  const list = columns.map((column) => quoteIdentifier(column.name)).join(", ");
  return `insert into ${targetTable(config)} (${list}) select ${list} from ${stagingTable(runId)}`;
}

async function targetExists(client: pg.PoolClient, config: DestinationConfig): Promise<boolean> {
  return ask(client, tableExists, targetTable(config), "exists");
}

async function ask(client: pg.PoolClient, question: string, about: string, column: string): Promise<boolean> {
  const { rows } = await client.query<Record<string, boolean>>(question, [about]);
  return rows[0]![column]!;
}
