/**
 * What work in this process has last done. Whoever holds a message for it looks, and gives the message away when nothing has
 * happened for long: a handler can hang beside healthy processes, which would do its work.
 */
import { AsyncLocalStorage } from "node:async_hooks";

export class Progress {
  #atMs = performance.now();

  note(): void {
    this.#atMs = performance.now();
  }

  /** Milliseconds since work has last done something. */
  get silentMs(): number {
    return performance.now() - this.#atMs;
  }
}

const current = new AsyncLocalStorage<Progress>();

/** Runs work whose `noteProgress` calls, and those of what it starts, reach `progress`. */
export function withProgress<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  return current.run(progress, work);
}

/** Runs what belongs to no work, such as the timer of a connection that many use. */
export function withoutProgress<T>(start: () => T): T {
  return current.exit(start);
}

/** Says that the work that calls it goes on: a server has answered, bytes have arrived. Without such work nothing happens. */
export function noteProgress(): void {
  current.getStore()?.note();
}
