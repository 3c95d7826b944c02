import fc from "fast-check";
import { expect, test } from "vitest";

import { planSplits } from "../src/plan-splits.ts";

const size = fc.record({
  rowCount: fc.nat({ max: 5_000_000_000 }),
  columnCount: fc.integer({ min: 1, max: 10_000 }),
  averageRowBytes: fc.option(fc.double({ min: 1, max: 1e8, noNaN: true })),
  batchSize: fc.nat({ max: 1_000_000 }),
  isOnePage: fc.constant(false),
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
  const empty = { rowCount: 0, columnCount: 1, averageRowBytes: null, batchSize: 0, isOnePage: false };
  expect(planSplits(empty).splits).toEqual([]);
  expect(planSplits({ ...empty, averageRowBytes: 50e6 }).pageRows).toBe(1);
});

test("what comes as one page is read by one split", () => {
  const plan = planSplits({ rowCount: 1_000_000, columnCount: 1, averageRowBytes: 8, batchSize: 0, isOnePage: true });
  expect(plan).toEqual({
    batchRows: 50_000,
    pageRows: 1_000_000,
    splits: [{ split: 0, firstRow: 0, rowCount: 1_000_000 }],
  });
});
