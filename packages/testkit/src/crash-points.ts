/**
 * Loaded before a service (`node --import`): installs what happens at its crash points. Processes share a folder, in which
 * a test arms points while they run (arm-crash-points.ts). No image has this file.
 *
 * CRASH_POINTS_FOLDER names the folder, which the process must be allowed to read and write.
 */
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { AtCrashPoint } from "@datamantri/runtime";

import type { ArmedPoint, FiredPoint } from "./arm-crash-points.ts";

const folder = process.env["CRASH_POINTS_FOLDER"];
if (folder === undefined) throw new Error("CRASH_POINTS_FOLDER is not set");

const atCrashPoint: AtCrashPoint = (name) => {
  const action = claim(join(folder, name));
  if (action === undefined) return undefined;
  const fired: FiredPoint = { name, action, pid: process.pid, at: Date.now() };
  appendFileSync(join(folder, "fired.jsonl"), `${JSON.stringify(fired)}\n`);
  if (action === "throw") return Promise.reject(new Error(`crash point ${name}`));
  if (action === "kill") process.kill(process.pid, "SIGKILL");
  if (action === "freeze") process.kill(process.pid, "SIGSTOP");
  return action === "freeze" ? undefined : new Promise(() => undefined);
};

(globalThis as { [installed: symbol]: unknown })[Symbol.for("datamantri.crash-point")] = atCrashPoint;

/** @returns what to do, if the point is armed and this is its turn. Of several processes one renames the file. */
function claim(path: string): ArmedPoint["action"] | undefined {
  const own = `${path}.${process.pid}`;
  try {
    renameSync(path, own);
  } catch {
    return undefined; // it is not armed, or another process is counting
  }
  const { action, reaches, times } = JSON.parse(readFileSync(own, "utf8")) as ArmedPoint;
  const isDue = reaches <= 1;
  const left: ArmedPoint = { action, reaches: Math.max(reaches - 1, 1), times: isDue ? times - 1 : times };
  if (left.times === 0) rmSync(own);
  else {
    writeFileSync(own, JSON.stringify(left));
    renameSync(own, path);
  }
  return isDue ? action : undefined;
}
