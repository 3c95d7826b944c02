import { expect, test } from "vitest";

import { runsPerDay } from "../src/runs-per-day.ts";

const now = new Date("2024-01-01T00:00:00Z");
const hours = (...after: number[]): string[] =>
  after.map((hour) => new Date(now.getTime() + hour * 3_600_000).toISOString());

test("due times within a day are counted", () => {
  expect(runsPerDay(hours(5, 29, 53), 3, now)).toBe(1);
  expect(runsPerDay(hours(6, 12, 18, 24, 30), 5, now)).toBe(4);
  expect(runsPerDay([], 5, now)).toBe(0);
});

test("a list that ends within the day is extrapolated", () => {
  expect(runsPerDay(hours(0.5, 1, 1.5, 2), 4, now)).toBe(48);
});
