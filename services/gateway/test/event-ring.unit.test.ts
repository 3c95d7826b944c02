import fc from "fast-check";
import { expect, test } from "vitest";

import { formatEventId, parseEventId } from "../src/events/event-id.ts";
import { EventRing, type EventFrame } from "../src/events/event-ring.ts";

function frame(sequence: number, runId = "r"): EventFrame {
  return { sequence, name: "RunPrepared", runId, pipelineId: "p", id: "", json: "x".repeat(10) };
}

test("a client that reads page by page gets every event once, or is told to read the stream", () => {
  const events = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 3 }), runId: fc.constantFrom("a", "b") }));
  const property = fc.property(events, fc.integer({ min: 10, max: 200 }), fc.nat(50), (all, ringBytes, startAt) => {
    const ring = new EventRing(ringBytes, 0);
    const expected: number[] = [];
    const seen: number[] = [];
    let position = 0;
    let sequence = 0;
    for (const [i, { gap, runId }] of all.entries()) {
      sequence += gap;
      ring.push(frame(sequence, runId));
      ring.push(frame(sequence, runId)); // a repeat
      if (runId === "a") expected.push(sequence);
      if (i < startAt) continue;
      const page = ring.page(position, { runId: "a" }, 25);
      if (!page) return; // forgotten: read from the stream
      seen.push(...page.frames.map((one) => one.sequence));
      position = page.upTo;
    }
    for (let page = ring.page(position, { runId: "a" }, 25); page?.frames.length;) {
      seen.push(...page.frames.map((one) => one.sequence));
      page = ring.page(page.upTo, { runId: "a" }, 25);
    }
    if (all.length > startAt) expect(seen).toEqual(expected);
  });
  fc.assert(property, { numRuns: 500 });
});

test("memory is bounded", () => {
  const ring = new EventRing(100, 0);
  for (let i = 1; i <= 1_000; i++) ring.push(frame(i));
  expect(ring.page(0, {}, 1_000)).toBeUndefined();
  expect(ring.page(999, {}, 1_000)?.frames.map((one) => one.sequence)).toEqual([1_000]);
  expect(ring.page(1_000, {}, 1_000)).toEqual({ frames: [], upTo: 1_000 });
});

test("ids are parsed as they are formatted, and anything else is refused", () => {
  const position = { epoch: "mf3k2a9z", sequence: 1042 };
  expect(parseEventId(formatEventId(position))).toEqual(position);
  for (const text of ["", "1042", "mf3k2a9z-", "-1", "mf3k2a9z-1e3", "MF-1", "mf3k2a9z-1042 "]) {
    expect(parseEventId(text)).toBeUndefined();
  }
});
