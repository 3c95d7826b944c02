import { describe, expect, test } from "vitest";

import { dueTimes } from "../src/due-times.ts";
import { warningsOf } from "../src/schedule-warnings.ts";
import { openWallClock } from "../src/wall-clock.ts";

const newYork = "America/New_York";
const wallClock = openWallClock(newYork);
const now = new Date("2027-01-01T00:00:00Z");
const codes = (cron: string, timezone = "UTC") => warningsOf({ cron, timezone }, now).map(({ code }) => code);
const messages = (cron: string, timezone: string) => warningsOf({ cron, timezone }, now).map(({ message }) => message);

describe("warnings about a schedule", () => {
  test.each(["0 5 * * *", "*/5 * * * *", "0 5 1 * *", "0 5 * * MON", "@daily", "0 0 5 ? * MON", "0 12 1 * +MON"])(
    "none: %s",
    (cron) => expect(codes(cron)).toEqual([]),
  );

  test("that it never fires", () => expect(codes("0 0 30 2 *")).toEqual(["never_fires"]));

  test.each(["0 5 1 * MON", "0 0 5 13 * FRI"])("that either day is enough: %s", (cron) => {
    expect(codes(cron)).toEqual(["either_day"]);
  });
});

describe("when clocks change", () => {
  test("a skipped time is reported, with its replacement", () => {
    expect(messages("30 2 * * *", newYork)).toEqual([
      "On 2027-03-14 America/New_York has no 02:00 to 03:00: a run due then starts at 03:00.",
    ]);
  });

  test("a repeated time is reported", () => {
    expect(messages("30 1 * * *", newYork)).toEqual([
      "On 2027-11-07 America/New_York has 01:00 to 02:00 twice: a run due then starts the first time only.",
    ]);
  });

  test.each(["0,30 2 * * *", "*/20 2 * * *", "30 1,2 * * *"])("a time without replacement is reported: %s", (cron) => {
    expect(messages(cron, newYork)).toContain(
      "On 2027-03-14 America/New_York has no 02:00 to 03:00: a run due then is skipped.",
    );
  });

  test.each(["0,30 1 * * *", "30 1,2 * * *"])("a time that fires twice is reported: %s", (cron) => {
    expect(messages(cron, newYork)).toContain(
      "On 2027-11-07 America/New_York has 01:00 to 02:00 twice: a run due then starts both times.",
    );
  });

  test("the warnings match the clock", () => {
    const minutes = ["0", "30", "0,30", "*/20", "15-45/15"];
    const hours = ["1", "2", "1,2", "2,3", "1-3"];
    for (const cron of minutes.flatMap((minute) => hours.map((hour) => `${minute} ${hour} * * *`))) {
      const told = messages(cron, newYork);
      const spring = dueTimes(
        { cron, timezone: newYork },
        new Date("2027-03-14T05:00Z"),
        new Date("2027-03-14T12:00Z"),
        99,
      );
      const changes = spring.due.map(({ clock_change }) => clock_change);
      expect([cron, told.some((message) => message.endsWith("is skipped."))]).toEqual([
        cron,
        changes.includes("left_out"),
      ]);
      const autumn = dueTimes(
        { cron, timezone: newYork },
        new Date("2027-11-07T04:00Z"),
        new Date("2027-11-07T12:00Z"),
        99,
      );
      const isTwice = new Set(autumn.due.map(({ at }) => wallClock(Date.parse(at)))).size < autumn.due.length;
      expect([cron, told.some((message) => message.endsWith("both times."))]).toEqual([cron, isTwice]);
    }
  });

  test("also where clocks change by half an hour, and in the southern hemisphere", () => {
    expect(messages("15 2 * * *", "Australia/Lord_Howe")).toEqual([
      "On 2027-10-03 Australia/Lord_Howe has no 02:00 to 02:30: a run due then starts at 02:30.",
    ]);
    expect(codes("45 1 * * *", "Australia/Lord_Howe")).toEqual(["repeated_hour"]);
  });

  test("other times, other days and schedules of every hour have no warning", () => {
    expect(codes("30 4 * * *", newYork)).toEqual([]);
    expect(codes("30 2 * * MON", newYork)).toEqual([]);
    expect(codes("0 * * * *", newYork)).toEqual([]);
    expect(codes("30 2 * * *", "UTC")).toEqual([]);
  });
});
