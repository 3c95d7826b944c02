// Started by supervisor.integration.test.ts: a supervisor with two children, to be killed.
import { lockDataDir } from "../src/stack/data-dir.ts";
import { Supervisor } from "../src/supervisor.ts";
import { stubbornSpec } from "./stubborn-child.ts";
import { readdirSync, readFileSync } from "node:fs";

const [dataDir = "", options = "{}"] = process.argv.slice(2);
const { hasGuardian = true, hasLock = false } = JSON.parse(options) as { hasGuardian?: boolean; hasLock?: boolean };
if (hasLock) await lockDataDir(dataDir);
const supervisor = new Supervisor({ dataDir, say: () => {} });
await supervisor.start("postgres", stubbornSpec("one"));
await supervisor.start("service", stubbornSpec("two"));
const guardian = readdirSync("/proc").map(Number).find(isMyGuardian);
// Frozen, not killed: the supervisor would start another one.
if (!hasGuardian && guardian !== undefined) process.kill(guardian, "SIGSTOP");
process.stdout.write(`${JSON.stringify({ pids: Object.values(supervisor.pids()), guardian })}\n`);

function isMyGuardian(pid: number): boolean {
  try {
    const isMine = readFileSync(`/proc/${pid}/status`, "utf8").includes(`PPid:\t${process.pid}\n`);
    return isMine && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("guardian.ts");
  } catch {
    return false; // not a process, or gone
  }
}
