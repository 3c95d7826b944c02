import { expect, test } from "vitest";

import { assertAffordable, formatBytes, formatUsd, toBilledBytes, toUsd } from "../src/bigquery/jobs/cost.ts";

const mebibyte = 2 ** 20;
const billing = { maximumBytesBilled: 100 * mebibyte, pricePerTibUsd: 6.25 };
const config = { project: "p" };

test.each([
  ["nothing read is free", 0, 1, 0],
  ["10 MiB at least", 1, 1, 10 * mebibyte],
  ["for each table", 1, 3, 30 * mebibyte],
  ["also without a table", 1, 0, 10 * mebibyte],
  ["whole megabytes beyond", 10 * mebibyte + 1, 1, 11 * mebibyte],
])("%s", (_what, bytesProcessed, tableCount, billed) => {
  expect(toBilledBytes({ bytesProcessed, tableCount })).toBe(billed);
});

test("the cost is bytes times the price of a TiB", () => {
  expect(toUsd(2 ** 40, billing)).toBe(6.25);
  expect(formatUsd(toUsd(10 * mebibyte, billing))).toBe("0.00006 USD");
  expect(formatBytes(286 * mebibyte)).toBe("286 MiB");
  expect(formatBytes(0)).toBe("0 bytes");
});

test("a source's limit takes precedence over the extractor's, and the error has bytes and cost", () => {
  expect(() => assertAffordable(100 * mebibyte, config, billing)).not.toThrow();
  expect(() => assertAffordable(101 * mebibyte, config, billing)).toThrow(
    /bill 101 MiB \(0\.0006 USD\); .* allows 100 MiB/,
  );
  const own = { ...config, maximum_bytes_billed: String(200 * mebibyte) };
  expect(() => assertAffordable(101 * mebibyte, own, billing)).not.toThrow();
  expect(() => assertAffordable(1, { ...config, maximum_bytes_billed: "0" }, billing)).toThrow();
});
