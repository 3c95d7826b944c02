import { access, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

import { quoteIdentifier } from "../sql/quote.ts";
import { describeTable, type StoredColumn, type StoredTable } from "../storage/stored-table.ts";
import { INGESTION_TIME } from "../storage/partitioning.ts";
import type { SeedTable } from "./seed-table.ts";
import { SEED_TABLES } from "./seed-tables.ts";

// Increased whenever the data change: an older file is then ignored and a new one built.
const SEED_VERSION = 5;

/** Creation time of every seed table: fixed, so that metadata are the same everywhere. */
const SEED_CREATED_MS = Date.UTC(2024, 0, 1);

/** One row of the seed file's own list of tables. */
export interface SeedEntry {
  readonly dataset: string;
  readonly table: string;
  readonly stored: StoredTable;
}

/**
 * Returns the path of the seed file, and builds it first if it is missing (about 3 s). Failure: it is built under
 * another name and renamed when complete, so readers never see an incomplete file. Two concurrent builds create the
 * same content, and the later rename wins.
 */
export async function ensureSeed(dataDir: string): Promise<string> {
  const path = join(dataDir, `seed-v${SEED_VERSION}.duckdb`);
  if (await exists(path)) return path;
  const building = `${path}.${process.pid}-${Date.now()}`;
  try {
    await buildSeed(building);
    await rename(building, path);
  } finally {
    await rm(building, { force: true });
    await rm(`${building}.wal`, { force: true });
  }
  return path;
}

/** The tables of the seed file, attached as `sandbox`, with their metadata: nothing is scanned at start. */
export async function readSeedEntries(connection: DuckDBConnection): Promise<SeedEntry[]> {
  const result = await connection.runAndReadAll("SELECT entry FROM sandbox.main.seed_entries ORDER BY entry");
  return result.getRowsJS().map((row) => JSON.parse(row[0] as string) as SeedEntry);
}

async function buildSeed(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "256MB" });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS sandbox`);
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run("CREATE TABLE sandbox.main.seed_entries (entry VARCHAR NOT NULL)");
    for (const table of SEED_TABLES) await buildTable(connection, table);
    await connection.run("DETACH sandbox");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function buildTable(connection: DuckDBConnection, seed: SeedTable): Promise<void> {
  const sqlName = ["sandbox", seed.dataset, seed.table].map(quoteIdentifier).join(".");
  await connection.run(`CREATE SCHEMA IF NOT EXISTS sandbox.${quoteIdentifier(seed.dataset)}`);
  for (const statement of seed.statements(sqlName)) await connection.run(statement);
  const described = await describeTable(connection, sqlName, SEED_CREATED_MS);
  const { limits, properties } = seed;
  const stored = {
    ...described,
    columns: toColumns(seed, described),
    ...(limits && { limits }),
    ...(properties && { properties }),
  };
  const entry: SeedEntry = { dataset: seed.dataset, table: seed.table, stored };
  await connection.run("INSERT INTO sandbox.main.seed_entries VALUES ($1)", [JSON.stringify(entry)]);
}

/** Without the time of a row's arrival, with policy tags. */
function toColumns({ policyTags = {} }: SeedTable, { columns }: StoredTable): StoredColumn[] {
  const own = columns.filter(({ field }) => field.name !== INGESTION_TIME.name);
  return own.map((column) => {
    const tags = policyTags[column.field.name];
    return tags === undefined ? column : { ...column, field: { ...column.field, more: { policyTags: tags } } };
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    // Missing or unreadable: building it shows which.
    return false;
  }
}
