/** Copies a PostgreSQL cluster for each end-to-end test: `initdb` takes a second of CPU time. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { preparePostgres, removeFolderAtEnd } from "@datamantri/local-stack";

import { makeDataFolder } from "./make-data-folder.ts";

/** Parts of a stack's data folder after `initdb`. */
const parts = ["postgres", "postgres-password"];

/** Creates a cluster that no server has run on yet. @returns its data folder */
export async function makeCluster(): Promise<string> {
  const dataDir = await makeDataFolder("datamantri-cluster-");
  const { folders } = await preparePostgres({ dataDir, port: 0 });
  for (const folder of folders) removeFolderAtEnd(folder);
  return dataDir;
}

/** Copies it, unless its files are elsewhere because PostgreSQL's user has no access to the folder. */
export async function copyCluster(from: string, dataDir: string): Promise<void> {
  const paths = parts.map((part) => join(from, part));
  if (paths.every((path) => existsSync(path))) await promisify(execFile)("cp", ["-Rp", ...paths, dataDir]);
}
