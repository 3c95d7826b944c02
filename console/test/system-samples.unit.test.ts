import { describe, expect, test } from "vitest";

import { rowRateOf, toSample } from "../src/pages/system/use-system-samples.ts";

const sample = (seconds: number, rowsLoaded: number | null) => ({ at: seconds * 1_000, queues: {}, rowsLoaded });

describe("rows per second", () => {
  test.each([
    ["nothing yet", [], null],
    ["one sample", [sample(0, 5)], null],
    ["steady", [sample(0, 0), sample(2, 200), sample(4, 400)], 100],
    ["a run that ended took its rows along", [sample(0, 1_000), sample(2, 1_200), sample(4, 0), sample(6, 100)], 50],
    ["what is long ago does not count", [sample(0, 0), sample(100, 50), sample(102, 50)], 0],
    ["the registry was away", [sample(0, 0), sample(2, null), sample(4, 400)], 100],
  ])("%s", (_, samples, expected) => {
    expect(rowRateOf(samples)).toBe(expected);
  });
});

test("a queue's lag is the age of its oldest unfinished message", () => {
  const at = Date.UTC(2026, 0, 1);
  const queue = { name: "q", stream: "s", service: "loader" as const, waiting: 2, in_work: 0, redelivered: 0 };
  expect(toSample({ ...queue, oldest_at: null }, at)).toEqual({ waiting: 2, lagMs: 0 });
  expect(toSample({ ...queue, oldest_at: new Date(at - 1_500).toISOString() }, at).lagMs).toBe(1_500);
  // Clocks differ a little.
  expect(toSample({ ...queue, oldest_at: new Date(at + 5).toISOString() }, at).lagMs).toBe(0);
});
