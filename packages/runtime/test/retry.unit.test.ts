import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { backoffMs, retry, type RetryOptions } from "../src/index.ts";

describe("backoff", () => {
  afterEach(() => vi.restoreAllMocks());

  test("doubles up to the limit", () => {
    vi.spyOn(Math, "random").mockReturnValue(1 - Number.EPSILON);
    const waits = [0, 1, 2, 3, 4, 5, 100].map((attempt) => backoffMs(attempt, { firstMs: 100, maxMs: 1_000 }));
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });

  test("subtracts up to half, so that many clients do not retry at once", () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    expect(backoffMs(3, { firstMs: 100, maxMs: 1_000 })).toBe(400);
    vi.restoreAllMocks();
    const waits = Array.from({ length: 200 }, () => backoffMs(3, { firstMs: 100, maxMs: 1_000 }));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(400);
    expect(Math.max(...waits)).toBeLessThanOrEqual(800);
    expect(new Set(waits).size).toBeGreaterThan(50);
  });
});

describe("retry", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());

  const options = (more: Partial<RetryOptions> = {}): RetryOptions => ({
    signal: new AbortController().signal,
    isRetryable: () => true,
    giveUpAfterMs: Number.POSITIVE_INFINITY,
    firstMs: 1,
    maxMs: 2,
    ...more,
  });

  function failing(times: number): { calls: number; work: () => Promise<string> } {
    const state = {
      calls: 0,
      work: async () => {
        state.calls += 1;
        if (state.calls <= times) throw new Error(`failure ${state.calls}`);
        return "done";
      },
    };
    return state;
  }

  test("continues until it succeeds and reports each failure", async () => {
    const work = failing(3);
    const told: [string, number][] = [];
    const onRetry = (error: unknown, attempt: number) => void told.push([(error as Error).message, attempt]);
    await expect(retry(work.work, options({ onRetry }))).resolves.toBe("done");
    expect(told).toEqual([
      ["failure 1", 0],
      ["failure 2", 1],
      ["failure 3", 2],
    ]);
  });

  test("does not repeat a permanent failure", async () => {
    const work = failing(9);
    await expect(retry(work.work, options({ isRetryable: () => false }))).rejects.toThrow("failure 1");
    expect(work.calls).toBe(1);
  });

  test("throws the last error after the time limit", async () => {
    const work = failing(99);
    const onRetry = () => void vi.advanceTimersByTime(40);
    await expect(retry(work.work, options({ giveUpAfterMs: 100, onRetry }))).rejects.toThrow("failure 4");
  });

  test("throws the signal's reason, before the first try and while it waits", async () => {
    const reason = new Error("the process is stopping");
    const work = failing(99);
    await expect(retry(work.work, options({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(work.calls).toBe(0);
    const controller = new AbortController();
    const onRetry = () => queueMicrotask(() => controller.abort(reason));
    const waiting = retry(work.work, options({ signal: controller.signal, firstMs: 60_000, maxMs: 60_000, onRetry }));
    await expect(waiting).rejects.toBe(reason);
    expect(work.calls).toBe(1);
  });
});
