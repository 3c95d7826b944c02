/**
 * How long a run may wait for what is away: the same in each step, as its pipeline's owner has set. A step that waits is tried again
 * by its worker without limit, which reports each try; the run fails with the report that comes after the limit. So the last try
 * has failed for certain, and the time without a registry ends no run.
 */
import type { ErrorCode } from "@datamantri/runtime";
import { defaultMaxWaitSeconds } from "@datamantri/api/values";
import type { RunConfiguration } from "@datamantri/api";

import type { Run } from "./run.ts";

/** What a run has that goes on. */
export const notWaiting = {
  waiting_reason: null,
  waiting_code: null,
  waiting_since: null,
  waiting_at: null,
  waited_ms: 0,
} as const;

/** Waits for parts of the product, which use up nothing. */
const ours: ReadonlySet<string> = new Set<ErrorCode>(["bus_unavailable", "bus_full", "metadata_unavailable"]);

/**
 * Two reports that are further apart do not tell of one wait: the work went on between them, or NATS was away. A worker tries again
 * within 30 seconds, and each try takes up to a minute.
 */
const longestGapMs = 120_000;

export type Waiting = Pick<Run, "waiting_since" | "waiting_at" | "waited_ms">;

/** Adds a failed try, which a worker reports now. */
export function addWait(run: Waiting & Pick<Run, "waiting_reason">, code: string, nowMs: number): Waiting {
  const { waiting_since, waiting_at, waited_ms } = run;
  if (ours.has(code)) return { waiting_since, waiting_at, waited_ms };
  // A registry of 0.2.0 clears the reason alone.
  if (run.waiting_reason === null || waiting_since === null || waiting_at === null) {
    return { waiting_since: new Date(nowMs), waiting_at: new Date(nowMs), waited_ms: 0 };
  }
  const gapMs = Math.min(Math.max(nowMs - waiting_at.getTime(), 0), longestGapMs);
  // An old report that comes again moves nothing back.
  const at = Math.max(nowMs, waiting_at.getTime());
  return { waiting_since, waiting_at: new Date(at), waited_ms: waited_ms + gapMs };
}

const maxWaitMs = ({ max_wait }: Pick<RunConfiguration, "max_wait">) => (max_wait ?? defaultMaxWaitSeconds) * 1_000;

/** True if the run has waited for as long as its pipeline allows. */
export function hasWaitedTooLong({ waited_ms }: Waiting, configuration: Pick<RunConfiguration, "max_wait">): boolean {
  return waited_ms >= maxWaitMs(configuration);
}

/** When a run that waits fails. */
export function waitingUntil(
  { waiting_at, waited_ms }: Waiting,
  configuration: Pick<RunConfiguration, "max_wait">,
): Date | null {
  return waiting_at && new Date(waiting_at.getTime() + maxWaitMs(configuration) - waited_ms);
}
