import fc from "fast-check";
import { expect, test } from "vitest";

import { BatchCutter, type CutBatch } from "../src/cut-batches.ts";
import type { TranscodedPage } from "../src/transcode/page-transcoder.ts";

/** Row `i` has the given length and is filled with its number, so that a lost or moved row shows. */
function toPage(rows: readonly Uint8Array[]): TranscodedPage {
  let end = 0;
  const rowEnds = Uint32Array.from(rows, (row) => (end += row.length));
  const rest = { totalRows: null, pageToken: null, jobComplete: null, replaced: [], rejects: [] };
  return { rowCount: rows.length, tuples: Buffer.concat(rows), rowEnds, ...rest };
}

async function cut(
  rows: readonly Uint8Array[],
  pageSizes: readonly number[],
  batchRows: number,
  maxBytes: number,
): Promise<CutBatch[]> {
  const batches: CutBatch[] = [];
  const cutter = new BatchCutter(batchRows, maxBytes, async (batch) => {
    // A large row is a view until this resolves; everything else must be a copy.
    const isLargeRow = batch.tuples.length > maxBytes;
    batches.push(isLargeRow ? { ...batch, tuples: new Uint8Array(batch.tuples) } : batch);
  });
  let start = 0;
  for (let i = 0; start < rows.length; i++) {
    const page = toPage(rows.slice(start, start + pageSizes[i % pageSizes.length]!));
    await cutter.add(page);
    // The view is only valid until the next page: stored data must be a copy.
    page.tuples.fill(0xee);
    start += page.rowCount;
  }
  await cutter.end();
  expect(cutter.rowCount).toBe(rows.length);
  return batches;
}

const toRows = (sizes: readonly number[]): Uint8Array[] => sizes.map((size, i) => new Uint8Array(size).fill(i));

/** Rows, the numbers of them in the pages they come in, and the limits of a batch. */
async function forAnyRows(holds: (...given: Parameters<typeof cut>) => Promise<void>): Promise<void> {
  const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 200 });
  const pageSizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 });
  const batchRows = fc.integer({ min: 1, max: 60 });
  const maxBytes = fc.integer({ min: 15, max: 400 });
  await fc.assert(fc.asyncProperty(lengths.map(toRows), pageSizes, batchRows, maxBytes, holds));
}

test("page boundaries do not affect the batches", () =>
  forAnyRows(async (rows, pages, batchRows, maxBytes) => {
    const whole = await cut(rows, [rows.length], batchRows, maxBytes);
    const paged = await cut(rows, pages, batchRows, maxBytes);
    expect(paged.map(plain)).toEqual(whole.map(plain));
  }));

test("the batches contain all rows in order, within their limits, each id once", () =>
  forAnyRows(async (rows, pages, batchRows, maxBytes) => {
    const batches = await cut(rows, pages, batchRows, maxBytes);
    expect(Buffer.concat(batches.map((batch) => batch.tuples))).toEqual(Buffer.concat(rows));
    let row = 0;
    for (const batch of batches) {
      expect(batch.firstRow).toBe(row);
      expect(batch.sequence).toBe(Math.floor(row / batchRows));
      expect(batch.rowCount).toBeLessThanOrEqual(batchRows);
      if (batch.tuples.length > maxBytes) expect(batch.rowCount).toBe(1);
      row += batch.rowCount;
      // A batch never reaches into the next one's rows.
      expect(Math.floor((row - 1) / batchRows)).toBe(batch.sequence);
    }
    const ids = batches.map(({ sequence, part }) => `${sequence}.${part}`);
    expect(new Set(ids).size).toBe(ids.length);
  }));

test("a row larger than a message is a part by itself", async () => {
  const batches = await cut(toRows([10, 10, 500, 10, 600]), [2], 100, 100);
  expect(batches.map(({ part, firstRow, rowCount, tuples }) => [part, firstRow, rowCount, tuples.length])).toEqual([
    [0, 0, 2, 20],
    [1, 2, 1, 500],
    [2, 3, 1, 10],
    [3, 4, 1, 600],
  ]);
});

function plain(batch: CutBatch): unknown {
  return { ...batch, tuples: Buffer.from(batch.tuples).toString("hex") };
}
