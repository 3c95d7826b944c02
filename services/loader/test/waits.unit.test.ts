import { expect, test } from "vitest";

import { onFinalizeRun } from "../src/messages/on-finalize-run.ts";
import { onPrepareRun } from "../src/messages/on-prepare-run.ts";
import { onRowBatch } from "../src/messages/on-row-batch.ts";

test("S6: no step of an open run gives up by itself: the registry ends a run that waits for too long", () => {
  const nothing = undefined as never;
  const steps = [onPrepareRun, onRowBatch, onFinalizeRun].map((step) => step(nothing, nothing, nothing));
  expect(steps.map(({ maxDeliveries }) => maxDeliveries)).toEqual([Infinity, Infinity, Infinity]);
});
