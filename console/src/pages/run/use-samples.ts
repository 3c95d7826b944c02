import { useEffect, useState } from "react";

import type { RunDetail } from "../../api/types.ts";
import { isOpen } from "../../format/run-words.ts";

export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly rows: number;
}

/** Five minutes at one a second; for a longer run every second one is dropped, so that memory stays constant. */
const maxSamples = 300;

/** Samples of the loaded rows, while the page was open. */
export function useSamples(run: RunDetail): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const { records_processed: rows } = run;
  const isRunning = isOpen(run);
  useEffect(() => {
    setSamples((old) => {
      const last = old.at(-1);
      if (last?.rows === rows || (last === undefined && !isRunning)) return old;
      const all = [...old, { at: Date.now(), rows }];
      return all.length <= maxSamples ? all : all.filter((_, index) => index % 2 === 0);
    });
  }, [rows, isRunning]);
  return samples;
}

/** Rows per second over the last seconds; null until there are two samples. */
export function rateOf(samples: readonly Sample[]): number | null {
  const last = samples.at(-1);
  if (!last) return null;
  const first = samples.find(({ at }) => at > last.at - 8_000);
  if (!first || first === last) return null;
  return ((last.rows - first.rows) / (last.at - first.at)) * 1_000;
}
