import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Slots } from "../src/slots.ts";

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("slots", () => {
  test("never exceed their number, and are given in order of request", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 20 }),
        async (size, turns) => {
          const slots = new Slots(size);
          const order: number[] = [];
          let taken = 0;
          let most = 0;
          const workers = turns.map(async (turnCount, worker) => {
            await slots.acquire();
            order.push(worker);
            most = Math.max(most, ++taken);
            for (let turn = 0; turn < turnCount; turn++) await settle();
            taken -= 1;
            slots.release();
          });
          await Promise.all(workers);
          await slots.idle();
          expect(order).toEqual(turns.map((_, worker) => worker));
          expect(most).toBe(Math.min(size, turns.length));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("are idle when all were returned, and not before", async () => {
    const slots = new Slots(2);
    await slots.idle();
    await slots.acquire();
    await slots.acquire();
    let isIdle = false;
    const idle = Promise.all([slots.idle(), slots.idle()]).then(() => (isIdle = true));
    slots.release();
    await settle();
    expect(isIdle).toBe(false);
    slots.release();
    await idle;
  });
});
