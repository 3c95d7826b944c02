import { useEffect, useState } from "react";

import type { System, SystemQueue } from "../../api/types.ts";

/** A queue at one time. */
export interface QueueSample {
  readonly waiting: number;
  readonly lagMs: number;
}

export interface QueueSamples {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly queues: Readonly<Record<string, QueueSample>>;
}

/** Five minutes at one in two seconds. */
const maxSamples = 150;

/** How the queues were while the page was open. */
export function useQueueSamples(system: System | undefined): readonly QueueSamples[] {
  const [samples, setSamples] = useState<readonly QueueSamples[]>([]);
  useEffect(() => {
    const { queues, measured_at } = system ?? {};
    // While nobody can be asked there is no sample; the line goes on afterwards.
    if (!queues || measured_at === undefined) return;
    const at = Date.parse(measured_at);
    setSamples((old) => {
      if (old.at(-1)?.at === at) return old;
      const sample = { at, queues: Object.fromEntries(queues.map((queue) => [queue.name, toSample(queue, at)])) };
      return [...old, sample].slice(-maxSamples);
    });
  }, [system]);
  return samples;
}

/** @param at when it was measured. */
export function toSample({ waiting, oldest_at }: SystemQueue, at: number): QueueSample {
  return { waiting, lagMs: oldest_at === null ? 0 : Math.max(0, at - Date.parse(oldest_at)) };
}
