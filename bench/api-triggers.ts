/** How long a client waits until the run that it triggered is there. */
import { triggerRun, type ApiClient } from "@datamantri/local-stack";

import { quantile } from "./quantile.ts";

export interface TriggerFigures {
  readonly triggers: number;
  /** Requests under way at the same time. */
  readonly atOnce: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One run of each pipeline. */
export async function measureTriggers(
  api: ApiClient,
  pipelineIds: readonly string[],
  atOnce: number,
): Promise<TriggerFigures> {
  const times: number[] = [];
  const rest = [...pipelineIds];
  const client = async (): Promise<void> => {
    for (let id = rest.pop(); id !== undefined; id = rest.pop()) {
      const beganMs = performance.now();
      await triggerRun(api, id);
      times.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return { triggers: times.length, atOnce, p50Ms: round(quantile(times, 0.5)), p99Ms: round(quantile(times, 0.99)) };
}
