import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** More would hold up small runs behind large ones: their steps wait for workers (docs/performance.md). */
const niceness = 2;
/** Without privileges Linux takes one such change in a tenth of a second, of all processes together. */
const retryMs = 150;
const maxTries = 20;

/**
 * Lets other processes go before this one and those threads that it starts from now on, when processors are scarce.
 *
 * Linux shares them between sessions first, and each of our children has one of its own: niceness alone would count among
 * the threads of that child only (sched(7), "The autogroup feature").
 */
export async function runInBackground(pid: number): Promise<void> {
  try {
    setPriority(pid, niceness);
    for (let i = 0; i < maxTries && !setSessionNiceness(pid); i++) await sleep(retryMs, undefined, { ref: false });
  } catch {
    // It has ended, or the system knows no sessions that share: it is as fast as the others then.
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
