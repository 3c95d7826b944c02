import { peakMemoryMb, type Stack } from "@datamantri/local-stack";

import type { Measurement } from "./measurement.ts";

/**
 * Most of each service. The heap is limited to 160 MB (local-stack's `node-process.ts`); Node itself, code and buffers outside the
 * heap come on top.
 */
const serviceMb = 320;

/** nats-server, PostgreSQL and the sandbox are not ours: they are reported. */
const others: ReadonlySet<string> = new Set(["nats", "postgres", "sandbox"]);

/** True for our own processes, whose memory has bounds. */
export function isService(name: string): boolean {
  return !others.has(name);
}

/** Most resident memory of each process since it started. */
export function measurePeaks(part: string, stack: Stack): Measurement[] {
  return Object.entries(peakMemoryMb(stack.pids())).map(([name, value]) => ({
    part,
    what: `${name}, most memory`,
    value,
    unit: "MB",
    bound: isService(name) ? serviceMb : null,
  }));
}
