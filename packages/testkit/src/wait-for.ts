import { setTimeout as sleep } from "node:timers/promises";

export interface WaitForOptions {
  /** Completes "waited for …" in the failure. */
  readonly what: string;
  /** Default: 30 s. A busy machine is slow, and only a condition that never comes true waits so long. */
  readonly timeoutMs?: number;
}

/** Quick at first, because most conditions come true soon; then rarely enough not to disturb the tested process. */
const firstPauseMs = 5;
const maxPauseMs = 100;

/**
 * Resolves with the result of `probe` as soon as that is neither false, null nor undefined. A probe that throws counts
 * as not yet true; its last error is part of the failure.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  options: WaitForOptions,
): Promise<Exclude<T, false | null | undefined>> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const deadline = performance.now() + timeoutMs;
  let last = "";
  let cause: unknown;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, maxPauseMs)) {
    try {
      const value = await probe();
      if (value !== false && value !== null && value !== undefined)
        return value as Exclude<T, false | null | undefined>;
      last = `last answer: ${String(value)}`;
      cause = undefined;
    } catch (error) {
      last = `last error: ${error instanceof Error ? error.message : String(error)}`;
      cause = error;
    }
    if (performance.now() + pauseMs > deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${options.what}; ${last}`, { cause });
    }
    await sleep(pauseMs);
  }
}
