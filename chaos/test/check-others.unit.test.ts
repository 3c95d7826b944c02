import { describe, expect, test } from "vitest";

import { checkEnds, checkLedger } from "../src/check/check-ends.ts";
import { checkFailures } from "../src/check/check-failures.ts";
import { checkRunEvents, checkStreamed } from "../src/check/check-events.ts";
import { checkSchedule, type ScheduleCase } from "../src/check/check-schedule.ts";
import { toSuccesses } from "../src/check/check-world.ts";
import type { LedgerFact, RunFact } from "../src/check/facts.ts";

const success: RunFact = {
  id: "one",
  pipelineId: "p",
  state: "success",
  errorCode: null,
  errorMessage: null,
  createdMs: 1,
  endedMs: 2,
  scheduledForMs: null,
  retryOf: null,
  undoOf: null,
  isResumed: false,
  isResumable: false,
  rejectedCount: 0,
  replayedCount: 0,
};
const finalized: LedgerFact = {
  runId: "one",
  pipelineId: "p",
  state: "finalized",
  rowCount: 1,
  batchCount: 0,
  hasFailure: false,
};

describe("the ends of runs", () => {
  const texts = (runs: RunFact[], ledger: LedgerFact[], accepted = ["one"]) =>
    checkEnds(runs, ledger, accepted).map(({ kind, text }) => `${kind}: ${text}`);

  test("true ones pass", () => {
    expect(texts([success], [finalized])).toEqual([]);
    expect(texts([{ ...success, state: "failed" }], [{ ...finalized, state: "discarded" }])).toEqual([]);
    expect(texts([{ ...success, state: "cancelled" }], [])).toEqual([]);
  });

  test("each untrue one is found", () => {
    expect(texts([success], [])).toEqual(["untrue: run one says success; the ledger does not"]);
    expect(texts([{ ...success, state: "failed" }], [finalized])).toEqual([
      "untrue: run one says failed; the ledger has it finalized",
    ]);
    expect(texts([{ ...success, state: "loading", endedMs: null }], [])).toEqual(["stuck: run one is loading"]);
    expect(texts([], [])).toEqual(["untrue: run one was accepted, and never was"]);
    expect(texts([], [finalized], [])).toEqual(["untrue: the ledger has run one, which the registry does not know"]);
  });

  test("what is left in the ledger is found, but for a run that can be resumed", () => {
    const open = { ...finalized, state: "open", batchCount: 3 };
    const failed = { ...success, state: "failed" };
    expect(checkLedger([failed], [open])).toHaveLength(2);
    expect(checkLedger([{ ...failed, isResumable: true }], [open])).toEqual([]);
    expect(checkLedger([success], [finalized])).toEqual([]);
  });
});

test("an undo gives back what the run before the undone one has read, also after another undo", () => {
  const dated = (ms: number) => ({ rows: new Map(), begunMs: ms, doneMs: ms });
  const source = { states: [dated(0), dated(20), dated(40)], takesBadRowsSince: 1e9, shape: {} } as never;
  const run = (id: string, createdMs: number, undoOf: string | null = null) => ({
    ...success,
    id,
    createdMs,
    endedMs: createdMs + 5,
    undoOf,
  });
  const runs = [run("a", 10), run("b", 30), run("c", 50), run("undo c", 60, "c"), run("undo b", 70, "b")];
  expect(toSuccesses(runs, source).map(({ runId, lowest, highest }) => [runId, lowest, highest])).toEqual([
    ["a", 0, 0],
    ["b", 1, 1],
    ["c", 2, 2],
    ["undo c", 1, 1],
    ["undo b", 0, 0],
  ]);
});

describe("failures", () => {
  const failed = { ...success, state: "failed", errorCode: "sink_unreachable", errorMessage: "away" };

  test("are found, but for those that a fault explains", () => {
    const causes = { faults: ["destination.password"] as const, hasThrown: false, hasRefused: false, hasUndone: false };
    expect(checkFailures([failed, success], causes)).toMatchObject([{ kind: "untrue" }]);
    expect(checkFailures([{ ...failed, errorCode: "sink_credentials_invalid" }], causes)).toEqual([]);
    expect(checkFailures([{ ...failed, errorCode: "internal" }], causes)).toHaveLength(1);
    expect(checkFailures([{ ...failed, errorCode: "internal" }], { ...causes, hasThrown: true })).toEqual([]);
  });
});

describe("the events of runs", () => {
  const logOf = (...names: string[]) => names.map((name, i) => ({ runId: "one", name, eventId: String(i) }));

  test("a whole log passes", () => {
    expect(checkRunEvents(["one"], logOf("RunQueued", "RunStarted", "RunFailed", "RunDiscarded"))).toEqual([]);
  });

  test("a missing beginning, no end, two ends and work after the end are found", () => {
    expect(checkRunEvents(["one"], [])).toHaveLength(1);
    expect(checkRunEvents(["one"], logOf("RunStarted", "RunFailed"))).toHaveLength(1);
    expect(checkRunEvents(["one"], logOf("RunQueued"))).toHaveLength(1);
    expect(checkRunEvents(["one"], logOf("RunQueued", "RunFailed", "RunSucceeded"))).toHaveLength(2);
    expect(checkRunEvents(["one"], logOf("RunQueued", "RunFailed", "RunStarted"))).toHaveLength(1);
  });

  test("a client that missed, repeated or mistook events is found", () => {
    const stored = [3, 5, 9].map((sequence) => ({ sequence, eventId: `e${sequence}` }));
    expect(checkStreamed(stored, stored)).toEqual([]);
    expect(checkStreamed(stored.slice(1), stored)).toMatchObject([{ kind: "untrue", count: 1 }]);
    expect(checkStreamed([...stored, stored[2]!], stored)).toHaveLength(1);
    expect(checkStreamed(stored.with(1, { sequence: 5, eventId: "other" }), stored)).toHaveLength(1);
    expect(checkStreamed(stored.toReversed(), stored)).toHaveLength(1);
  });
});

describe("due times", () => {
  const one: ScheduleCase = {
    name: "s",
    everyMs: 1_000,
    dueFromMs: 1_000,
    dueUntilMs: 3_000,
    occurrences: [
      { scheduledForMs: 1_000, status: "fired", reason: null },
      { scheduledForMs: 2_000, status: "skipped", reason: "overlap" },
      { scheduledForMs: 3_000, status: "missed", reason: "policy_none" },
    ],
    runsFor: [1_000],
  };
  const count = (changed: Partial<ScheduleCase>) => checkSchedule({ ...one, ...changed }, 10_000).length;

  test("one record each passes", () => {
    expect(count({})).toBe(0);
  });

  test("a missing one, two, a run too many and one too few are found", () => {
    expect(count({ occurrences: one.occurrences.slice(0, 2) })).toBe(1);
    expect(count({ occurrences: [...one.occurrences, one.occurrences[0]!] })).toBe(1);
    expect(count({ runsFor: [1_000, 1_000] })).toBe(1);
    expect(count({ runsFor: [] })).toBe(1);
    expect(count({ runsFor: [1_000, 2_000] })).toBe(1);
    expect(count({ occurrences: one.occurrences.with(2, { ...one.occurrences[2]!, reason: null }) })).toBe(1);
  });

  test("runs for times that are not due, or not yet, are found", () => {
    expect(count({ runsFor: [1_000, 1_500] })).toBe(2);
    expect(count({ runsFor: [1_000, 99_000] })).toBe(2);
  });
});
