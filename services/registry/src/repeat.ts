import { setTimeout as delay } from "node:timers/promises";

/**
 * Calls `work` at an interval until the signal aborts.
 *
 * Failure: errors of `work` go to `onError`; the next call tries again.
 */
export async function repeat(
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await work().catch((error: unknown) => {
      if (!signal.aborted) onError(error);
    });
  }
}
