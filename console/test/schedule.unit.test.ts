import { describe, expect, test } from "vitest";

import { describeSchedule, parseSchedule, toCron } from "../src/schedule/schedule.ts";

describe("a schedule", () => {
  test.each([
    ["*/15 * * * *", "minutes", "Every 15 minutes"],
    ["* * * * *", "minutes", "Every minute"],
    ["0 * * * *", "hourly", "Hourly"],
    ["20 * * * *", "hourly", "Hourly at minute 20"],
    ["30 2 * * *", "daily", "Daily at 02:30"],
    ["0 9 * * 1,4", "weekly", "Mon, Thu at 09:00"],
    ["0 0 31 * *", "monthly", "Monthly on day 31 at 00:00"],
  ])("%s is shown in parts that produce it again", (cron, kind, words) => {
    const schedule = parseSchedule(cron);
    expect(schedule.kind).toBe(kind);
    expect(toCron(schedule)).toBe(cron);
    expect(describeSchedule(cron)).toBe(words);
  });

  // Expressions that the parts cannot represent, or would write differently.
  test.each([
    "*/7 * * * *",
    "0 12 1-7 * 1",
    "0 9 13 * 5",
    "00 9 * * *",
    "0 9 * * 4,1",
    "0 9 * * 7",
    "0 9 * * MON",
    "0 9 * 1 *",
    "0 0 L * *",
    "@daily",
    "0  9 * * *",
    "*/5 * * * * *",
  ])("%s stays as typed", (cron) => {
    expect(parseSchedule(cron)).toEqual({ kind: "custom", expression: cron });
    expect(toCron(parseSchedule(cron))).toBe(cron);
  });

  test("may be none", () => {
    expect(toCron(parseSchedule(null))).toBeNull();
  });
});
