import { readdirSync, readFileSync } from "node:fs";

const mebibyte = 1024;

/**
 * Returns the peak resident memory of each process so far, in MB, by name. Linux only; elsewhere the result is empty.
 *
 * For a single process it is the kernel's own high-water mark (VmHWM). PostgreSQL is a family of processes with shared
 * buffers, so the current proportional shares (PSS) of the family are added up. Call it while sessions are open;
 * otherwise it returns the idle size.
 */
export function peakMemoryMb(pids: Readonly<Record<string, number>>): Record<string, number> {
  return mapMegabytes(pids, /^VmHWM:\s+(\d+) kB/m, Math.round);
}

/** The same, of now: resident memory (VmRSS), with fractions of a MB. */
export function residentMemoryMb(pids: Readonly<Record<string, number>>): Record<string, number> {
  return mapMegabytes(pids, /^VmRSS:\s+(\d+) kB/m, (megabytes) => megabytes);
}

function mapMegabytes(
  pids: Readonly<Record<string, number>>,
  pattern: RegExp,
  round: (megabytes: number) => number,
): Record<string, number> {
  const sizes = Object.entries(pids).flatMap(([name, pid]) => {
    const kilobytes = name === "postgres" ? familyKilobytes(pid) : readKilobytes(`/proc/${pid}/status`, pattern);
    return kilobytes === undefined ? [] : [[name, round(kilobytes / mebibyte)] as const];
  });
  return Object.fromEntries(sizes);
}

function familyKilobytes(postmaster: number): number | undefined {
  const family = [postmaster, ...childrenOf(postmaster)];
  const sizes = family.flatMap((pid) => readKilobytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) ?? []);
  return sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0);
}

function childrenOf(parent: number): number[] {
  const isChild = (pid: number) => readKilobytes(`/proc/${pid}/status`, /^PPid:\s+(\d+)/m) === parent;
  return listProc().filter((pid) => isChild(pid));
}

function listProc(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return []; // not Linux
  }
}

function readKilobytes(file: string, pattern: RegExp): number | undefined {
  try {
    const match = pattern.exec(readFileSync(file, "utf8"));
    return match?.[1] === undefined ? undefined : Number(match[1]);
  } catch {
    return undefined; // it has just ended, or this is not Linux
  }
}
