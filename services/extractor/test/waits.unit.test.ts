import { expect, test } from "vitest";

import { onComputeStatistics } from "../src/messages/on-compute-statistics.ts";
import { onPlanRun } from "../src/messages/on-plan-run.ts";
import { onReadSplit } from "../src/messages/on-read-split.ts";

test("S6: no step of an open run gives up by itself: the registry ends a run that waits for too long", () => {
  const nothing = undefined as never;
  const steps = [
    onPlanRun(nothing, nothing, nothing, nothing),
    onReadSplit(nothing, nothing, nothing, nothing),
    onComputeStatistics(nothing, nothing, nothing, nothing),
  ];
  expect(steps.map(({ maxDeliveries }) => maxDeliveries)).toEqual([Infinity, Infinity, Infinity]);
});
