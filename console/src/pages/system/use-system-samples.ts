import { useEffect, useState } from "react";

import type { System, SystemQueue } from "../../api/types.ts";

/** A queue at a point in time. */
export interface QueueSample {
  readonly waiting: number;
  readonly lagMs: number;
}

export interface SystemSample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly queues: Readonly<Record<string, QueueSample>>;
  /** Rows loaded by the open runs; null while the registry does not answer. */
  readonly rowsLoaded: number | null;
}

/** Five minutes at one in two seconds. */
const maxSamples = 150;

const rateMs = 10_000;

/** Samples of the product's state, while the page was open. */
export function useSystemSamples(system: System): readonly SystemSample[] {
  const [samples, setSamples] = useState<readonly SystemSample[]>([]);
  useEffect(() => {
    const { queues, open_runs, measured_at } = system;
    // Without a response there is no sample; the line continues afterwards.
    if (!queues) return;
    const at = Date.parse(measured_at);
    setSamples((old) => {
      if (old.at(-1)?.at === at) return old;
      const byName = Object.fromEntries(queues.map((queue) => [queue.name, toSample(queue, at)]));
      return [...old, { at, queues: byName, rowsLoaded: open_runs?.rows_loaded ?? null }].slice(-maxSamples);
    });
  }, [system]);
  return samples;
}

/** @param at when it was measured. */
export function toSample({ waiting, oldest_at }: SystemQueue, at: number): QueueSample {
  return { waiting, lagMs: oldest_at === null ? 0 : Math.max(0, at - Date.parse(oldest_at)) };
}

/**
 * Rows per second over the last seconds; null until there are two samples. The rows of a run that ends disappear from the
 * sum, so decreases do not count.
 */
export function rowRateOf(samples: readonly SystemSample[]): number | null {
  const last = samples.at(-1);
  const lately = samples.filter(
    ({ at, rowsLoaded }) => rowsLoaded !== null && last !== undefined && at > last.at - rateMs,
  );
  const [first] = lately;
  if (!last || !first || lately.length < 2) return null;
  const rows = lately.slice(1).reduce((sum, { rowsLoaded }, index) => {
    return sum + Math.max(0, (rowsLoaded ?? 0) - (lately[index]!.rowsLoaded ?? 0));
  }, 0);
  return (rows / (lately.at(-1)!.at - first.at)) * 1_000;
}
