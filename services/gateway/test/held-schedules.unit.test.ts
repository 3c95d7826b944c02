import { describe, expect, test } from "vitest";

import type { SystemService } from "@datamantri/api";

import { HeldSchedules } from "../src/system/held-schedules.ts";

const wanted = { count: 2, digest: "right" };

/** Schedulers by the schedules that each has. */
function schedulers(...held: (readonly [count: number, digest: string, state?: "silent"])[]): SystemService[] {
  const instances = held.map(([count, digest, state = "answering" as const], i) => ({
    id: String(i),
    version: "1.0.0",
    started_at: "2026-01-01T00:00:00.000Z",
    state,
    last_answer_at: "2026-01-01T00:00:00.000Z",
    metadata: { schedules: String(count), schedules_digest: digest },
    endpoints: [],
  }));
  return [{ service: "scheduler", instances }];
}

describe("schedules", () => {
  test("are held when one scheduler has all of them", () => {
    const held = new HeldSchedules();
    expect(held.note(wanted, schedulers([2, "right"]), 1)).toBeUndefined();
    expect(held.note(wanted, schedulers([1, "wrong"], [2, "right"]), 2)).toBeUndefined();
  });

  test("are not held since the first time that no scheduler had them", () => {
    const held = new HeldSchedules();
    expect(held.note(wanted, schedulers([1, "wrong"]), 5)).toEqual({ wanted: 2, held: 1, sinceMs: 5 });
    const both = schedulers([0, "worse"], [1, "wrong"], [2, "right", "silent"]);
    expect(held.note(wanted, both, 9)).toEqual({ wanted: 2, held: 1, sinceMs: 5 });
    expect(held.note(wanted, schedulers([2, "right"]), 10)).toBeUndefined();
    expect(held.note(wanted, schedulers([2, "wrong"]), 12)).toEqual({ wanted: 2, held: 2, sinceMs: 12 });
  });

  test("that were not checked for long are not held since now", () => {
    const held = new HeldSchedules();
    held.note(wanted, schedulers([1, "wrong"]), 1_000);
    expect(held.note(wanted, schedulers([1, "wrong"]), 61_000)).toMatchObject({ sinceMs: 1_000 });
    expect(held.note(wanted, schedulers([1, "wrong"]), 1_000_000)).toMatchObject({ sinceMs: 1_000_000 });
    expect(held.note(undefined, null, 1_001_000)).toBeUndefined();
    expect(held.note(wanted, schedulers([1, "wrong"]), 1_002_000)).toMatchObject({ sinceMs: 1_002_000 });
  });

  test("are unknown when the registry or the schedulers do not answer", () => {
    const held = new HeldSchedules();
    expect(held.note(undefined, schedulers([1, "wrong"]), 5)).toBeUndefined();
    expect(held.note(wanted, schedulers([1, "wrong", "silent"]), 5)).toBeUndefined();
    expect(held.note(wanted, null, 5)).toBeUndefined();
  });
});
