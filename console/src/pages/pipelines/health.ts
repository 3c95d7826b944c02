/** Health of a pipeline, from its configuration and its runs. */
import type { Pipeline, Run } from "../../api/types.ts";
import { isOpen } from "../../format/run-words.ts";

export const healths = ["healthy", "late", "failing", "paused", "never_ran"] as const;
export type Health = (typeof healths)[number];

/** A run may take this long to begin and end before its pipeline is late. */
const graceMs = 5 * 60_000;

/**
 * @param runs newest first.
 * @param periodMs time between two runs by its schedule; undefined without one.
 */
export function healthOf(
  pipeline: Pick<Pipeline, "is_active">,
  runs: readonly Run[],
  periodMs: number | undefined,
  now: number,
): Health {
  if (!pipeline.is_active) return "paused";
  const ended = runs.find((run) => !isOpen(run) && run.status !== "cancelled");
  if (ended === undefined) return "never_ran";
  if (ended.status === "failed") return "failing";
  if (periodMs === undefined) return "healthy";
  return now - Date.parse(ended.start_time) > 2 * periodMs + graceMs ? "late" : "healthy";
}

/** When the destination last received the source's state; undefined if never. */
export function dataAsOf(runs: readonly Run[]): string | undefined {
  return runs.find((run) => run.status === "success" && run.range === null)?.start_time;
}

/** Time between the next due times; undefined if there are not two. */
export function periodOf(pipeline: Pick<Pipeline, "mode" | "source_config">, dues: readonly string[]) {
  if (pipeline.mode === "stream") return (pipeline.source_config.interval_seconds ?? 10) * 1_000;
  const [first, second] = dues;
  return first === undefined || second === undefined ? undefined : Date.parse(second) - Date.parse(first);
}
