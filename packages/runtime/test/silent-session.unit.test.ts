import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";

import { Progress, withProgress } from "../src/progress.ts";
import { watchSession } from "../src/silent-session.ts";

/** Watches a socket for half a second, in work that does nothing else. @returns how long the work has said nothing. */
async function silenceOf(socket: { bytesRead: number }, isBusy: boolean): Promise<number> {
  const progress = new Progress();
  await withProgress(progress, async () => {
    const stream = { bytesWritten: 0, writableLength: 0, destroy: () => expect.unreachable(), ...socket };
    Object.defineProperty(stream, "bytesRead", { get: () => socket.bytesRead });
    const options = { ask: async () => "works" as const, silentMs: () => 60_000, lookEveryMs: 20 };
    using _watch = watchSession({ connection: { stream }, readyForQuery: !isBusy }, options);
    await delay(500);
  });
  return progress.silentMs;
}

test("S7: a session that nobody uses is no progress of the work that holds it", async () => {
  expect(await silenceOf({ bytesRead: 0 }, false)).toBeGreaterThan(400);
});

test("bytes are", async () => {
  let bytes = 0;
  const socket = {
    get bytesRead() {
      return bytes++;
    },
  };
  expect(await silenceOf(socket, true)).toBeLessThan(400);
});
