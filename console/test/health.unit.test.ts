import { describe, expect, test } from "vitest";

import { dataAsOf, healthOf } from "../src/pages/pipelines/health.ts";
import type { Run } from "../src/api/types.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const hourMs = 3_600_000;

function run(status: Run["status"], hoursAgo: number, more: Partial<Run> = {}): Run {
  const start_time = new Date(now - hoursAgo * hourMs).toISOString();
  const end_time = status === "running" || status === "queued" ? null : start_time;
  return { status, start_time, end_time, range: null, ...more } as Run;
}

const active = { is_active: true };

describe("a pipeline's health", () => {
  test.each([
    ["healthy", [run("success", 1)], hourMs],
    ["healthy", [run("running", 0), run("success", 1)], hourMs],
    ["healthy", [run("success", 500)], undefined],
    ["late", [run("success", 3)], hourMs],
    ["failing", [run("failed", 1), run("success", 2)], hourMs],
    ["failing", [run("running", 0), run("failed", 1)], hourMs],
    ["healthy", [run("cancelled", 0), run("success", 1)], hourMs],
    ["never_ran", [], hourMs],
    ["never_ran", [run("queued", 0)], hourMs],
  ] as const)("is %s", (health, runs, periodMs) => {
    expect(healthOf(active, runs, periodMs, now)).toBe(health);
    expect(healthOf({ is_active: false }, runs, periodMs, now)).toBe("paused");
  });

  test("data is as of the last run that read everything", () => {
    const whole = run("success", 5);
    const range = { column: "day", from: "1", to: "2" };
    expect(dataAsOf([run("failed", 1), run("success", 2, { range }), whole, run("success", 9)])).toBe(whole.start_time);
    expect(dataAsOf([run("failed", 1)])).toBeUndefined();
  });
});
