import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identifyProcess, isRunning, type ProcessIdentity } from "../processes/process-identity.ts";

/** Ensures that the folder exists and is writable. @throws Error that names the folder and the problem */
export function openDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot use the data folder ${dataDir}: ${reason}. Choose another with --data-dir.`, {
      cause: error,
    });
  }
}

/** Not mkdir's `recursive`: where the kernel refuses with ENOENT (/proc), Node 24 retries for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  mkdirSync(path, { mode: 0o700 });
}

/**
 * One stack per data folder.
 *
 * Failure: the lock names a process; when that has ended, the next start replaces the lock.
 * @returns releases the lock
 * @throws Error when a stack runs on this folder
 */
export async function lockDataDir(dataDir: string): Promise<() => void> {
  const lockFile = join(dataDir, "lock");
  const own = identifyProcess(process.pid);
  const candidate = join(dataDir, `lock.${process.pid}`);
  writeFileSync(candidate, JSON.stringify(own));
  try {
    linkSync(candidate, lockFile); // fails if it exists, and never leaves half a file
  } catch {
    const holder = readLock(lockFile);
    if (holder !== undefined && isRunning(holder)) {
      throw new Error(
        `A stack already uses ${dataDir} (process ${holder.pid}). Stop it, or choose another --data-dir.`,
      );
    }
    renameSync(candidate, lockFile);
    // Two that find the same stale lock both rename; the later one has it.
    await sleep(30);
    if (readLock(lockFile)?.pid !== process.pid) throw new Error(`Another stack has just started in ${dataDir}.`);
  } finally {
    rmSync(candidate, { force: true });
  }
  return () => rmSync(lockFile, { force: true });
}

function readLock(lockFile: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/**
 * Creates a secret at the first start and keeps it: `make` is called once per folder. Only our user may read the file.
 */
export function keepSecret(dataDir: string, name: string, make: () => string): string {
  const file = join(dataDir, name);
  try {
    return readFileSync(file, "utf8");
  } catch {
    const value = make();
    writeFileSync(file, value, { mode: 0o600 });
    return value;
  }
}
