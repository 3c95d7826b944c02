import { describe, expect, test } from "vitest";

import { checkRows, type RowsCase } from "../src/check/check-rows.ts";
import type { TargetRow } from "../src/check/facts.ts";
import type { WriteMode } from "../src/plan/shapes.ts";
import {
  firstState,
  isBad,
  nextState,
  shownPayload,
  type SourceState,
  type SourceTable,
} from "../src/workload/source-model.ts";

const table: SourceTable = { name: "t", rowCount: 40, deletes: true, hasBadRows: false, largeRows: 0 };

function statesOf(of: SourceTable, count: number): SourceState[] {
  const states = [firstState(of)];
  while (states.length < count) states.push(nextState(of, states.at(-1)!, states.length));
  return states;
}

const states = statesOf(table, 3);

function rowsOf(state: SourceState, isCurrent = true): TargetRow[] {
  return [...state].map(([id, row]) => ({
    id,
    version: row.version,
    payload: shownPayload(table, id, row),
    isCurrent,
  }));
}

/** Two runs: one read state 0, one state 1 or 2. */
function caseOf(writeMode: WriteMode, rows: readonly TargetRow[]): RowsCase {
  const run = { rejects: false, isReplayed: false };
  const successes = [
    { ...run, runId: "one", lowest: 0, highest: 0 },
    { ...run, runId: "two", lowest: 1, highest: 2 },
  ];
  return { table, writeMode, states, successes, ownRows: [], rows };
}

const kindsOf = (one: RowsCase) => checkRows(one).map(({ kind, count }) => `${count} ${kind}`);

test("states differ by changed, new and deleted rows", () => {
  const [before, after] = [states[0]!, states[1]!];
  expect([...before.keys()].filter((id) => !after.has(id)).length).toBeGreaterThan(0);
  expect([...after.keys()].filter((id) => !before.has(id)).length).toBeGreaterThan(0);
  expect([...after].filter(([id, { version }]) => before.has(id) && version === 1).length).toBeGreaterThan(1);
});

describe.each(["replace", "mirror"] as const)("after %s", (mode) => {
  const clean = rowsOf(states[2]!);

  test("the newest state passes", () => {
    expect(kindsOf(caseOf(mode, clean))).toEqual([]);
    expect(kindsOf(caseOf(mode, rowsOf(states[1]!)))).toEqual([]);
  });

  test("a lost row is found", () => {
    expect(kindsOf(caseOf(mode, clean.slice(0, -1)))).toEqual(["1 lost"]);
  });

  test("a row that is there twice is found", () => {
    expect(kindsOf(caseOf(mode, [...clean, clean.at(-1)!]))).toEqual(["1 duplicated"]);
  });

  test("a changed value is found", () => {
    const rows = clean.with(clean.length - 1, { ...clean.at(-1)!, payload: "other" });
    expect(kindsOf(caseOf(mode, rows))).toEqual(["1 corrupted"]);
  });

  test("rows of two states are found", () => {
    const old = new Map(rowsOf(states[1]!).map((row) => [row.id, row]));
    const mixed = clean.map((row) => (row.id > 0 && row.id < 30 ? (old.get(row.id) ?? row) : row));
    expect(checkRows(caseOf(mode, mixed))).not.toEqual([]);
  });

  test("an older state than the last run read is found", () => {
    expect(kindsOf(caseOf(mode, rowsOf(states[0]!)))).toEqual(["1 untrue"]);
  });

  test("rows without a successful run are found", () => {
    expect(kindsOf({ ...caseOf(mode, clean), successes: [] })).toEqual(["1 untrue"]);
  });

  test("an empty target after a success is found", () => {
    expect(kindsOf(caseOf(mode, []))).toEqual(["1 lost"]);
  });
});

describe("after append", () => {
  const clean = [...rowsOf(states[0]!), ...rowsOf(states[2]!)];

  test("the rows of each run pass, in any order", () => {
    expect(kindsOf(caseOf("append", clean.toReversed()))).toEqual([]);
  });

  test("lost, doubled and changed rows are found", () => {
    expect(kindsOf(caseOf("append", clean.slice(0, -2)))).toEqual(["2 lost"]);
    expect(kindsOf(caseOf("append", [...clean, clean.at(-1)!]))).toEqual(["1 duplicated"]);
    expect(kindsOf(caseOf("append", clean.with(clean.length - 1, { ...clean.at(-1)!, payload: "other" })))).toEqual([
      "1 corrupted",
    ]);
  });

  test("a run that is there twice, or not at all, is found", () => {
    expect(kindsOf(caseOf("append", [...clean, ...rowsOf(states[2]!)]))).toEqual(["1 duplicated"]);
    expect(kindsOf(caseOf("append", rowsOf(states[2]!)))).toEqual(["1 lost"]);
  });
});

test("rows that the target refused are missing until they are replayed", () => {
  const bad: SourceTable = { ...table, hasBadRows: true };
  const state = firstState(bad);
  const all = [...state].map(([id, row]) => {
    return { id, version: 0, payload: shownPayload(bad, id, row), isCurrent: true };
  });
  const good = all.filter(({ id }) => !isBad(bad, id, { version: 0 }));
  const badCount = all.length - good.length;
  const run = { runId: "one", lowest: 0, highest: 0, rejects: true };
  const one = { table: bad, writeMode: "append" as const, states: [state], ownRows: [] };
  const before = { ...one, successes: [{ ...run, isReplayed: false }] };
  const after = { ...one, successes: [{ ...run, isReplayed: true }] };
  expect(badCount).toBeGreaterThan(1);
  expect(kindsOf({ ...before, rows: good })).toEqual([]);
  expect(kindsOf({ ...after, rows: all })).toEqual([]);
  expect(kindsOf({ ...before, rows: all })).toEqual([`${badCount} corrupted`]);
  expect(kindsOf({ ...after, rows: good })).toEqual([`${badCount} lost`]);
});

test("merge keeps the target's own rows", () => {
  const own = [-1, -2].map((id) => ({ id, version: id, payload: "own", isCurrent: true }));
  const one = { ...caseOf("merge", [...own, ...rowsOf(states[2]!)]), ownRows: [-1, -2] };
  expect(kindsOf(one)).toEqual([]);
  expect(kindsOf({ ...one, rows: one.rows.slice(1) })).toEqual(["1 lost"]);
});

test("history has every version, and only the last one is current", () => {
  const [first, second] = [states[0]!, states[2]!];
  const ended = rowsOf(first, false).filter(({ id, version }) => second.get(id)?.version !== version);
  const clean = [...ended, ...rowsOf(second)];
  expect(kindsOf(caseOf("history", clean))).toEqual([]);
  expect(kindsOf(caseOf("history", clean.slice(1)))).not.toEqual([]);
  expect(kindsOf(caseOf("history", clean.with(2, { ...clean[2]!, isCurrent: true })))).not.toEqual([]);
  expect(kindsOf(caseOf("history", [...clean, clean.at(-1)!]))).toEqual(["1 duplicated"]);
});
