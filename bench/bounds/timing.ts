/** Times of calls, and of the registry's own passes. */
import { existsSync, readFileSync } from "node:fs";

import { serviceNames } from "@datamantri/api/values";
import type { Stack } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";

import { quantile } from "../quantile.ts";
import type { Measurement } from "./measurement.ts";

const calls = 20;

/** Calls 20 times, one after the other. @returns the time that 95 % do not exceed, with the bound `boundMs`. */
export async function timeCalls(
  part: string,
  what: string,
  boundMs: number,
  call: (index: number) => Promise<unknown>,
): Promise<Measurement> {
  const times: number[] = [];
  for (let index = 0; index < calls; index++) times.push(await time(() => call(index)));
  return { part, what: `${what}, p95`, value: quantile(times, 0.95), unit: "ms", bound: boundMs };
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round(performance.now() - startedAt);
}

/** Stops and starts each service. @returns the time until each is ready again. */
export async function timeStarts(part: string, stack: Stack, boundMs: number): Promise<readonly Measurement[]> {
  const measured: Measurement[] = [];
  for (const name of serviceNames) {
    await stack.stopProcess(name);
    const value = await time(() => stack.resumeProcess(name));
    measured.push({ part, what: `${name} starts`, value, unit: "ms", bound: boundMs });
  }
  return measured;
}

/** Makes the registry log its passes. */
export const logsPasses = { registry: { LOG_LEVEL: "debug" } };

/** Among them are two that compare all schedules with NATS, which is done every 30 seconds. */
const passes = 13;

/** Follows passes of the reconciler. @returns the longest. */
export async function timePasses(part: string, stack: Stack, boundMs: number): Promise<Measurement> {
  const path = stack.logPath("registry");
  const before = readPasses(path).size;
  const durations = await waitFor(
    () => {
      const all = [...readPasses(path).values()].slice(before);
      return all.length >= passes && all;
    },
    { what: "passes of the reconciler", timeoutMs: 600_000 },
  );
  return {
    part,
    what: "pass of the reconciler, the longest",
    value: Math.max(...durations),
    unit: "ms",
    bound: boundMs,
  };
}

/** Durations in milliseconds by time; the log's older part too. */
function readPasses(path: string): ReadonlyMap<string, number> {
  const files = [`${path}.1`, path].filter((file) => existsSync(file));
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
  const entries = lines
    .filter((line) => line.includes('"msg":"reconciled"'))
    .map((line) => JSON.parse(line) as { readonly time: string; readonly duration_ms: number });
  return new Map(entries.map((entry) => [entry.time, entry.duration_ms]));
}
