/**
 * The ledger's own schema, step by step. The destination's database belongs to somebody else, so a step may only touch
 * the schema `datamantri`, and a loader of an older release must go on working after it: add, never change or remove.
 */
import type pg from "pg";

export interface LedgerMigration {
  /** Unique, for ever: what a ledger remembers of it. */
  readonly name: string;
  readonly sql: string;
}

/** In this order. A new one goes to the end; one that was released does not change. */
export const ledgerMigrations: readonly LedgerMigration[] = [
  {
    name: "0001-runs-and-batches",
    // IF NOT EXISTS: releases before this list made these two tables without saying so.
    sql: `
      create table if not exists datamantri.runs (
        run_id uuid primary key,
        pipeline_id uuid not null,
        target text not null,
        state text not null check (state in ('open', 'finalized', 'discarded')),
        schema_fingerprint text not null,
        columns jsonb,
        row_count bigint,
        watermark jsonb,
        opened_at timestamptz not null default now(),
        closed_at timestamptz
      );
      create table if not exists datamantri.batches (
        run_id uuid not null,
        split integer not null,
        sequence integer not null,
        part integer not null,
        row_count integer not null,
        checksum bigint not null,
        primary key (run_id, split, sequence, part)
      )
    `,
  },
  {
    name: "0002-verifications",
    sql: `
      create table datamantri.verifications (
        run_id uuid primary key,
        verification jsonb not null
      )
    `,
  },
  {
    name: "0003-rejects",
    sql: `
      alter table datamantri.runs
        add column max_rejects bigint not null default 0,
        add column rejected_count bigint not null default 0;
      alter table datamantri.batches add column rejected_count integer not null default 0;
      create table datamantri.rejects (
        run_id uuid not null,
        pipeline_id uuid not null,
        target text not null,
        split integer not null,
        row_number bigint not null,
        column_names text[] not null,
        sqlstate text,
        reason text not null,
        source_row json,
        tuple bytea,
        rejected_at timestamptz not null default now(),
        replayed_at timestamptz,
        primary key (run_id, row_number)
      )
    `,
  },
];

/** Any number that nobody else locks: the first letters of the product's name. */
const ledgerLock = `select pg_advisory_xact_lock(1684107117)`;

const schemaExists = `select to_regnamespace('datamantri') is not null as exists`;

const createSchema = `create schema datamantri`;

/** Asked first, because CREATE ... IF NOT EXISTS needs the privilege even when there is nothing to create. */
const listExists = `select to_regclass('datamantri.migrations') is not null as exists`;

const createList = `
  create table datamantri.migrations (
    name text primary key,
    applied_at timestamptz not null default now()
  )
`;

const readList = `select name from datamantri.migrations`;

const addToList = `insert into datamantri.migrations (name) values ($1)`;

/**
 * Makes the ledger, or brings it up to date. The lock is for that moment only: held by every run that is prepared, it
 * would make all of them wait for one whose target is locked. An administrator may have made the schema before.
 *
 * Failure: a step and its name commit together with the caller's transaction; without the commit the next caller does it.
 * Names that are not in the list are a newer loader's, and stay.
 */
export async function ensureLedger(
  client: pg.PoolClient,
  migrations: readonly LedgerMigration[] = ledgerMigrations,
): Promise<void> {
  if ((await findMissing(client, migrations)).length === 0) return;
  await client.query(ledgerLock);
  if (!(await exists(client, schemaExists))) await client.query(createSchema);
  if (!(await exists(client, listExists))) await client.query(createList);
  for (const { name, sql } of await findMissing(client, migrations)) {
    await client.query(sql);
    await client.query(addToList, [name]);
  }
}

async function findMissing(
  client: pg.PoolClient,
  migrations: readonly LedgerMigration[],
): Promise<readonly LedgerMigration[]> {
  if (!(await exists(client, listExists))) return migrations;
  const { rows } = await client.query<{ name: string }>(readList);
  const applied = new Set(rows.map(({ name }) => name));
  return migrations.filter(({ name }) => !applied.has(name));
}

async function exists(client: pg.PoolClient, question: string): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(question);
  return rows[0]!.exists;
}
