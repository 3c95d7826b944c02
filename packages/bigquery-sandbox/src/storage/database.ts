import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

import { ensureSeed } from "../seed/build-seed.ts";
import { MACROS } from "../sql/macros.ts";
import { registerNatives } from "../sql/native/register-natives.ts";
import { quoteText } from "../sql/quote.ts";
import { Connections } from "./connections.ts";

/** Folder of the data, and limits for DuckDB. */
export interface DatabaseOptions {
  readonly dataDir: string;
  /** DuckDB's own limit. Its buffers are about half of the process's memory besides Node. */
  readonly memoryLimitMb: number;
}

/** The seed data, attached read-only as catalog `sandbox`, and this process's own file for query results. */
export interface Database extends AsyncDisposable {
  /** For pages and look-ups, which are short. */
  readonly pages: Connections;
  /** For query jobs, which may take long. */
  readonly queries: Connections;
  /** The only folder whose files DuckDB may read. */
  readonly uploadDir: string;
}

const PAGE_CONNECTIONS = 3;
const QUERY_CONNECTIONS = 2;

/** Opens the data, generating them first if this directory has none. Any number of processes may share a directory. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  await mkdir(options.dataDir, { recursive: true });
  const seedPath = await ensureSeed(options.dataDir);
  await removeLeftovers(options.dataDir);
  const resultsPath = join(options.dataDir, `results-${process.pid}-${randomUUID().slice(0, 8)}.duckdb`);
  const instance = await openInstance(resultsPath, seedPath, options.memoryLimitMb);
  const connect = () => instance.connect();
  const pages = await Promise.all(Array.from({ length: PAGE_CONNECTIONS }, connect));
  const queries = await Promise.all(Array.from({ length: QUERY_CONNECTIONS }, connect));
  return {
    pages: new Connections(pages),
    queries: new Connections(queries),
    uploadDir: toUploadDir(resultsPath),
    async [Symbol.asyncDispose]() {
      for (const connection of [...pages, ...queries]) connection.closeSync();
      instance.closeSync();
      await removeResults(resultsPath);
    },
  };
}

async function openInstance(resultsPath: string, seedPath: string, memoryLimitMb: number): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(resultsPath, {
    // One thread for each query: rows keep their order, and the machine is shared with the reader.
    threads: "1",
    memory_limit: `${memoryLimitMb}MB`,
    temp_directory: `${resultsPath}.tmp`,
  });
  const connection = await instance.connect();
  await connection.run(`ATTACH ${quoteText(seedPath)} AS sandbox (READ_ONLY)`);
  await connection.run("SET GLOBAL TimeZone = 'UTC'");
  registerNatives(connection);
  for (const macro of MACROS) await connection.run(macro);
  // SQL comes from clients: no files but those that clients load, no extensions, and no way to re-enable them.
  await connection.run(`SET allowed_directories = [${quoteText(toUploadDir(resultsPath))}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  connection.closeSync();
  return instance;
}

function toUploadDir(resultsPath: string): string {
  return `${resultsPath}.uploads`;
}

/** Result files of processes that were killed. */
async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = /^results-(\d+)-[^.]+\.duckdb$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeResults(join(dataDir, name));
  }
}

async function removeResults(path: string): Promise<void> {
  for (const suffix of ["", ".wal", ".tmp", ".uploads"]) await rm(path + suffix, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
