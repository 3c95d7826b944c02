import { describe, expect, test } from "vitest";

import { toErrorClasses } from "../src/pages/system/error-slots.ts";

const now = Date.UTC(2026, 0, 31, 8, 30);
const at = (hoursAgo: number) => new Date(Math.floor(now / 3_600_000 - hoursAgo) * 3_600_000).toISOString();

describe("failures by class", () => {
  test("are counted by hour, the most frequent first", () => {
    const { classes, slots } = toErrorClasses(
      [
        { hour: at(0), error_code: "sink_full", runs: 1 },
        { hour: at(0), error_code: "sink_unreachable", runs: 2 },
        { hour: at(23), error_code: "sink_unreachable", runs: 3 },
        { hour: at(24), error_code: "source_not_found", runs: 9 },
      ],
      "day",
      now,
    );
    expect(classes).toEqual([
      { code: "sink_unreachable", runs: 5 },
      { code: "sink_full", runs: 1 },
    ]);
    expect(slots).toHaveLength(24);
    expect(slots[0]).toEqual({ at: Date.parse(at(23)), counts: [3, 0] });
    expect(slots.at(-1)).toEqual({ at: Date.parse(at(0)), counts: [2, 1] });
  });

  test("of a week are counted by quarters of a day", () => {
    const errors = [5, 30, 150].map((hoursAgo) => ({ hour: at(hoursAgo), error_code: "sink_full", runs: 1 }));
    const { classes, slots } = toErrorClasses(errors, "week", now);
    expect(classes).toEqual([{ code: "sink_full", runs: 3 }]);
    expect(slots).toHaveLength(28);
    expect(slots.every(({ at: begin }) => begin % (6 * 3_600_000) === 0)).toBe(true);
    expect(slots.reduce((sum, { counts }) => sum + counts[0]!, 0)).toBe(3);
  });

  test("there are none", () => {
    const { classes, slots } = toErrorClasses([], "day", now);
    expect([classes, slots.length]).toEqual([[], 24]);
  });
});
