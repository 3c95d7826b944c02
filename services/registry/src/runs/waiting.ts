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
export const notWaiting = { waiting_reason: null, waiting_since: null } as const;

/** Waits for parts of the product, which use up nothing. */
const ours: ReadonlySet<string> = new Set<ErrorCode>(["bus_unavailable", "bus_full", "metadata_unavailable"]);

/** @returns since when the run waits, with the failed try that a worker reports now. */
export function waitingSince({ waiting_since }: Pick<Run, "waiting_since">, code: string, nowMs: number): Date | null {
  return waiting_since ?? (ours.has(code) ? null : new Date(nowMs));
}

/** When a run that waits fails. */
export function waitingUntil(since: Date, { max_wait }: Pick<RunConfiguration, "max_wait">): Date {
  return new Date(since.getTime() + (max_wait ?? defaultMaxWaitSeconds) * 1_000);
}
