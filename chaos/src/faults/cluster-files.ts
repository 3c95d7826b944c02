/** Files of a PostgreSQL server, about whose owners and modes it is strict. */
import { execFile } from "node:child_process";
import { lchown, symlink, unlink, writeFile } from "node:fs/promises";
import { promisify } from "node:util";

import type { PostgresServer } from "@datamantri/local-stack";

/** With owners and modes. The server is stopped. */
export async function copyFiles(from: string, to: string): Promise<void> {
  await promisify(execFile)("cp", ["-Rp", from, to]);
}

export async function writeEmpty({ spec: { user } }: PostgresServer, path: string): Promise<void> {
  await writeFile(path, "");
  if (user !== undefined) await lchown(path, user.uid, user.gid);
}

export async function linkTo({ spec: { user } }: PostgresServer, link: string, target: string): Promise<void> {
  await unlink(link);
  await symlink(target, link);
  if (user !== undefined) await lchown(link, user.uid, user.gid);
}
