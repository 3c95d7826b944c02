import { LRUCache } from "lru-cache";

/** Interval between two progress events of a run. */
const everyMs = 1_000;

/** Limit of remembered runs. */
const maxRuns = 10_000;

/** Passes at most one progress event of a run each second. A forgotten run only sends one event too early. */
export class ProgressPace {
  readonly #now: () => number;
  readonly #saidAtMs = new LRUCache<string, number>({ max: maxRuns });

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  isDue(runId: string): boolean {
    const now = this.#now();
    const saidAtMs = this.#saidAtMs.get(runId);
    if (saidAtMs !== undefined && now - saidAtMs < everyMs) return false;
    this.#saidAtMs.set(runId, now);
    return true;
  }
}
