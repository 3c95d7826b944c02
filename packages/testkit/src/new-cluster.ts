/** The PostgreSQL of each end-to-end test begins as a copy: `initdb` takes a second of processor time. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { preparePostgres } from "@datamantri/local-stack";

import { makeDataFolder } from "./make-data-folder.ts";

/** What a stack's data folder has after `initdb`. */
const parts = ["postgres", "postgres-password"];

/** Makes one, which no server has run on yet. @returns its data folder */
export async function makeCluster(): Promise<string> {
  const dataDir = await makeDataFolder("datamantri-cluster-");
  await preparePostgres({ dataDir, port: 0 });
  return dataDir;
}

/** Only from a folder that holds all: PostgreSQL's user may have no access to it, and its files be elsewhere. */
export async function copyCluster(from: string, dataDir: string): Promise<void> {
  const paths = parts.map((part) => join(from, part));
  if (paths.every((path) => existsSync(path))) await promisify(execFile)("cp", ["-Rp", ...paths, dataDir]);
}
