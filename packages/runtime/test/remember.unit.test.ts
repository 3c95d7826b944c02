import { setTimeout as delay } from "node:timers/promises";
import { expect, test, vi } from "vitest";

import { remember } from "../src/index.ts";

/** Returns how often it was called. */
function counter(): () => Promise<number> {
  let count = 0;
  return async () => ++count;
}

test("concurrent callers, and those soon after, get one answer", async () => {
  const know = remember(60_000, counter());
  expect(await Promise.all([know(), know()])).toEqual([1, 1]);
  expect(await know()).toBe(1);
});

test("an answer that is too old is fetched again", async () => {
  const know = remember(0, counter());
  expect([await know(), await know()]).toEqual([1, 2]);
});

test("a failure reaches all who wait for it, and is not cached", async () => {
  const ask = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error("away")).mockResolvedValue("back");
  const know = remember(60_000, ask);
  const [one, other] = [know(), know()];
  await expect(one).rejects.toThrow("away");
  await expect(other).rejects.toThrow("away");
  expect(await know()).toBe("back");
});

test("slow calls are made less often", async () => {
  const count = counter();
  const slow = async () => {
    await delay(50);
    return count();
  };
  const know = remember(0, slow, 0.05);
  expect(await know()).toBe(1);
  // Less than 950 ms later.
  expect(await know()).toBe(1);
});
