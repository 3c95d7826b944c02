import { spawn, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { GuardianCommand } from "./guardian.ts";
import { identifyProcess } from "./process-identity.ts";

/** The client of the guardian: one per process, started with the first guarded process. */
let guardian: ChildProcess | undefined;
/** State for a new guardian if the first one is killed. */
const commands = new Map<string, GuardianCommand>();

/**
 * From now on `pid` ends with this process, even if this process is killed with SIGKILL.
 * @param signal for an orderly stop; SIGKILL follows after some seconds
 */
export function guardProcess(pid: number, signal: NodeJS.Signals): void {
  const identity = identifyProcess(pid);
  if (identity !== undefined) tell(`process ${pid}`, { watch: { ...identity, signal } });
}

/** The process has ended, or must no longer be ended. */
export function releaseProcess(pid: number): void {
  if (!commands.delete(`process ${pid}`)) return;
  send({ forget: pid });
}

/** Deletes the folder after all guarded processes have ended, even if this process is killed. */
export function removeFolderAtEnd(path: string): void {
  tell(`folder ${path}`, { removeAtEnd: path });
}

function tell(key: string, command: GuardianCommand): void {
  commands.set(key, command);
  if (guardian === undefined) startGuardian();
  else send(command);
}

function startGuardian(): void {
  const child = spawn(process.execPath, ["--max-old-space-size=32", join(import.meta.dirname, "guardian.ts")], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
  });
  guardian = child;
  child.on("error", () => {}); // "exit" does not follow; without a guardian the ordinary stop still works
  child.on("exit", () => {
    if (guardian === child) guardian = undefined;
    if (commands.size > 0) startGuardian();
  });
  child.stdin.on("error", () => {}); // it ended while we wrote; "exit" starts another
  // Neither the guardian nor its pipe may keep this process alive.
  child.unref();
  (child.stdin as Socket).unref();
  for (const command of commands.values()) send(command);
}

function send(command: GuardianCommand): void {
  guardian?.stdin?.write(`${JSON.stringify(command)}\n`);
}
