import { setTimeout as delay } from "node:timers/promises";

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Delay before try number `attempt` + 1 (from 0): doubles up to the limit, minus up to half, so that many clients do
 * not retry at once.
 */
export function backoffMs(attempt: number, { firstMs, maxMs }: Backoff): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}

export interface RetryOptions extends Backoff {
  /** Ends the waiting; the signal's reason is thrown. */
  readonly signal: AbortSignal;
  /** True if this error is worth a retry. */
  readonly isRetryable: (error: unknown) => boolean;
  /** Time after which the last error is thrown. */
  readonly giveUpAfterMs: number;
  readonly onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
}

/** Calls `work` until it succeeds, fails for good or the time limit has passed. */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt++) {
    options.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const waitMs = backoffMs(attempt, options);
      const isLate = performance.now() - startedAt + waitMs > options.giveUpAfterMs;
      if (isLate || !options.isRetryable(error)) throw error;
      options.onRetry?.(error, attempt, waitMs);
      await delay(waitMs, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
    }
  }
}
