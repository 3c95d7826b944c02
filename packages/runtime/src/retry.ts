import { setTimeout as delay } from "node:timers/promises";

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Delay before try number `attempt` + 1 (from 0): doubles up to the limit, minus up to half, so that many do not march in step. */
export function backoffMs(attempt: number, { firstMs, maxMs }: Backoff): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}

export interface RetryOptions extends Backoff {
  /** Stops the waiting; the signal's reason is thrown. */
  readonly signal: AbortSignal;
  /** Whether this error is worth another try. */
  readonly isRetryable: (error: unknown) => boolean;
  /** Time after which the last error is thrown. */
  readonly giveUpAfterMs: number;
  readonly onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
}

/** Calls `work` until it succeeds, fails for good or the time is up. */
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
