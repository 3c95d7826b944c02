import { createHash } from "node:crypto";

import type { Migration } from "./read-migrations.ts";

/** Sends a statement on one connection inside a transaction. Without values the text may have several statements. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<{ readonly rows: readonly unknown[] }>;

export interface MigrateOptions {
  /** Schema of the list of applied migrations; created if it is missing. */
  readonly schema: string;
  /**
   * How to treat migrations in the list that this release does not have. `accept` is for a database that older releases
   * still use, so migrations only add.
   */
  readonly newer: "refuse" | "accept";
}

/** The database and the files do not match: a person must decide. */
export class MigrationError extends Error {
  override readonly name: string = "MigrationError";
}

/** A newer release has migrated the database, and its migrations may have changed what this one uses. */
export class NewerSchemaError extends MigrationError {
  override readonly name = "NewerSchemaError";
  /** The newest migration that this release does not have. */
  readonly migration: string;

  constructor(migration: string, list: string) {
    super(
      `${list} has the migration ${migration}, which this version does not know: a newer version has migrated the database.`,
    );
    this.migration = migration;
  }
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
}

const schemaExists = `select to_regnamespace($1) is not null as exists`;
const listExists = `select to_regclass($1) is not null as exists`;

/** Held until the transaction ends. */
const lock = `select pg_advisory_xact_lock(hashtextextended($1, 0))`;

/**
 * Applies the migrations that the database lacks, in the caller's transaction. Any number of processes may do so at the
 * same time: the first one applies them, the others wait for its commit. A database that lacks none is only read.
 *
 * Failure: migrations and their entries in the list commit together with the caller's transaction; without the commit the
 * next caller applies them.
 *
 * @throws NewerSchemaError (`newer: "refuse"`) when an applied migration is not among these; MigrationError when one has
 *   changed since.
 */
export async function migrate(
  query: Query,
  migrations: readonly Migration[],
  { schema, newer }: MigrateOptions,
): Promise<void> {
  const list = `${schema}.migrations`;
  const findPending = async (): Promise<readonly Migration[]> => {
    const applied = await readList(query, list);
    if (newer === "refuse") assertKnown(applied, migrations, list);
    assertUnchanged(applied, migrations, list);
    return migrations.filter(({ name }) => !applied.has(name));
  };
  if ((await findPending()).length === 0) return;
  await query(lock, [list]);
  await createList(query, schema, list);
  for (const { name, sql } of await findPending()) {
    await query(sql);
    await query(`insert into ${list} (name, checksum) values ($1, $2)`, [name, checksumOf(sql)]);
  }
}

/** Checks first: CREATE ... IF NOT EXISTS requires the privilege even when there is nothing to create. */
async function createList(query: Query, schema: string, list: string): Promise<void> {
  if (!(await exists(query, schemaExists, schema))) await query(`create schema ${schema}`);
  if (await exists(query, listExists, list)) return;
  await query(`
    create table ${list} (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )
  `);
}

/** Checksums by name. */
async function readList(query: Query, list: string): Promise<ReadonlyMap<string, string>> {
  if (!(await exists(query, listExists, list))) return new Map();
  const { rows } = await query(`select name, checksum from ${list} order by name`);
  return new Map((rows as readonly Applied[]).map(({ name, checksum }) => [name, checksum]));
}

function assertKnown(applied: ReadonlyMap<string, string>, migrations: readonly Migration[], list: string): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new NewerSchemaError(unknown.toSorted().at(-1)!, list);
}

function assertUnchanged(applied: ReadonlyMap<string, string>, migrations: readonly Migration[], list: string): void {
  const changed = migrations.filter(({ name, sql }) => (applied.get(name) ?? checksumOf(sql)) !== checksumOf(sql));
  if (changed.length === 0) return;
  throw new MigrationError(
    `${changed.map(({ name }) => name).join(", ")} differs from the file that was applied according to ${list}. ` +
      `Restore the file and put the change into a new migration.`,
  );
}

function checksumOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

async function exists(query: Query, question: string, name: string): Promise<boolean> {
  const { rows } = await query(question, [name]);
  return (rows as readonly { readonly exists: boolean }[])[0]!.exists;
}
