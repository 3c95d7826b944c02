/** The metadata database and the destination: two PostgreSQL servers. */
import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";

import {
  ensureDatabase,
  freePort,
  preparePostgres,
  type PostgresServer,
  type Supervisor,
} from "@datamantri/local-stack";

import { SmallDisk } from "./small-disk.ts";

/** The databases' owners; names are also those of the databases. */
export const registryOwner = { name: "datamantri_registry", password: "only-for-chaos" };
export const warehouseOwner = { name: "warehouse", password: "only-for-chaos" };

/** The machine does not crash, only processes. */
export const databaseSettings = [
  "fsync=off",
  "full_page_writes=off",
  "max_connections=200",
  "shared_buffers=64MB",
  "wal_level=replica",
  "max_wal_senders=4",
];

export async function startPostgres(
  supervisor: Supervisor,
  dataDir: string,
  name: "metadata" | "destination",
  major: 15 | 18,
): Promise<PostgresServer> {
  const folder = join(dataDir, name);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711); // as root, the server runs as another user
  const server = await preparePostgres({ dataDir: folder, port: await freePort(), major, settings: databaseSettings });
  await supervisor.start("postgres", { ...server.spec, name });
  await ensureDatabase(server.url("postgres"), name === "metadata" ? registryOwner : warehouseOwner);
  return server;
}

/** Moves the warehouse's tables to a disk that can be filled. */
export async function moveToSmallDisk(server: PostgresServer, dataDir: string): Promise<SmallDisk> {
  const disk = await SmallDisk.mount(join(dataDir, "small-disk"), server.spec.user);
  await query(server.url("postgres"), `create tablespace small location '${disk.space}'`);
  await query(server.url("postgres"), `alter database ${warehouseOwner.name} set tablespace small`);
  return disk;
}

/** Rows of one statement, on a connection of its own. */
export async function query<T extends object>(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined); // the query itself fails
  await client.connect();
  try {
    return (await client.query<T>(statement, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
