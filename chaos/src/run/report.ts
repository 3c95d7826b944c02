/** What a run of chaos says. */
import { findingKinds, type FindingKind } from "../check/findings.ts";
import type { SeedResult } from "./run-seed.ts";

/** The last line of `--json`. */
export type Totals = Readonly<Record<"seeds" | "passed" | "failed" | "rows_checked" | FindingKind, number>>;

export const emptyTotals: Totals = {
  seeds: 0,
  passed: 0,
  failed: 0,
  rows_checked: 0,
  lost: 0,
  duplicated: 0,
  corrupted: 0,
  stuck: 0,
  untrue: 0,
};

export function addUp(totals: Totals, { findings, rowsChecked }: SeedResult): Totals {
  const counted = findingKinds.map((kind) => {
    const here = findings.filter((finding) => finding.kind === kind).reduce((sum, { count }) => sum + count, 0);
    return [kind, totals[kind] + here] as const;
  });
  const hasFailed = findings.length > 0 ? 1 : 0;
  return {
    ...totals,
    seeds: totals.seeds + 1,
    passed: totals.passed + 1 - hasFailed,
    failed: totals.failed + hasFailed,
    rows_checked: totals.rows_checked + rowsChecked,
    ...(Object.fromEntries(counted) as Record<FindingKind, number>),
  };
}

/** One line: workload, faults, kills, rows; what was found follows, a line each. */
export function describeSeed(result: SeedResult): string {
  const { plan, findings, fired, skipped, rowsChecked, dueTimes, ends, failures, seconds, settledMs } = result;
  const faults = plan.faults.map(({ kind }) => kind).filter((kind) => !skipped.includes(kind));
  const kills = fired.map(({ name, action }) => `${name}:${action}`);
  const line = [
    `seed ${plan.seed} ${findings.length === 0 ? "passed" : "FAILED"}`,
    `${seconds.toFixed(1)} s, settled in ${(settledMs / 1_000).toFixed(1)} s`,
    `pipelines: ${plan.shapes.join(" ")}`,
    `faults: ${faults.join(" ")}`,
    `crash points: ${kills.join(" ") || "none reached"}`,
    `runs: ${Object.entries(ends)
      .map(([end, count]) => `${count} ${end}`)
      .join(", ")}`,
    `${rowsChecked} rows, ${dueTimes} due times`,
  ].join("; ");
  return [
    line,
    ...new Set(failures.map((text) => `  run failed with ${text}`)),
    ...skipped.map((kind) => `  SKIPPED ${kind}`),
    ...findings.map(({ kind, text }) => `  ${kind}: ${text}`),
  ].join("\n");
}
