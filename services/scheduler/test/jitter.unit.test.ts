import { randomUUID } from "node:crypto";

import { describe, expect, test } from "vitest";

import { parseCron } from "../src/cron.ts";
import { delayMs, largestDelayMs } from "../src/jitter.ts";

const due = new Date("2027-01-01T10:00:00.000Z");
const hourly = parseCron({ cron: "0 * * * *", timezone: "UTC" });
const everyMinute = parseCron({ cron: "* * * * *", timezone: "UTC" });

describe("jitter", () => {
  test("is the same for a pipeline each time, and another for others", () => {
    const [one, other] = ["0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11", "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12"];
    const first = delayMs(one, 600, due, hourly);
    for (let hour = 0; hour < 5; hour++) {
      expect(delayMs(one, 600, new Date(due.getTime() + hour * 3_600_000), hourly)).toBe(first);
    }
    expect(delayMs(other, 600, due, hourly)).not.toBe(first);
  });

  test("spreads many pipelines evenly over its seconds", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 2_000; i++) {
      const ms = delayMs(randomUUID(), 40, due, hourly);
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(40_000);
      counts[Math.floor(ms / 4_000)]!++;
    }
    // 200 in each tenth on average; six standard deviations are 80.
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(80);
  });

  test("never reaches the next due time, however often the schedule is due", () => {
    expect(largestDelayMs(3_600, due, everyMinute)).toBe(54_000);
    expect(largestDelayMs(30, due, everyMinute)).toBe(30_000);
    for (let i = 0; i < 500; i++) expect(delayMs(randomUUID(), 3_600, due, everyMinute)).toBeLessThan(54_000);
  });

  test("is nothing by default, and complete for a schedule that is due once more", () => {
    expect(delayMs(randomUUID(), 0, due, everyMinute)).toBe(0);
    expect(largestDelayMs(600, due, () => undefined)).toBe(600_000);
  });
});
