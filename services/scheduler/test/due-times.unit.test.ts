import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { previewFires } from "../src/cron.ts";
import { dueTimes } from "../src/due-times.ts";

const berlin = "Europe/Berlin";

/** In Berlin the clocks skip 02:00 to 03:00 on 28 March 2027 and show it twice on 31 October. */
const due = (cron: string, after: string, until: string, timezone = berlin) =>
  dueTimes({ cron, timezone }, new Date(after), new Date(until), 500).due.map(
    ({ at, clock_change }) => `${at.slice(0, 16)}${clock_change === null ? "" : ` ${clock_change}`}`,
  );

test("begin after one time and end with the other", () => {
  expect(due("0 * * * *", "2027-01-01T00:00:00Z", "2027-01-01T02:00:00Z")).toEqual([
    "2027-01-01T01:00",
    "2027-01-01T02:00",
  ]);
  expect(due("0 * * * *", "2027-01-01T02:00:00Z", "2027-01-01T00:00:00Z")).toEqual([]);
});

test("are those that the clock fires, in pages as in one list", () => {
  const crons = fc.constantFrom("*/7 * * * *", "30 2 * * *", "0,30 2 * * *", "15 9 * * MON-FRI", "*/20 * * * * *");
  const zones = fc.constantFrom("UTC", berlin, "America/New_York", "Australia/Lord_Howe");
  const starts = fc.date({ min: new Date("2026-01-01"), max: new Date("2029-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(crons, zones, starts, fc.integer({ min: 1, max: 9 }), (cron, timezone, after, limit) => {
      const schedule = { cron, timezone };
      const until = previewFires(schedule, after, 20).at(-1)!;
      const whole = dueTimes(schedule, after, until, 500);
      expect(whole).toMatchObject({ is_complete: true, covered_until: until.toISOString() });
      const fired = whole.due.filter(({ clock_change }) => clock_change !== "left_out").map(({ at }) => at);
      expect(fired).toEqual(previewFires(schedule, after, 20).map((fire) => fire.toISOString()));

      const parts = [];
      for (let from = after, isOver = false; !isOver;) {
        const part = dueTimes(schedule, from, until, limit);
        parts.push(...part.due);
        [from, isOver] = [new Date(part.covered_until), part.is_complete];
      }
      expect(parts).toEqual(whole.due);
    }),
    { numRuns: 40 },
  );
});

describe("when clocks change", () => {
  test("a skipped time is due at the change", () => {
    expect(due("30 2 * * *", "2027-03-27T00:00:00Z", "2027-03-29T12:00:00Z")).toEqual([
      "2027-03-27T01:30",
      "2027-03-28T01:00 moved",
      "2027-03-29T00:30",
    ]);
  });

  test("or not at all, if the clock does not fire it", () => {
    expect(due("0,30 2 * * *", "2027-03-27T12:00:00Z", "2027-03-29T00:10:00Z")).toEqual([
      "2027-03-28T01:00 left_out",
      "2027-03-29T00:00",
    ]);
  });

  test("a repeated time is due the first time, and a schedule of every hour each time", () => {
    expect(due("30 2 * * *", "2027-10-30T12:00:00Z", "2027-11-01T12:00:00Z")).toEqual([
      "2027-10-31T00:30 repeated",
      "2027-11-01T01:30",
    ]);
    expect(due("0 * * * *", "2027-10-30T23:30:00Z", "2027-10-31T02:30:00Z")).toEqual([
      "2027-10-31T00:00 repeated",
      "2027-10-31T01:00 repeated",
      "2027-10-31T02:00",
    ]);
  });

  test("frequent due times stay the same", () => {
    expect(due("5,35 * * * *", "2027-03-28T00:20:00Z", "2027-03-28T01:20:00Z")).toEqual([
      "2027-03-28T00:35",
      "2027-03-28T01:05",
    ]);
  });
});
