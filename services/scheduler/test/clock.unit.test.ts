import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Schedule } from "@datamantri/contracts";
import { openLog } from "@datamantri/runtime";

import { Clock } from "../src/fire-schedules.ts";
import { parseCron, previewFires } from "../src/cron.ts";
import { delayMs } from "../src/jitter.ts";

const minute = 60_000;
const hour = 60 * minute;

let fired: [id: string, due: string][];
let clock: Clock;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: new Date("2027-01-01T10:00:00.000Z") });
  fired = [];
  clock = new Clock(({ pipeline_id: id }, due) => fired.push([id, due.toISOString()]), openLog("test", "silent"));
});
afterEach(() => {
  clock.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const schedule = (cron: string, version = 1, pipeline_id = "p", timezone = "UTC"): Schedule => ({
  pipeline_id,
  cron,
  timezone,
  version,
});

const times = (): string[] => fired.map(([, due]) => due.slice(11, 19));

describe("a clock fires what the preview shows", () => {
  test.each([
    ["* * * * * *", "UTC", "2027-01-01T10:00:00.400Z", 90_000],
    ["*/5 * * * *", "UTC", "2027-01-01T10:03:00.000Z", 3 * hour],
    ["0 9 * * MON-FRI", "Europe/Berlin", "2027-01-01T00:00:00.000Z", 14 * 24 * hour],
    ["30 2 * * *", "America/New_York", "2027-03-12T00:00:00.000Z", 5 * 24 * hour],
    ["30 1 * * *", "America/New_York", "2027-11-05T00:00:00.000Z", 5 * 24 * hour],
    ["*/30 * * * *", "America/New_York", "2027-11-07T00:00:00.000Z", 12 * hour],
    ["0 0 30 2 *", "UTC", "2027-01-01T00:00:00.000Z", 24 * hour],
  ])("%s in %s", (cron, timezone, start, durationMs) => {
    vi.setSystemTime(new Date(start));
    const end = Date.now() + durationMs;
    const expected = previewFires({ cron, timezone }, new Date(), 1_000).filter((due) => due.getTime() <= end);
    clock.replace([schedule(cron, 1, "p", timezone)]);
    vi.advanceTimersByTime(durationMs);
    expect(fired).toEqual(expected.map((due) => ["p", due.toISOString()]));
  });

  test("an interval at its multiples, whenever the clock began", () => {
    vi.setSystemTime(new Date("2027-01-01T10:00:03.700Z"));
    clock.replace([{ pipeline_id: "p", interval_seconds: 10, version: 1 }]);
    vi.advanceTimersByTime(30_000);
    expect(times()).toEqual(["10:00:10", "10:00:20", "10:00:30"]);
    clock.replace([{ pipeline_id: "p", interval_seconds: 3_600, version: 2 }]);
    vi.advanceTimersByTime(hour);
    expect(times().slice(3)).toEqual(["11:00:00"]);
  });

  test("for each schedule independently", () => {
    clock.replace([schedule("*/2 * * * *", 1, "a"), schedule("*/3 * * * *", 1, "b")]);
    vi.advanceTimersByTime(6 * minute);
    expect(fired.map(([id, due]) => `${id} ${due.slice(14, 16)}`).toSorted()).toEqual([
      "a 02",
      "a 04",
      "a 06",
      "b 03",
      "b 06",
    ]);
  });
});

describe("replacing", () => {
  test("with the same schedules changes nothing, at any moment", () => {
    for (let i = 0; i < 200; i++) {
      clock.replace([schedule("* * * * *")]);
      vi.advanceTimersByTime(1_777);
    }
    const expected = previewFires({ cron: "* * * * *", timezone: "UTC" }, new Date("2027-01-01T10:00:00Z"), 5);
    expect(fired.map(([, due]) => due)).toEqual(expected.map((due) => due.toISOString()));
  });

  test("by a newer version counts from now: nothing of the past is fired", () => {
    clock.replace([schedule("0 * * * *")]);
    vi.advanceTimersByTime(hour);
    expect(times()).toEqual(["11:00:00"]);
    vi.advanceTimersByTime(30 * minute);
    clock.replace([schedule("0,15 * * * *", 2)]);
    clock.replace([schedule("0,15 * * * *", 3)]);
    vi.advanceTimersByTime(hour);
    expect(times()).toEqual(["11:00:00", "12:00:00", "12:15:00"]);
  });

  test("by the real one replaces a forged one, whatever its version", () => {
    clock.replace([schedule("0 * * * *", 5)]);
    clock.replace([schedule("0 0 1 1 *", 1_000_000)]);
    clock.replace([schedule("0 * * * *", 5)]);
    vi.advanceTimersByTime(hour);
    expect(times()).toEqual(["11:00:00"]);
  });

  test("removes missing schedules, and counts re-added ones from then", () => {
    clock.replace([schedule("* * * * *", 1, "a"), schedule("* * * * *", 1, "b")]);
    vi.advanceTimersByTime(minute);
    clock.replace([schedule("* * * * *", 1, "b")]);
    vi.advanceTimersByTime(minute);
    expect(fired.map(([id]) => id).toSorted()).toEqual(["a", "b", "b"]);
    clock.replace([]);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10 * minute);
    clock.replace([schedule("* * * * *", 1, "a")]);
    vi.advanceTimersByTime(minute);
    expect(fired.map(([id]) => id).toSorted()).toEqual(["a", "a", "b", "b"]);
  });

  test("by an invalid one ends the old one and leaves the others alone", () => {
    clock.replace([schedule("* * * * *", 1, "a"), schedule("* * * * *", 1, "b")]);
    clock.replace([
      schedule("nonsense", 2, "a"),
      schedule("* * * * *", 1, "b"),
      schedule("* * * * *", 1, "c", "Mars/Phobos"),
    ]);
    vi.advanceTimersByTime(minute);
    expect(fired.map(([id]) => id)).toEqual(["b"]);
    clock.replace([schedule("* * * * *", 3, "a"), schedule("* * * * *", 1, "b")]);
    vi.advanceTimersByTime(minute);
    expect(fired.map(([id]) => id).toSorted()).toEqual(["a", "b", "b"]);
  });
});

describe("a schedule with jitter", () => {
  const jittered = (version = 1, id = "p"): Schedule => ({
    ...schedule("*/10 * * * *", version, id),
    jitter_seconds: 300,
  });
  const next = parseCron({ cron: "*/10 * * * *", timezone: "UTC" });
  const delay = delayMs("p", 300, new Date("2027-01-01T10:10:00Z"), next);

  test("fires later, with the time at which it was due", () => {
    expect(delay).toBeGreaterThan(1_000);
    clock.replace([]);
    clock.replace([jittered()]);
    vi.advanceTimersByTime(10 * minute + delay - 1);
    expect(times()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(times()).toEqual(["10:10:00"]);
    vi.advanceTimersByTime(10 * minute);
    expect(times()).toEqual(["10:10:00", "10:20:00"]);
  });

  test("loses no due time when another clock begins while it waits, or a newer version changes something else", () => {
    vi.setSystemTime(new Date(Date.parse("2027-01-01T10:10:00Z") + delay - 500));
    clock.replace([jittered()]);
    clock.replace([jittered(2)]);
    vi.advanceTimersByTime(500);
    expect(times()).toEqual(["10:10:00"]);
  });

  test("fires nothing again that an earlier clock has fired", () => {
    vi.setSystemTime(new Date(Date.parse("2027-01-01T10:10:00Z") + delay));
    clock.replace([jittered()]);
    vi.advanceTimersByTime(minute);
    expect(times()).toEqual([]);
  });

  test("counts from now when it is new or changed", () => {
    clock.replace([]);
    vi.setSystemTime(new Date("2027-01-01T10:10:00.500Z"));
    clock.replace([jittered()]);
    vi.advanceTimersByTime(10 * minute + delay - 1_000);
    expect(times()).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(times()).toEqual(["10:20:00"]);
  });

  test("spreads the pipelines that are due in one minute", () => {
    clock.replace([]);
    clock.replace(Array.from({ length: 150 }, (_, i) => jittered(1, `p${i}`)));
    vi.advanceTimersByTime(10 * minute);
    const counts: number[] = [];
    for (let second = 0; second < 300; second++) {
      const before = fired.length;
      vi.advanceTimersByTime(1_000);
      counts.push(fired.length - before);
    }
    expect(fired).toHaveLength(150);
    expect(Math.max(...counts)).toBeLessThan(8);
  });
});

describe("a machine", () => {
  test("that slept fires what was due when it wakes, once, and continues as planned", () => {
    clock.replace([schedule("*/10 * * * *")]);
    vi.advanceTimersByTime(minute);
    // Timers stand still meanwhile.
    vi.setSystemTime(new Date("2027-01-01T12:34:00Z"));
    vi.advanceTimersByTime(30_000);
    expect(times()).toEqual(["10:10:00"]);
    vi.advanceTimersByTime(10 * minute);
    expect(times()).toEqual(["10:10:00", "12:40:00"]);
  });

  test("that wakes timers late, by less than a minute, fires everything that was due meanwhile", () => {
    clock.replace([schedule("* * * * * *")]);
    vi.advanceTimersByTime(1_000);
    vi.setSystemTime(new Date("2027-01-01T10:00:04.300Z"));
    vi.advanceTimersByTime(1_000);
    expect(times()).toEqual(["10:00:01", "10:00:02", "10:00:03", "10:00:04", "10:00:05"]);
  });

  test("that stood still for longer fires the first due time and those of the last minute", () => {
    clock.replace([schedule("*/20 * * * * *")]);
    vi.setSystemTime(new Date("2027-01-01T10:05:30Z"));
    vi.advanceTimersByTime(20_000);
    expect(times()).toEqual(["10:00:20", "10:05:00", "10:05:20", "10:05:40"]);
  });

  test("whose clock is set back fires nothing twice", () => {
    clock.replace([schedule("*/10 * * * *")]);
    vi.advanceTimersByTime(20 * minute);
    expect(times()).toEqual(["10:10:00", "10:20:00"]);
    vi.setSystemTime(new Date("2027-01-01T10:05:00Z"));
    vi.advanceTimersByTime(26 * minute);
    expect(times()).toEqual(["10:10:00", "10:20:00", "10:30:00"]);
  });

  test("whose timer fires a little early waits for the due time", () => {
    clock.replace([schedule("0 * * * *")]);
    vi.advanceTimersByTime(hour - 30_000);
    vi.setSystemTime(new Date("2027-01-01T10:59:29.999Z"));
    vi.advanceTimersByTime(30_000);
    expect(times()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(times()).toEqual(["11:00:00"]);
  });
});

test("a stopped clock fires nothing", () => {
  clock.replace([schedule("* * * * *")]);
  clock.stop();
  vi.advanceTimersByTime(hour);
  expect(fired).toEqual([]);
});
