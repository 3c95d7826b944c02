import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { type Command, runs, runToEnd } from "./run-program.ts";

/** A client, and how its checks are run. */
export interface Client {
  readonly name: string;
  /** Why it cannot run here; undefined if it can. */
  readonly findMissing: () => string | undefined;
  /** Brings what it needs into the folder. */
  readonly prepare: (cacheDir: string) => void;
  readonly command: (cacheDir: string) => Command;
}

const source = fileURLToPath(new URL(".", import.meta.url));

function python(name: string, script: string): Client {
  return {
    name,
    findMissing: () => (runs("python3", "-m", "venv", "--help") ? undefined : "python3 with venv is not installed"),
    prepare: (cacheDir) => {
      const cwd = cacheDir;
      const folder = join(cacheDir, "python");
      if (!runs(join(folder, "bin/pip"), "--version"))
        runToEnd({ program: "python3", args: ["-m", "venv", folder], cwd });
      const requirements = join(source, "python/requirements.txt");
      runToEnd({ program: join(folder, "bin/pip"), args: ["install", "--quiet", "-r", requirements], cwd });
    },
    command: (cacheDir) => ({
      program: join(cacheDir, "python/bin/python"),
      args: [join(source, "python", script)],
      cwd: join(source, "python"),
    }),
  };
}

const node: Client = {
  name: "node",
  findMissing: () => (runs("npm", "--version") ? undefined : "npm is not installed"),
  prepare: (cacheDir) => {
    const folder = copySource(cacheDir, "node");
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
    runToEnd({ program: "npm", args, cwd: folder });
  },
  command: (cacheDir) => ({ program: process.execPath, args: ["check.mjs"], cwd: join(cacheDir, "node") }),
};

const go: Client = {
  name: "go",
  findMissing: () => (runs("go", "version") ? undefined : "go is not installed"),
  prepare: (cacheDir) => {
    const cwd = copySource(cacheDir, "go");
    runToEnd({ program: "go", args: ["build", "-o", "check", "."], cwd });
  },
  command: (cacheDir) => ({ program: join(cacheDir, "go/check"), args: [], cwd: join(cacheDir, "go") }),
};

const java: Client = {
  name: "java",
  findMissing: () =>
    runs("java", "-version") && runs("mvn", "--version") ? undefined : "java or mvn is not installed",
  prepare: (cacheDir) => {
    const cwd = copySource(cacheDir, "java");
    const args = ["--quiet", "--batch-mode", "compile", "dependency:copy-dependencies", "-DoutputDirectory=target/lib"];
    runToEnd({ program: "mvn", args, cwd });
  },
  command: (cacheDir) => ({
    program: "java",
    args: ["-cp", `target/classes:target/lib/*`, "ClientCheck"],
    cwd: join(cacheDir, "java"),
  }),
};

/** Copies a program's source, so that its tools write nothing beside the project's files. */
function copySource(cacheDir: string, name: string): string {
  const folder = join(cacheDir, name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(source, name), folder, { recursive: true });
  return folder;
}

export const clients: readonly Client[] = [
  python("python", "check_client.py"),
  python("pandas-gbq", "check_pandas_gbq.py"),
  python("sqlalchemy", "check_sqlalchemy.py"),
  node,
  go,
  java,
];
