import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { FairQueue } from "../src/fair-queue.ts";

interface Item {
  readonly lane: number;
  readonly key: string;
  readonly size: number;
  readonly index: number;
}

const laneCount = 3;

function makeQueue(laneSize: number, groupSize: number): FairQueue<Item> {
  return new FairQueue<Item>({ laneCount, laneSize, groupSize, keyOf: ({ key }) => key, sizeOf: ({ size }) => size });
}

const sum = (items: readonly Item[]): number => items.reduce((total, { size }) => total + size, 0);
const item = (lane: number, index: number, key = "k", size = 1): Item => ({ lane, index, key, size });

/** Lets all pending promises continue. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const items = fc.array(
  fc.record({ lane: fc.nat(laneCount - 1), key: fc.constantFrom("a", "b"), size: fc.integer({ min: 0, max: 12 }) }),
  { maxLength: 40 },
);

describe("any items", () => {
  test("come out once each, in the order of their lane, in groups of one lane, one key and limited size", async () => {
    await fc.assert(
      fc.asyncProperty(
        items,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        async (plain, laneSize, groupSize) => {
          const all: Item[] = plain.map((one, index) => ({ ...one, index }));
          const queue = makeQueue(laneSize, groupSize);
          const held: Item[][] = Array.from({ length: laneCount }, () => []);
          const putting = Array.from({ length: laneCount }, async (_, lane) => {
            for (const one of all.filter((each) => each.lane === lane)) {
              await queue.put(lane, one);
              held[lane]!.push(one);
            }
          });
          const taken: Item[] = [];
          while (taken.length < all.length) {
            await settle();
            for (const lane of held) expect(lane.length <= 1 || sum(lane) <= laneSize).toBe(true);
            const group = await queue.take();
            const { lane, key } = group[0]!;
            expect(group.every((one) => one.lane === lane && one.key === key)).toBe(true);
            expect(group.length === 1 || sum(group) <= groupSize).toBe(true);
            // Put, but its putter had no turn yet: from now on it counts as held.
            await settle();
            held[lane] = held[lane]!.filter((one) => !group.includes(one));
            taken.push(...group);
          }
          await Promise.all(putting);
          for (let lane = 0; lane < laneCount; lane++) {
            const inOrder = all.filter((one) => one.lane === lane);
            expect(taken.filter((one) => one.lane === lane)).toEqual(inOrder);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are taken from every non-empty lane before a lane has its second turn", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: laneCount, maxLength: laneCount }),
        async (counts) => {
          const queue = makeQueue(100, 1);
          for (const [lane, count] of counts.entries())
            for (let i = 0; i < count; i++) await queue.put(lane, item(lane, i));
          const left = [...counts];
          const total = sumOf(counts);
          const order: number[] = [];
          for (let i = 0; i < total; i++) order.push((await queue.take())[0]!.lane);
          for (let start = 0; start < total;) {
            const waiting = left.filter((count) => count > 0).length;
            const round = order.slice(start, start + waiting);
            expect(new Set(round).size).toBe(waiting);
            for (const lane of round) left[lane]! -= 1;
            start += waiting;
          }
        },
      ),
    );
  });
});

const sumOf = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

describe("a full lane", () => {
  test("makes its putter wait until something was taken, without affecting other lanes", async () => {
    const queue = makeQueue(2, 1);
    await queue.put(0, item(0, 0));
    await queue.put(0, item(0, 1));
    let isIn = false;
    const waiting = queue.put(0, item(0, 2)).then(() => (isIn = true));
    await queue.put(1, item(1, 3));
    await settle();
    expect(isIn).toBe(false);
    await queue.take();
    await waiting;
    expect(isIn).toBe(true);
  });

  test("accepts an item that is larger than the lane, alone", async () => {
    const queue = makeQueue(2, 2);
    await queue.put(0, item(0, 0, "k", 50));
    let isIn = false;
    void queue.put(0, item(0, 1)).then(() => (isIn = true));
    await settle();
    expect(isIn).toBe(false);
    expect(await queue.take()).toEqual([item(0, 0, "k", 50)]);
    await settle();
    expect(isIn).toBe(true);
  });
});

describe("closing", () => {
  test("releases waiting takers and putters", async () => {
    const empty = makeQueue(1, 1);
    const taking = empty.take();
    await settle();
    empty.close();
    expect(await taking).toEqual([]);

    const full = makeQueue(1, 1);
    await full.put(0, item(0, 0));
    const putting = [full.put(0, item(0, 1)), full.put(0, item(0, 2))];
    full.close();
    await Promise.all(putting);
  });

  test("ends everything after it", async () => {
    const queue = makeQueue(9, 9);
    await queue.put(0, item(0, 0));
    queue.close();
    await queue.put(0, item(0, 1));
    expect(await queue.take()).toEqual([]);
    expect(await queue.take()).toEqual([]);
  });
});
