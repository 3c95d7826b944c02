/** Compares a target with what its runs must have written, by the write mode, from the known states of the source. */
import type { WriteMode } from "../plan/shapes.ts";
import { isBad, marker, shownPayload, type SourceState, type SourceTable } from "../workload/source-model.ts";
import type { TargetRow } from "./facts.ts";
import { found, type Finding } from "./findings.ts";

/** A run that succeeded. It read a state from `lowest` to `highest`. */
export interface Success {
  readonly runId: string;
  /** Indexes of states. */
  readonly lowest: number;
  readonly highest: number;
  /** True if rows that break the CHECK were rejected. */
  readonly rejects: boolean;
  /** True if they were replayed. */
  readonly isReplayed: boolean;
}

export interface RowsCase {
  readonly table: SourceTable;
  readonly writeMode: WriteMode;
  readonly states: readonly SourceState[];
  /** In the order in which they ended. */
  readonly successes: readonly Success[];
  /** Ids of rows that the target had before, with payload `own`. */
  readonly ownRows: readonly number[];
  readonly rows: readonly TargetRow[];
}

/** @returns broken promises; none for a target that is as it must be. */
export function checkRows(one: RowsCase): Finding[] {
  const read = chooseStates(one);
  if ("finding" in read) return [read.finding];
  const expected = expectedRows(one, read.states);
  for (const id of one.ownRows) add(expected, `${id}:${id}:own:true`);
  return compare(one, expected);
}

/** Which state each run read, by the markers in the target. */
function chooseStates(one: RowsCase): { readonly states: readonly number[] } | { readonly finding: Finding } {
  const { writeMode, successes, states, table } = one;
  const markers = one.rows
    .filter(({ id }) => id === marker)
    .map(({ version }) => version)
    .toSorted((a, b) => a - b);
  const fail = (finding: Finding) => ({ finding });
  const about = `${table.name} (${writeMode})`;
  if (markers.some((version) => version < 0 || version >= states.length))
    return fail(found("corrupted", `${about}: a marker of a state that never was: ${markers.join(", ")}`));
  if (writeMode === "append") {
    if (markers.length < successes.length) {
      const text = `${about}: rows of ${markers.length} runs in the target, ${successes.length} say success`;
      return fail(found("lost", text, successes.length - markers.length));
    }
    if (markers.length > successes.length) {
      const text = `${about}: rows of ${markers.length} runs in the target, only ${successes.length} say success`;
      return fail(found("duplicated", text, markers.length - successes.length));
    }
    const ordered = successes.toSorted((a, b) => a.lowest - b.lowest || a.highest - b.highest);
    const wrong = ordered.findIndex(({ lowest, highest }, i) => markers[i]! < lowest || markers[i]! > highest);
    if (wrong === -1) return { states: markers };
    return fail(found("untrue", `${about}: run ${ordered[wrong]!.runId} has rows of another state: ${markers[wrong]}`));
  }
  const last = successes.at(-1);
  if (last === undefined) {
    return markers.length === 0
      ? { states: [] }
      : fail(found("untrue", `${about}: no run says success, but the target has rows of state ${markers.join(", ")}`));
  }
  if (markers.length === 0)
    return fail(found("lost", `${about}: no rows in the target, although ${last.runId} says success`));
  const newest = markers.at(-1)!;
  if (newest < last.lowest || newest > last.highest) {
    const text = `${about}: the target has state ${newest}; ${last.runId}, which says success, read one of ${last.lowest} to ${last.highest}`;
    return fail(found("untrue", text));
  }
  return { states: writeMode === "history" ? markers : [newest] };
}

/** Counts by `id:version:payload:isCurrent`. */
function expectedRows(one: RowsCase, read: readonly number[]): Map<string, number> {
  const { table, writeMode, states } = one;
  const expected = new Map<string, number>();
  if (writeMode === "history") return expectedHistory(one, read);
  const ordered = one.successes.toSorted((a, b) => a.lowest - b.lowest || a.highest - b.highest);
  for (const [i, index] of read.entries()) {
    const run = writeMode === "append" ? ordered[i]! : one.successes.at(-1)!;
    for (const [id, row] of states[index]!) {
      if (run.rejects && !run.isReplayed && isBad(table, id, row)) continue;
      add(expected, `${id}:${row.version}:${shownPayload(table, id, row)}:true`);
    }
  }
  return expected;
}

/** Every version that a run saw; those that a later one did not see any more have ended. */
function expectedHistory({ table, states }: RowsCase, read: readonly number[]): Map<string, number> {
  const expected = new Map<string, number>();
  let before: SourceState = new Map();
  const closed: string[] = [];
  for (const index of read) {
    const state = states[index]!;
    for (const [id, row] of before) {
      if (state.get(id)?.version !== row.version)
        closed.push(`${id}:${row.version}:${shownPayload(table, id, row)}:false`);
    }
    before = state;
  }
  for (const key of closed) add(expected, key);
  for (const [id, row] of before) add(expected, `${id}:${row.version}:${shownPayload(table, id, row)}:true`);
  return expected;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function compare({ table, writeMode, rows }: RowsCase, expected: ReadonlyMap<string, number>): Finding[] {
  const actual = new Map<string, number>();
  for (const { id, version, payload, isCurrent } of rows) add(actual, `${id}:${version}:${payload}:${isCurrent}`);
  const lost: string[] = [];
  const duplicated: string[] = [];
  const corrupted: string[] = [];
  for (const [key, count] of expected) for (let i = actual.get(key) ?? 0; i < count; i++) lost.push(key);
  for (const [key, count] of actual) {
    const extra = count - (expected.get(key) ?? 0);
    if (extra > 0) (expected.has(key) ? duplicated : corrupted).push(...Array.from({ length: extra }, () => key));
  }
  // A row that is there with other values is not lost as well.
  const idOf = (key: string) => key.slice(0, key.indexOf(":"));
  const wrongIds = new Set(corrupted.map(idOf));
  const reallyLost = lost.filter((key) => !wrongIds.has(idOf(key)));
  const about = `${table.name} (${writeMode})`;
  const say = (keys: readonly string[]) => `${keys.length} rows, such as ${keys.slice(0, 3).join(", ")}`;
  return [
    ...(reallyLost.length > 0 ? [found("lost", `${about}: ${say(reallyLost)}`, reallyLost.length)] : []),
    ...(duplicated.length > 0 ? [found("duplicated", `${about}: ${say(duplicated)}`, duplicated.length)] : []),
    ...(corrupted.length > 0 ? [found("corrupted", `${about}: ${say(corrupted)}`, corrupted.length)] : []),
  ];
}
