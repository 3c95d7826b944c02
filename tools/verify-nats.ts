/**
 * npm run verify:nats: the attacks on NATS with each nats-server and in each way to configure it. DATAMANTRI_NATS_SERVERS has
 * paths of further servers, separated by colons.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { startVitest, type TestCase } from "vitest/node";

import { findRunnableNatsServer } from "@datamantri/local-stack";
import { natsLayouts, type NatsLayout } from "@datamantri/testkit";

const files = [
  "e2e/attacks/nats",
  ...["nats-accounts", "mirrors", "cluster", "message-id"].map((name) => `packages/bus/test/${name}.`),
];

interface Server {
  readonly version: string;
  /** Undefined where only Docker has it. */
  readonly path: string | undefined;
}

// run.mjs was killed and could pass no signal on.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
process.once("SIGTERM", () => process.exit(143));

const table: string[] = [];
const skipped: string[] = [];
let hasFailed = false;
for (const server of await findServers()) {
  for (const layout of natsLayouts) await verify(server, layout);
}
console.log(`\n${["server   layout      passed  failed  skipped", ...table].join("\n")}`);
if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.join("\n")}`);
process.exit(hasFailed ? 1 : 0);

/** What `npm start` takes, and those of the environment. */
async function findServers(): Promise<Server[]> {
  const found = await findRunnableNatsServer({ say: (line) => console.error(line) });
  const more = (process.env["DATAMANTRI_NATS_SERVERS"] ?? "").split(delimiter).filter(Boolean);
  return [
    { version: found.version, path: found.kind === "binary" ? found.path : undefined },
    ...more.map((path) => ({ version: versionOf(path), path: resolve(path) })),
  ];
}

function versionOf(path: string): string {
  const version = /v(\d+\.\d+\.\d+\S*)/.exec(spawnSync(path, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1];
  if (version === undefined) throw new Error(`DATAMANTRI_NATS_SERVERS: ${path} does not run as nats-server`);
  return version;
}

async function verify({ version, path }: Server, layout: NatsLayout): Promise<void> {
  const name = `${version.padEnd(8)} ${layout.padEnd(10)}`;
  if (path === undefined && layout !== "start") {
    skipped.push(`${name}  everything: only Docker has this server, and the layout needs a program`);
    return;
  }
  console.log(`\nnats-server ${version}, layout ${layout}`);
  // The search begins on the PATH.
  const folder = mkdtempSync(join(tmpdir(), "datamantri-nats-server-"));
  if (path !== undefined) symlinkSync(path, join(folder, "nats-server"));
  const environment = { ...process.env };
  process.env["PATH"] = `${folder}${delimiter}${environment["PATH"]}`;
  process.env["DATAMANTRI_TEST_NATS_LAYOUT"] = layout;
  if (path !== undefined) process.env["DATAMANTRI_TEST_SERVERS"] = "local";
  try {
    const vitest = await startVitest("test", files, { run: true, watch: false, project: ["integration", "e2e"] });
    const modules = vitest.state.getTestModules();
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const of = (state: string) => tests.filter((test) => test.result().state === state);
    const broken = vitest.state.getUnhandledErrors().length + modules.filter((module) => !module.ok()).length;
    await vitest.close();
    hasFailed ||= broken > 0 || of("passed").length === 0;
    table.push(`${name} ${count(of("passed"))}  ${count(of("failed"))}  ${count(of("skipped"))}`);
    for (const test of of("skipped")) skipped.push(`${name}  ${test.fullName}: ${noteOf(test)}`);
  } finally {
    process.env = environment;
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(tests: readonly TestCase[]): string {
  return String(tests.length).padStart(7);
}

function noteOf(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" && result.note) || "its file failed";
}
