// A pid alone does not identify a process, because numbers are reused. Every kill of a process that we did not start
// ourselves uses the identity below, so that a pid stored by a crashed run never hits an unrelated process.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A pid and the start time of its process. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal for one process, different for the next one that gets the same pid. */
  readonly startedAt: string;
}

/** The process that has this pid now, or undefined if there is none (a zombie counts as none). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === "linux" ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** True if exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt;
}

/** Sends `signal`; a process that has ended is not an error. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch {
    // It ended between the check and the signal, or we may not end it; waiting for it shows which.
  }
}

/**
 * After SIGSTOP: resolves when no thread of the process runs. Each one stops when it is next scheduled, and until then
 * a server may still answer. Only Linux reports it; elsewhere it returns at once.
 */
export async function waitUntilStopped(pid: number): Promise<void> {
  if (process.platform !== "linux") return;
  while (threadStates(pid).some((state) => state !== "T")) await sleep(1);
}

/** One letter a thread, as proc_pid_status(5) has it; none when the process has ended. */
function threadStates(pid: number): readonly string[] {
  try {
    const statuses = readdirSync(`/proc/${pid}/task`).map((id) =>
      readFileSync(`/proc/${pid}/task/${id}/status`, "utf8"),
    );
    return statuses.map((status) => /^State:\s+(\S)/m.exec(status)?.[1] ?? "");
  } catch (error) {
    // A thread ended in between: read again. Without a folder the process has ended.
    return existsSync(`/proc/${pid}/task`) && (error as NodeJS.ErrnoException).code === "ENOENT" ? ["?"] : [];
  }
}

/**
 * Ends the processes: `signal` first, SIGKILL after `graceMs` for those that remain.
 * @returns those still running (another user's)
 */
export async function endProcesses(
  identities: readonly ProcessIdentity[],
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<readonly ProcessIdentity[]> {
  for (const identity of identities) signalProcess(identity, signal);
  const remaining = await waitUntilGone(identities, graceMs);
  for (const identity of remaining) signalProcess(identity, "SIGKILL");
  return waitUntilGone(remaining, 2_000);
}

async function waitUntilGone(
  identities: readonly ProcessIdentity[],
  timeoutMs: number,
): Promise<readonly ProcessIdentity[]> {
  const deadline = performance.now() + timeoutMs;
  let left = identities.filter(isRunning);
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(25);
    left = left.filter(isRunning);
  }
  return left;
}

// proc_pid_stat(5): field 22 is the start time in clock ticks since boot. Field 2, the name, may hold blanks and
// parentheses, so count from the last ")"; field 3 is the state.
function startFromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // no such process
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isGone = fields[0] === "Z" || fields[0] === "X";
  return isGone ? undefined : fields[19];
}

function startFromPs(pid: number): string | undefined {
  const result = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const line = result.status === 0 ? result.stdout.trim() : "";
  return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "");
}
