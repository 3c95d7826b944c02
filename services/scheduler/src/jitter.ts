/** Spreads schedules that are due at the same time: each starts later than it is due, by a share of the jitter that its pipeline's ID fixes. */
import { createHash } from "node:crypto";

import type { NextFire } from "./cron.ts";

/** A schedule never starts as late as its next due time. */
const largestShare = 0.9;

/**
 * Returns by how many milliseconds the tick of a due time is published later. Depends only on its arguments, so that all
 * schedulers agree.
 */
export function delayMs(pipelineId: string, jitterSeconds: number, due: Date, next: NextFire): number {
  return Math.floor(shareOf(pipelineId) * largestDelayMs(jitterSeconds, due, next));
}

/** The most that any pipeline with this schedule waits. */
export function largestDelayMs(jitterSeconds: number, due: Date, next: NextFire): number {
  if (jitterSeconds === 0) return 0;
  const following = next(due)?.getTime() ?? Number.POSITIVE_INFINITY;
  return Math.min(jitterSeconds * 1_000, (following - due.getTime()) * largestShare);
}

/** At least 0, less than 1; evenly distributed over pipelines. */
function shareOf(pipelineId: string): number {
  return createHash("sha256").update(pipelineId).digest().readUInt32BE() / 2 ** 32;
}
