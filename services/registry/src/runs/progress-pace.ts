import { LRUCache } from "lru-cache";

/** Between two progress events of a run. */
const everyMs = 1_000;

/** Runs remembered at most. */
const maxRuns = 10_000;

/** Lets one progress event of a run through in a second. Forgetting only means that one comes early. */
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
