import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { copyGoodRows } from "../src/stream-to-staging/copy-good-rows.ts";
import { findRowEnds, setNull, TupleRows } from "../src/stream-to-staging/find-row-ends.ts";
import { tuple } from "./copy-tuples.ts";

const field = fc.option(fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)));
const rowsOf = (fieldCount: number) =>
  fc.array(fc.array(field, { minLength: fieldCount, maxLength: fieldCount }), { maxLength: 30 });
const anyRows = fc.nat(4).chain((fieldCount) => rowsOf(fieldCount).map((rows) => ({ fieldCount, rows })));

describe("tuples", () => {
  test("are cut where their rows end, and any range of rows returns its bytes, across all pieces", () => {
    fc.assert(
      fc.property(
        anyRows,
        fc.array(fc.nat(10), { maxLength: 4 }),
        fc.nat(40),
        fc.nat(40),
        ({ fieldCount, rows }, cuts, a, b) => {
          const tuples = rows.map((fields) => tuple(...fields));
          let end = 0;
          expect(findRowEnds(Buffer.concat(tuples), fieldCount)).toEqual(tuples.map((row) => (end += row.length)));

          const pieces: Buffer[] = [];
          let rest = tuples;
          for (const cut of cuts) {
            pieces.push(Buffer.concat(rest.slice(0, cut)));
            rest = rest.slice(cut);
          }
          const all = new TupleRows([...pieces, Buffer.concat(rest)], fieldCount);
          expect(all.rowCount).toBe(tuples.length);
          const [from, to] = [Math.min(a, b), Math.min(Math.max(a, b), tuples.length)];
          expect(Buffer.concat(all.slice(from, to))).toEqual(Buffer.concat(tuples.slice(from, to)));
          tuples.forEach((row, index) => {
            const place = all.locate(index);
            expect(Buffer.concat(all.slice(index, index + 1))).toEqual(row);
            expect(place.index).toBeGreaterThanOrEqual(0);
          });
        },
      ),
    );
  });

  test("cut short, or with other fields, are refused", () => {
    const bytes = Buffer.concat([tuple(Buffer.from("abc"), null), tuple(null, Buffer.from("d"))]);
    const whole = new Set(findRowEnds(bytes, 2));
    for (let length = 1; length < bytes.length; length++) {
      const read = () => findRowEnds(bytes.subarray(0, length), 2);
      if (whole.has(length)) expect(read()).toHaveLength(1);
      else expect(read).toThrow(/not whole rows/);
    }
    expect(() => findRowEnds(bytes, 3)).toThrow(/not whole rows/);
    const negative = Buffer.from(bytes);
    negative.writeInt32BE(-2, 2);
    expect(() => findRowEnds(negative, 2)).toThrow(/not whole rows/);
  });

  test("get NULL for some of their fields", () => {
    const [a, b] = [Buffer.from("a"), Buffer.from("bb")];
    expect(setNull(tuple(a, null, b), new Set([0, 1]))).toEqual(tuple(null, null, b));
  });
});

describe("bisecting", () => {
  test("copies every good row once and finds exactly the bad ones, in order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300), fc.uniqueArray(fc.nat(299), { maxLength: 40 }), async (rowCount, candidates) => {
        const bad = new Set(candidates.filter((row) => row < rowCount));
        const { copied, refused, tries } = await bisect(rowCount, bad);
        const all = Array.from({ length: rowCount }, (_, row) => row);
        expect(copied.toSorted((a, b) => a - b)).toEqual(all.filter((row) => !bad.has(row)));
        expect(refused).toEqual([...bad].toSorted((a, b) => a - b));
        expect(tries).toBeLessThanOrEqual(2 * bad.size * Math.ceil(Math.log2(Math.max(rowCount, 2))) + 1);
      }),
    );
  });

  test("takes some twenty tries for one bad row among 50,000", async () => {
    const { tries } = await bisect(50_000, new Set([31_415]));
    expect(tries).toBeLessThanOrEqual(2 * 16);
  });
});

async function bisect(rowCount: number, bad: ReadonlySet<number>) {
  const copied: number[] = [];
  const refused: number[] = [];
  let tries = 0;
  const tryCopy = async (from: number, to: number): Promise<string | undefined> => {
    tries++;
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    if (rows.some((row) => bad.has(row))) return "bad";
    copied.push(...rows);
    return undefined;
  };
  // As in production: the whole was tried before, and refused.
  if (bad.size > 0) await copyGoodRows(rowCount, tryCopy, (row) => void refused.push(row));
  else await tryCopy(0, rowCount);
  return { copied, refused, tries };
}
