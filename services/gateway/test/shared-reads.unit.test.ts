import { describe, expect, test } from "vitest";

import { SharedReads } from "../src/shared-reads.ts";

/** Reads that end when the test says so. */
function controlledReads(roundMs?: number) {
  const begun: { key: string; end: (value: string) => void; fail: (error: Error) => void }[] = [];
  const shared = new SharedReads(roundMs);
  const read = (key: string) =>
    shared.read(key, async () => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      begun.push({ key, end: resolve, fail: reject });
      return promise;
    });
  const keys = () => begun.map(({ key }) => key);
  return { read, begun, keys };
}

/** Until everything that was settled has had its consequences. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a read", () => {
  test("begins at once when none is under way", async () => {
    const { read, begun, keys } = controlledReads();
    const first = read("a");
    expect(keys()).toEqual(["a"]);
    begun[0]!.end("1");
    expect(await first).toBe("1");
    await settled();
    void read("a");
    expect(keys()).toEqual(["a", "a"]);
  });

  test("that is asked for while it is under way begins anew, once for all who asked meanwhile", async () => {
    const { read, begun, keys } = controlledReads();
    const first = read("a");
    const later = [read("a"), read("a"), read("b"), read("a")];
    expect(keys()).toEqual(["a"]);
    begun[0]!.end("before");
    expect(await first).toBe("before");
    await settled();
    expect(keys()).toEqual(["a", "a", "b"]);
    begun[1]!.end("after");
    begun[2]!.end("b");
    expect(await Promise.all(later)).toEqual(["after", "after", "b", "after"]);
  });

  test("after a round for many waits until that one's time is over", async () => {
    for (const [roundMs, begunSoon] of [
      [60_000, false],
      [1, true],
    ] as const) {
      const { read, begun, keys } = controlledReads(roundMs);
      const first = read("a");
      const many = [read("a"), read("a"), read("b")];
      begun[0]!.end("1");
      await first;
      await settled();
      for (const { end } of begun.slice(1)) end("2");
      await Promise.all(many);
      void read("a");
      await settled();
      if (begunSoon) await expect.poll(() => keys()).toEqual(["a", "a", "b", "a"]);
      else expect(keys()).toEqual(["a", "a", "b"]);
    }
  });

  test("that never ends holds nobody else back", async () => {
    const { read, begun } = controlledReads();
    void read("stuck");
    const other = read("a");
    await expect.poll(() => begun.length).toBe(2);
    begun[1]!.end("1");
    expect(await other).toBe("1");
  });

  test("that fails, fails for those who asked it", async () => {
    const { read, begun } = controlledReads();
    const first = read("a");
    const [again, other] = [read("a"), read("b")];
    begun[0]!.fail(new Error("away"));
    await expect(first).rejects.toThrow("away");
    await settled();
    begun[1]!.fail(new Error("still away"));
    begun[2]!.end("b");
    await expect(again).rejects.toThrow("still away");
    expect(await other).toBe("b");
  });
});
