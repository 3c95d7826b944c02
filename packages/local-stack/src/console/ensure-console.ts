// Builds the console, the only part that is built, into console/dist, from where the gateway serves it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../repository.ts";

const folder = join(repositoryRoot, "console");

/** Inputs of the build, besides the installed packages, which the lock file names. */
const sources = [
  "pnpm-lock.yaml",
  "tsconfig.base.json",
  "console/{index.html,vite.config.ts,package.json,tsconfig.json}",
  "console/{src,public}/**/*.*",
  "packages/client/src/**/*.ts",
];

/**
 * Builds the console unless the existing build matches the current sources.
 *
 * Failure: the build replaces the previous one in one step, when it is complete; until then the previous build stays.
 */
export function ensureConsole(say: (line: string) => void = () => {}): void {
  const digest = digestSources();
  const stamp = join(folder, "dist", ".sources");
  if (read(stamp) === digest) return;

  const startedAt = performance.now();
  const next = join(folder, `dist.${process.pid}`);
  const vite = join(folder, "node_modules", "vite", "bin", "vite.js");
  const args = [vite, "build", "--outDir", next, "--emptyOutDir", "--logLevel", "error"];
  // A test runner's NODE_ENV would make React's slow and large build for developers.
  const env = { ...process.env, NODE_ENV: "production" };
  const result = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  if (result.status !== 0) {
    rmSync(next, { recursive: true, force: true });
    throw new Error(`could not build the console:\n${result.stdout}${result.stderr}`);
  }
  writeFileSync(join(next, ".sources"), digest);
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  renameSync(next, join(folder, "dist"));
  say(`built the console in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

function digestSources(): string {
  const hash = createHash("sha256").update("production\0");
  for (const file of globSync(sources, { cwd: repositoryRoot }).sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(repositoryRoot, file)));
  }
  return hash.digest("hex");
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
