import { writeFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** A higher value would delay small runs behind large ones: their steps wait for workers (docs/performance.md). */
const niceness = 2;
/** Without privileges Linux accepts one such change in a tenth of a second, for all processes together. */
const retryMs = 150;
const maxTries = 20;

/**
 * Lowers the priority of the process, and of threads that it starts from now on, when CPUs are scarce.
 *
 * Linux shares them between sessions first, and each of our children has its own session: niceness alone would count
 * only among that child's threads (sched(7), "The autogroup feature").
 */
export async function runInBackground(pid: number): Promise<void> {
  try {
    setPriority(pid, Math.min(getPriority() + niceness, constants.priority.PRIORITY_LOW));
    for (let i = 0; i < maxTries && !setSessionNiceness(pid); i++) await sleep(retryMs, undefined, { ref: false });
  } catch {
    // It has ended, or the system has no autogroups: it then has normal priority.
  }
}

/** @returns false when it was too soon after another change. */
function setSessionNiceness(pid: number): boolean {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
    throw error;
  }
}
