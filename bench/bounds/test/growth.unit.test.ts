import { describe, expect, test } from "vitest";

import { afterWarmUp, certainGrowth, fitLine, type Point } from "../growth.ts";

/** Deterministic values from 0 to 1 (a linear congruential generator). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

/** Sizes of a process in MB after each of 200 runs: garbage that is collected now and then, and noise. */
function sizes(seed: number, leakPerRun: number, count = 200): readonly Point[] {
  const random = makeRandom(seed);
  let garbage = 0;
  return Array.from({ length: count }, (_, run) => {
    garbage = garbage > 6 + random() * 4 ? 0 : garbage + random() * 2;
    return { x: run / 100, y: 120 + garbage + random() * 4 + leakPerRun * run };
  });
}

const growthOf = (points: readonly Point[]): number => certainGrowth(fitLine(afterWarmUp(points)));

describe("the line", () => {
  test("a straight line is found, without an error", () => {
    const line = fitLine(Array.from({ length: 40 }, (_, x) => ({ x, y: 7 + 3 * x })));
    expect(line.slope).toBeCloseTo(3);
    expect(line.intercept).toBeCloseTo(7);
    expect(line.error).toBeCloseTo(0);
  });

  test("too few points are no line", () => {
    expect(() => fitLine([{ x: 0, y: 0 }])).toThrow("1 points are too few");
  });
});

describe("growth", () => {
  const seeds = Array.from({ length: 50 }, (_, seed) => seed);

  test("noise is none", () => {
    expect(seeds.map((seed) => growthOf(sizes(seed, 0))).filter((growth) => growth > 1)).toEqual([]);
  });

  test("a leak of 0.1 MB in each run is found in every series, and not overstated", () => {
    const growths = seeds.map((seed) => growthOf(sizes(seed, 0.1)));
    expect(Math.min(...growths)).toBeGreaterThan(4);
    expect(Math.max(...growths)).toBeLessThan(11);
  });

  test("a warm-up is no leak", () => {
    const warming = sizes(1, 0).map(({ x, y }) => ({ x, y: y - 60 * Math.exp(-x * 8) }));
    expect(growthOf(warming)).toBeLessThan(1);
    expect(fitLine(warming).slope).toBeGreaterThan(5);
  });

  test("a size that falls is none", () => {
    expect(growthOf(sizes(1, -0.1))).toBe(0);
  });
});
