/** Follows a run, also while the API does not answer for a while. */
import { setTimeout as delay } from "node:timers/promises";

import type { RunView } from "@datamantri/api";
import type { ApiClient } from "@datamantri/local-stack";

const pollMs = 50;

/** @returns undefined while the API does not answer. */
export function readRun(api: ApiClient, runId: string): Promise<RunView | undefined> {
  return api.get<RunView>(`/api/v1/runs/${runId}`).catch(() => undefined);
}

/**
 * Waits until the run has come there or has ended.
 *
 * @returns undefined when `patienceMs` has passed before.
 */
export async function followRun(
  api: ApiClient,
  runId: string,
  isThere: (run: RunView) => boolean,
  patienceMs: number,
): Promise<RunView | undefined> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const run = await readRun(api, runId);
    if (run && (isThere(run) || run.end_time !== null)) return run;
    await delay(pollMs);
  }
  return undefined;
}

/** @throws Error with the run's log if it has not succeeded in time. */
export async function awaitSuccess(api: ApiClient, runId: string, patienceMs = 600_000): Promise<RunView> {
  const run = await followRun(api, runId, ({ end_time }) => end_time !== null, patienceMs);
  if (run?.status === "success") return run;
  throw new Error(`run ${runId} ${run ? `${run.status}:\n${run.log}` : `had not ended after ${patienceMs / 1_000} s`}`);
}
