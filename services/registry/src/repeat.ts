import { setTimeout as delay } from "node:timers/promises";

/**
 * Does something every so often until the signal aborts.
 *
 * Failure: what `work` throws goes to `onError`, and the next turn tries again.
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
