// Real processes: starts and kills a supervisor, and checks its children.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lockDataDir, openDataDir } from "../src/stack/data-dir.ts";
import { identifyProcess } from "../src/processes/process-identity.ts";
import { endLeftovers, Supervisor } from "../src/supervisor.ts";
import { stubbornSpec } from "./stubborn-child.ts";

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "datamantri-test-supervisor-"));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const isAlive = (pid: number) => identifyProcess(pid) !== undefined;

describe("a supervisor", () => {
  test("restarts a child that was killed, and reports it", async () => {
    const said: string[] = [];
    const supervisor = new Supervisor({ dataDir, say: (line) => said.push(line) });
    try {
      await supervisor.start("service", stubbornSpec("child"));
      const first = supervisor.pids().child;
      await supervisor.child("child").kill("SIGKILL");
      await vi.waitFor(() => expect(supervisor.child("child").isReady).toBe(true), { timeout: 8_000 });
      expect(supervisor.pids().child).not.toBe(first);
      expect(said).toEqual(["child exited (SIGKILL), restarting", expect.stringMatching(/^child runs again after \d/)]);
    } finally {
      await supervisor.stop();
    }
    expect(supervisor.pids()).toEqual({});
  });

  test("shows the last output of a child that does not start, and leaves nothing", async () => {
    const supervisor = new Supervisor({ dataDir, say: () => {} });
    const start = supervisor.start("service", stubbornSpec("child", "throw new Error('no database')"));
    await expect(start).rejects.toThrow(/child ended with exit code 1[\s\S]*no database[\s\S]*logs\/child\.log/);
    expect(supervisor.pids()).toEqual({});
    await supervisor.stop();
  });

  test.runIf(process.platform === "linux")(
    "gives other processes precedence over a child in the background",
    async () => {
      const supervisor = new Supervisor({ dataDir, say: () => {} });
      try {
        await supervisor.start("service", { ...stubbornSpec("quiet"), isBackground: true });
        await supervisor.start("service", stubbornSpec("loud"));
        const { quiet, loud } = supervisor.pids();
        expect(getPriority(quiet)).toBe(getPriority() + 2);
        expect(getPriority(loud)).toBe(getPriority());
        const isSharedBySessions = existsSync(`/proc/${quiet}/autogroup`);
        if (!isSharedBySessions) return;
        await vi.waitFor(() => expect(readFileSync(`/proc/${quiet}/autogroup`, "utf8")).toContain("nice 2"));
        expect(readFileSync(`/proc/${loud}/autogroup`, "utf8")).toContain("nice 0");
      } finally {
        await supervisor.stop();
      }
    },
  );

  test("killed with SIGKILL takes its children along, even those that know nothing of it", async () => {
    const { supervisor, pids } = await startSupervisorProcess();
    expect(pids.every(isAlive)).toBe(true);
    supervisor.kill("SIGKILL");
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 8_000 });
  });
});

describe("a start after a crash", () => {
  test("ends the processes in pids.json, and no other that has the pid by chance", async () => {
    const { supervisor, pids, guardian } = await startSupervisorProcess({ hasGuardian: false });
    supervisor.kill("SIGKILL");
    await once(supervisor, "exit");
    expect(pids.some(isAlive)).toBe(true);
    expect(await endLeftovers(dataDir)).toBe(pids.length);
    expect(pids.some(isAlive)).toBe(false);
    expect(await endLeftovers(dataDir)).toBe(0);
    process.kill(guardian, "SIGKILL");
  });

  test("replaces a stale lock and respects a live one", async () => {
    openDataDir(dataDir);
    const { supervisor } = await startSupervisorProcess({ hasLock: true });
    await expect(lockDataDir(dataDir)).rejects.toThrow(`process ${supervisor.pid}`);
    supervisor.kill("SIGKILL");
    await once(supervisor, "exit");
    const unlock = await lockDataDir(dataDir);
    unlock();
  });
});

test("a data folder that cannot be created is named in the error", () => {
  expect(() => openDataDir("/proc/none/data")).toThrow(/Cannot use the data folder \/proc\/none\/data: /);
});

async function startSupervisorProcess(
  options: { hasGuardian?: boolean; hasLock?: boolean } = {},
): Promise<{ supervisor: ChildProcess; pids: number[]; guardian: number }> {
  const supervisor = spawn(
    process.execPath,
    [join(import.meta.dirname, "supervisor-process.ts"), dataDir, JSON.stringify(options)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(createInterface({ input: supervisor.stdout }), "line")) as [string];
  return { supervisor, ...(JSON.parse(line) as { pids: number[]; guardian: number }) };
}
