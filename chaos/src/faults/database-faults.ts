/** The metadata database and the destination. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";

import { query, warehouseOwner } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import { copyFiles, writeEmpty } from "./cluster-files.ts";
import { comparedSince, readGeneration } from "./compared-since.ts";
import { nothingToHeal, startAgain, type Fault } from "./fault.ts";
import { takeOver } from "./standby-faults.ts";

type Database = "metadata" | "destination";

const restart =
  (database: Database): Fault =>
  async (world) => {
    await world.supervisor.child(database).stop();
    return () => startAgain(world, database);
  };

/** SIGKILL: the postmaster dies, and its sessions find out. SIGQUIT: an immediate stop. The supervisor starts it again. */
const crash =
  (database: Database, signal: NodeJS.Signals): Fault =>
  async ({ supervisor }) => {
    await supervisor.child(database).kill(signal);
    return nothingToHeal;
  };

/** The database as it is now comes back when the fault ends. */
const rollback: Fault = async (world) => {
  const { supervisor, metadata, dataDir } = world;
  const cluster = metadata.spec.cwd;
  const older = join(dataDir, "older-metadata");
  const number = await readGeneration(world);
  await supervisor.child("metadata").stop();
  await rm(older, { recursive: true, force: true });
  await copyFiles(cluster, older);
  await startAgain(world, "metadata");
  return async () => {
    await comparedSince(world, number);
    await supervisor.child("metadata").stop();
    await rm(cluster, { recursive: true });
    await copyFiles(older, cluster);
    await startAgain(world, "metadata");
  };
};

/** As a standby, which a session cannot make writable; it ends as a promotion does. */
const readOnly: Fault = async (world) => {
  const { supervisor, destination } = world;
  await supervisor.child("destination").stop();
  await writeEmpty(destination, join(destination.spec.cwd, "standby.signal"));
  await startAgain(world, "destination");
  return () => promote(world);
};

/** Another fault may have ended it meanwhile. */
function promote({ destination }: World): Promise<void> {
  const promoted = "select case when pg_is_in_recovery() then pg_promote() end";
  return repeatedly(() => query(destination.url("postgres"), promoted));
}

const password: Fault = async ({ destination }) => {
  const set = (value: string) =>
    query(destination.url("postgres"), `alter role ${warehouseOwner.name} password '${value}'`);
  await set("rotated");
  await endSessions(destination.url("postgres"));
  return () => repeatedly(() => set(warehouseOwner.password));
};

async function endSessions(url: string): Promise<void> {
  await query(url, `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${warehouseOwner.name}'`);
}

/** A session holds every table of the seed's targets. */
const lock: Fault = async ({ destinationUrl }) => {
  const client = new Client({ connectionString: destinationUrl });
  client.on("error", () => undefined); // another fault has ended the session
  await client.connect();
  await client.query("begin");
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  await client.query("set lock_timeout to '2s'");
  for (const { name } of rows) {
    await client.query(`savepoint one; lock table public.${name} in access exclusive mode`).catch(async () => {
      await client.query("rollback to savepoint one");
    });
  }
  return () => client.end().catch(() => undefined);
};

const full: Fault = async ({ smallDisk }) => {
  if (smallDisk === undefined) return "skipped";
  await smallDisk.fill();
  return () => smallDisk.free();
};

/** The database may be away at that moment. */
async function repeatedly(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

export const databaseFaultsByKind = {
  "metadata.restart": restart("metadata"),
  "metadata.crash": crash("metadata", "SIGKILL"),
  "metadata.rollback": rollback,
  "destination.restart": restart("destination"),
  "destination.crash": crash("destination", "SIGKILL"),
  "destination.immediate_stop": crash("destination", "SIGQUIT"),
  "destination.read_only": readOnly,
  "destination.taken_over": takeOver("synchronous"),
  "destination.rollback": takeOver("asynchronous"),
  "destination.password": password,
  "destination.lock": lock,
  "destination.full": full,
} as const satisfies Record<string, Fault>;

/** Ends what faults may have left in the destination. */
export async function restoreDestination(world: World): Promise<void> {
  const { destination, smallDisk } = world;
  await smallDisk?.free();
  await promote(world);
  await repeatedly(() =>
    query(destination.url("postgres"), `alter role ${warehouseOwner.name} password '${warehouseOwner.password}'`),
  );
}
