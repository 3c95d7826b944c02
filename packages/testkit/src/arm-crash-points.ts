/** Arms the crash points of running services that loaded crash-points.ts. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { CrashPoint } from "@datamantri/runtime";

/** `hang`: the point is never left, while the process goes on. `freeze`: SIGSTOP. `throw`: an error that nobody expects. */
export type CrashAction = "kill" | "hang" | "freeze" | "throw";

export interface ArmedPoint {
  readonly action: CrashAction;
  /** It acts at this one of all processes' reaches, from 1. */
  readonly reaches: number;
  /** How often it acts, at successive reaches. */
  readonly times: number;
}

/** A point that acted. */
export interface FiredPoint {
  readonly name: CrashPoint;
  readonly action: CrashAction;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Module to load before a service. */
export const crashPointsModule = join(import.meta.dirname, "crash-points.ts");

/** @param folder CRASH_POINTS_FOLDER of the services. */
export function armCrashPoint(folder: string, name: CrashPoint, { action, reaches = 1, times = 1 }: Arming): void {
  const armed: ArmedPoint = { action, reaches, times };
  // Whole at once: a service may look at any time.
  writeFileSync(join(folder, `.${name}`), JSON.stringify(armed));
  renameSync(join(folder, `.${name}`), join(folder, name));
}

type Arming = Pick<ArmedPoint, "action"> & Partial<ArmedPoint>;

export function disarmCrashPoint(folder: string, name: CrashPoint): void {
  rmSync(join(folder, name), { force: true });
}

/** In the order in which they acted. */
export function readFiredPoints(folder: string): FiredPoint[] {
  try {
    const lines = readFileSync(join(folder, "fired.jsonl"), "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as FiredPoint);
  } catch {
    return []; // none has acted
  }
}
