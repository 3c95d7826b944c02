import { accessSync, constants, statfsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { removeFolderAtEnd } from "@datamantri/local-stack";

/** Linux's file system in memory. */
const inMemory = "/dev/shm";
/** Required free space on it, and free memory: the servers of all workers together have several GiB of files. */
const spareBytes = 8 * 2 ** 30;

/**
 * Creates a folder for the files of a test's servers, deleted when the process ends. It is in memory if there is
 * plenty: creating a database there took a tenth of the CPU time of a virtual machine's disk.
 */
export async function makeDataFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(isRoomy() ? inMemory : tmpdir(), prefix));
  removeFolderAtEnd(folder);
  return folder;
}

function isRoomy(): boolean {
  try {
    accessSync(inMemory, constants.W_OK);
    const { bavail, bsize } = statfsSync(inMemory);
    return Math.min(bavail * bsize, process.availableMemory()) > spareBytes;
  } catch {
    return false;
  }
}
