import { describe, expect, test } from "vitest";

import { warningsOf } from "../src/schedule-warnings.ts";

const newYork = "America/New_York";
const now = new Date("2027-01-01T00:00:00Z");
const codes = (cron: string, timezone = "UTC") => warningsOf({ cron, timezone }, now).map(({ code }) => code);
const messages = (cron: string, timezone: string) => warningsOf({ cron, timezone }, now).map(({ message }) => message);

describe("what may surprise about a schedule", () => {
  test.each(["0 5 * * *", "*/5 * * * *", "0 5 1 * *", "0 5 * * MON", "@daily", "0 0 5 ? * MON", "0 12 1 * +MON"])(
    "nothing: %s",
    (cron) => expect(codes(cron)).toEqual([]),
  );

  test("that it never fires", () => expect(codes("0 0 30 2 *")).toEqual(["never_fires"]));

  test.each(["0 5 1 * MON", "0 0 5 13 * FRI"])("that either day is enough: %s", (cron) => {
    expect(codes(cron)).toEqual(["either_day"]);
  });
});

describe("when clocks change", () => {
  test("a time that a day leaves out is told, with when it fires instead", () => {
    expect(messages("30 2 * * *", newYork)).toEqual([
      "On 2027-03-14 America/New_York has no 02:00 to 03:00: a run due then starts at 03:00.",
    ]);
  });

  test("a time that a day has twice is told", () => {
    expect(messages("30 1 * * *", newYork)).toEqual([
      "On 2027-11-07 America/New_York has 01:00 to 02:00 twice: a run due then starts the first time only.",
    ]);
  });

  test("also where clocks change by half an hour, and in the other half of the world", () => {
    expect(messages("15 2 * * *", "Australia/Lord_Howe")).toEqual([
      "On 2027-10-03 Australia/Lord_Howe has no 02:00 to 02:30: a run due then starts at 02:30.",
    ]);
    expect(codes("45 1 * * *", "Australia/Lord_Howe")).toEqual(["repeated_hour"]);
  });

  test("other times, other days and schedules of every hour are not told", () => {
    expect(codes("30 4 * * *", newYork)).toEqual([]);
    expect(codes("30 2 * * MON", newYork)).toEqual([]);
    expect(codes("0 * * * *", newYork)).toEqual([]);
    expect(codes("30 2 * * *", "UTC")).toEqual([]);
  });
});
