import fc from "fast-check";
import { expect, test } from "vitest";

import { planPageRows, planSplits } from "../src/plan-splits.ts";

const size = fc.record({
  rowCount: fc.nat({ max: 5_000_000_000 }),
  columnCount: fc.integer({ min: 1, max: 10_000 }),
  averageRowBytes: fc.option(fc.double({ min: 1, max: 1e8, noNaN: true })),
  batchSize: fc.nat({ max: 1_000_000 }),
});

test("splits are consecutive, cover every row once, and hold whole batches", () => {
  fc.assert(
    fc.property(size, (given) => {
      const { splits, batchRows } = planSplits(given);
      let next = 0;
      const wrong = splits.filter((split, i) => {
        const isConsecutive = split.split === i && split.firstRow === next && split.rowCount > 0;
        next += split.rowCount;
        return !isConsecutive || (i < splits.length - 1 && split.rowCount % batchRows !== 0);
      });
      expect(wrong).toEqual([]);
      expect(next).toBe(given.rowCount);
      expect(splits.length).toBeLessThanOrEqual(10_000);
    }),
    { numRuns: 50 },
  );
});

test("a batch has at most the configured rows, and about a megabyte by default", () => {
  fc.assert(
    fc.property(size, (given) => {
      const { batchRows } = planSplits(given);
      expect(batchRows).toBeGreaterThanOrEqual(1);
      if (given.batchSize > 0) expect(batchRows).toBeLessThanOrEqual(given.batchSize);
      const bytes = batchRows * (given.averageRowBytes ?? 256);
      if (batchRows > 1) expect(bytes).toBeLessThanOrEqual(1.25 * 2 ** 20);
    }),
    { numRuns: 50 },
  );
});

test("an empty snapshot has no splits, wide rows are requested one by one", () => {
  expect(planSplits({ rowCount: 0, columnCount: 1, averageRowBytes: null, batchSize: 0 }).splits).toEqual([]);
  expect(planPageRows({ columnCount: 1, averageRowBytes: 50e6 })).toBe(1);
});
