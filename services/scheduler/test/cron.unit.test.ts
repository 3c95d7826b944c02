import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseCron, previewFires } from "../src/cron.ts";

const newYork = "America/New_York";

const fires = (cron: string, timezone: string, after: string, count: number): string[] =>
  previewFires({ cron, timezone }, new Date(after), count).map((fire) => fire.toISOString());

describe("an expression", () => {
  test.each([
    ["0 6 * * *", "UTC", "2027-01-01T06:00:00Z", ["2027-01-02T06:00:00.000Z", "2027-01-03T06:00:00.000Z"]],
    ["*/15 * * * *", "UTC", "2027-01-01T00:07:00Z", ["2027-01-01T00:15:00.000Z", "2027-01-01T00:30:00.000Z"]],
    ["*/20 * * * * *", "UTC", "2027-01-01T00:00:30Z", ["2027-01-01T00:00:40.000Z", "2027-01-01T00:01:00.000Z"]],
    ["0 9 * * MON", "Europe/Berlin", "2027-01-01T00:00:00Z", ["2027-01-04T08:00:00.000Z", "2027-01-11T08:00:00.000Z"]],
    ["0 0 L * *", "Asia/Kolkata", "2027-02-01T00:00:00Z", ["2027-02-27T18:30:00.000Z", "2027-03-30T18:30:00.000Z"]],
    ["@daily", newYork, "2027-01-01T12:00:00Z", ["2027-01-02T05:00:00.000Z", "2027-01-03T05:00:00.000Z"]],
    ["0 0 29 2 *", "UTC", "2027-01-01T00:00:00Z", ["2028-02-29T00:00:00.000Z", "2032-02-29T00:00:00.000Z"]],
  ])("%s in %s is due after %s at %j", (cron, timezone, after, expected) => {
    expect(fires(cron, timezone, after, 2)).toEqual(expected);
  });

  test("that never comes true has no due times", () => {
    expect(fires("0 0 30 2 *", "UTC", "2027-01-01T00:00:00Z", 5)).toEqual([]);
  });

  test("is due strictly after the given time, and always later", () => {
    const crons = fc.constantFrom("* * * * * *", "*/7 * * * *", "30 2 * * *", "0 0 1 * *", "15 9 * * MON-FRI");
    const zones = fc.constantFrom("UTC", newYork, "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe");
    const times = fc.date({ min: new Date("2026-01-01"), max: new Date("2029-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(crons, zones, times, (cron, timezone, after) => {
        const due = previewFires({ cron, timezone }, after, 10);
        expect(due.length).toBe(10);
        for (const [i, fire] of due.entries()) expect(fire.getTime()).toBeGreaterThan((due[i - 1] ?? after).getTime());
      }),
      { numRuns: 40 },
    );
  });
});

describe("errors explain how to correct them", () => {
  test.each([
    ["", "exactly five, six"],
    ["* * * *", "exactly five, six"],
    ["every day", "exactly five, six"],
    ["61 * * * *", "Invalid value for minute: 61"],
    ["* 24 * * *", "Invalid value for hour: 24"],
    ["0 0 * * 8", "Invalid value for dayOfWeek: 8"],
    ["0 0 32 * *", "Invalid value for day: 32"],
    ["0 0 0 * *", "Invalid value for day: 0"],
    ["0 0 * 13 *", "Invalid value for month: 13"],
    ["5-1 * * * *", "From value is larger than to value: '5-1'"],
    ["*/0 * * * *", "illegal stepping: 0"],
    ["1.5 * * * *", "illegal characters"],
    ["@reboot", "not supported"],
  ])("%j", (cron, reason) => {
    expect(() => parseCron({ cron, timezone: "UTC" })).toThrow(
      expect.objectContaining({ code: "request_invalid", message: expect.stringContaining(reason) }),
    );
    expect(() => parseCron({ cron, timezone: "UTC" })).toThrow(`"${cron}" is not a cron expression`);
  });

  test.each(["", "Mars/Phobos", "Berlin", "UTC+25"])("time zone %j", (timezone) => {
    expect(() => parseCron({ cron: "* * * * *", timezone })).toThrow(
      expect.objectContaining({
        code: "request_invalid",
        message: `"${timezone}" is not a time zone of IANA's database: use a name such as Europe/Berlin or UTC`,
      }),
    );
  });
});

describe("when clocks change in New York", () => {
  // 2027-03-14: 02:00 EST (07:00Z) becomes 03:00 EDT.
  test("a time that the day skips is due when the gap ends, once", () => {
    expect(fires("30 2 * * *", newYork, "2027-03-13T12:00:00Z", 2)).toEqual([
      "2027-03-14T07:00:00.000Z", // 03:00 EDT
      "2027-03-15T06:30:00.000Z", // 02:30 EDT
    ]);
  });

  test("an hourly schedule stays hourly over the gap", () => {
    expect(fires("0 * * * *", newYork, "2027-03-14T05:30:00Z", 3)).toEqual([
      "2027-03-14T06:00:00.000Z", // 01:00 EST
      "2027-03-14T07:00:00.000Z", // 03:00 EDT
      "2027-03-14T08:00:00.000Z", // 04:00 EDT
    ]);
  });

  // 2027-11-07: 02:00 EDT (06:00Z) becomes 01:00 EST.
  test("a time that the day has twice is due at the first, once", () => {
    expect(fires("30 1 * * *", newYork, "2027-11-06T12:00:00Z", 2)).toEqual([
      "2027-11-07T05:30:00.000Z", // 01:30 EDT
      "2027-11-08T06:30:00.000Z", // 01:30 EST
    ]);
  });

  test("a schedule of every half hour continues through both", () => {
    expect(fires("*/30 * * * *", newYork, "2027-11-07T04:45:00Z", 6)).toEqual([
      "2027-11-07T05:00:00.000Z", // 01:00 EDT
      "2027-11-07T05:30:00.000Z", // 01:30 EDT
      "2027-11-07T06:00:00.000Z", // 01:00 EST
      "2027-11-07T06:30:00.000Z", // 01:30 EST
      "2027-11-07T07:00:00.000Z",
      "2027-11-07T07:30:00.000Z",
    ]);
  });
});
