import type { MeasuredAnswer } from "@datamantri/bus";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { keptMs, SharedReads } from "../src/shared-reads.ts";

/** Reads that end when the test says so. */
function controlledReads(roundMs?: number) {
  const begun: { key: string; end: (value: string, bytes?: number) => void; fail: (error: Error) => void }[] = [];
  const shared = new SharedReads(roundMs);
  const read = (key: string, maxAgeMs?: number) =>
    shared.read(
      key,
      async () => {
        const { promise, resolve, reject } = Promise.withResolvers<MeasuredAnswer<string>>();
        begun.push({ key, end: (answer, bytes = 10) => resolve({ answer, bytes }), fail: reject });
        return promise;
      },
      maxAgeMs,
    );
  const keys = () => begun.map(({ key }) => key);
  return { shared, read, begun, keys };
}

/** Waits until all settled promises have been handled. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a read", () => {
  test("begins at once when none is in progress", async () => {
    const { read, begun, keys } = controlledReads();
    const first = read("a");
    expect(keys()).toEqual(["a"]);
    begun[0]!.end("1");
    expect(await first).toBe("1");
    await settled();
    void read("a");
    expect(keys()).toEqual(["a", "a"]);
  });

  test("requested while it is in progress begins again, once for all such requests", async () => {
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

  test("that never ends delays no other", async () => {
    const { read, begun } = controlledReads();
    void read("stuck");
    const other = read("a");
    await expect.poll(() => begun.length).toBe(2);
    begun[1]!.end("1");
    expect(await other).toBe("1");
  });

  test("that fails, fails for its own requests", async () => {
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

describe("a shared answer", () => {
  let nowMs = 0;
  beforeEach(() => {
    vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Two requests for "a" come while another read is in progress, and get this answer. */
  async function askTogether({ read, begun }: ReturnType<typeof controlledReads>, answer: string, bytes?: number) {
    const count = begun.length;
    const other = read("another");
    const both = [read("a"), read("a")];
    begun[count]!.end("another");
    await other;
    await expect.poll(() => begun.length).toBe(count + 2);
    begun[count + 1]!.end(answer, bytes);
    expect(await Promise.all(both)).toEqual([answer, answer]);
    await settled();
  }

  /** "old" is stored for "a"; the next read is `begun[2]`. */
  async function keptAnswer(bytes?: number) {
    const controlled = controlledReads(0);
    await askTogether(controlled, "old", bytes);
    return controlled;
  }

  test("is returned for a moment to requests that accept a slightly old one, and to no others", async () => {
    const { read, begun } = await keptAnswer();
    nowMs += 90;
    expect(await read("a", keptMs)).toBe("old");
    expect(await read("a", 95)).toBe("old");
    expect(begun).toHaveLength(2);
    for (const maxAgeMs of [undefined, 0, 80]) {
      const newer = read("a", maxAgeMs);
      await expect.poll(() => begun.length).toBe(3);
      begun.pop()!.end("new");
      expect(await newer).toBe("new");
      await settled();
    }
  });

  test("is refreshed by the first late request, without making any wait", async () => {
    const { read, begun } = await keptAnswer();
    nowMs += 200;
    expect(await Promise.all([read("a", keptMs), read("a", keptMs)])).toEqual(["old", "old"]);
    await expect.poll(() => begun.length).toBe(3);
    expect(await read("a", keptMs)).toBe("old");
    begun[2]!.end("new");
    await settled();
    expect(await read("a", keptMs)).toBe("new");
    expect(begun).toHaveLength(3);
  });

  test("is not returned once it is too old", async () => {
    const { read, begun } = await keptAnswer();
    nowMs += keptMs;
    const late = read("a", 60_000);
    await expect.poll(() => begun.length).toBe(3);
    begun[2]!.end("new");
    expect(await late).toBe("new");
  });

  test("is not returned after a change, not even if it was in progress", async () => {
    const { shared, read, begun } = await keptAnswer();
    nowMs += 200;
    void read("a", keptMs);
    await expect.poll(() => begun.length).toBe(3);
    shared.forget();
    const afterwards = read("a", keptMs);
    begun[2]!.end("before the change");
    await expect.poll(() => begun.length).toBe(4);
    begun[3]!.end("after the change");
    expect(await afterwards).toBe("after the change");
  });

  test("is not returned while the change cannot be read yet", async () => {
    const controlled = await keptAnswer();
    controlled.shared.forget(300);
    for (const [laterMs, isKept] of [
      [0, false],
      [299, false],
      [2, true],
    ] as const) {
      nowMs += laterMs;
      await askTogether(controlled, "now");
      const count = controlled.begun.length;
      void controlled.read("a", keptMs);
      await settled();
      expect([laterMs, controlled.begun.length]).toEqual([laterMs, isKept ? count : count + 1]);
      controlled.begun.at(-1)!.end("alone");
      await settled();
    }
  });

  test("is never replaced by one that was requested before it", async () => {
    const controlled = await keptAnswer();
    nowMs += 10;
    const slow = controlled.read("a");
    await expect.poll(() => controlled.begun.length).toBe(3);
    const older = controlled.begun[2]!;
    await new Promise((resolve) => setTimeout(resolve, 5));
    nowMs += 100;
    await askTogether(controlled, "newer");
    older.end("older");
    expect(await slow).toBe("older");
    expect(await controlled.read("a", keptMs)).toBe("newer");
  });

  test("is stored only while all stored answers are below the limit", async () => {
    const { read, begun } = await keptAnswer(9 * 2 ** 20);
    void read("a", keptMs);
    await expect.poll(() => begun.length).toBe(3);
  });

  test("is no longer stored when only one client requests it, or when it cannot be read any more", async () => {
    for (const end of ["alone", "gone"] as const) {
      const { read, begun } = await keptAnswer();
      nowMs += 200;
      expect(await read("a", keptMs)).toBe("old");
      await expect.poll(() => begun.length).toBe(3);
      if (end === "alone") begun[2]!.end("new");
      else begun[2]!.fail(new Error("gone"));
      await settled();
      void read("a", keptMs);
      await expect.poll(() => begun.length).toBe(4);
    }
  });
});
