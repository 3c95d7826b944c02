import { expect, test } from "vitest";

import { ProgressPace } from "../src/runs/progress-pace.ts";

test("one event of a run each second, whatever other runs send", () => {
  let nowMs = 5;
  const pace = new ProgressPace(() => nowMs);
  expect([pace.isDue("a"), pace.isDue("a"), pace.isDue("b")]).toEqual([true, false, true]);
  nowMs = 1_004;
  expect(pace.isDue("a")).toBe(false);
  nowMs = 1_005;
  expect([pace.isDue("a"), pace.isDue("a")]).toEqual([true, false]);
});

test("a flood of other runs sends no extra events of a run in progress", () => {
  const pace = new ProgressPace(() => 0);
  pace.isDue("busy");
  for (let i = 0; i < 25_000; i++) expect([pace.isDue(`other ${i}`), pace.isDue("busy")]).toEqual([true, false]);
});
