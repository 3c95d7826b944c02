/** Every due time has one record: a run, or a reason why there is none. */
import { found, type Finding } from "./findings.ts";

export interface OccurrenceFact {
  readonly scheduledForMs: number;
  readonly status: string;
  readonly reason: string | null;
}

export interface ScheduleCase {
  readonly name: string;
  readonly occurrences: readonly OccurrenceFact[];
  /** Times for which there are runs, one each. */
  readonly runsFor: readonly number[];
  /** Due between these, in milliseconds since the epoch; a time is judged once it is so old that none may be missing. */
  readonly dueFromMs: number;
  readonly dueUntilMs: number;
  readonly everyMs: number;
}

const withRun: ReadonlySet<string> = new Set(["fired", "late", "caught_up"]);

/** By the metadata database's clock, give or take. */
const toleranceMs = 6_000;

export function checkSchedule(one: ScheduleCase, nowMs: number): Finding[] {
  const { name, occurrences, runsFor, everyMs } = one;
  const findings: Finding[] = [];
  const recorded = new Map(occurrences.map((each) => [each.scheduledForMs, each]));
  if (recorded.size < occurrences.length) findings.push(found("untrue", `${name}: a due time has two records`));
  const counts = Map.groupBy(runsFor, (time) => time);
  for (const [time, runs] of counts) {
    const record = recorded.get(time);
    if (runs.length > 1) findings.push(found("untrue", `${name}: ${runs.length} runs for ${show(time)}`));
    if (time % everyMs !== 0) findings.push(found("untrue", `${name}: a run for ${show(time)}, which was never due`));
    if (time > nowMs + toleranceMs) findings.push(found("untrue", `${name}: a run for ${show(time)}, in the future`));
    if (record === undefined || !withRun.has(record.status))
      findings.push(
        found("untrue", `${name}: a run for ${show(time)}, whose record says ${record?.status ?? "nothing"}`),
      );
  }
  for (const { scheduledForMs, status, reason } of occurrences) {
    if (withRun.has(status) && !counts.has(scheduledForMs))
      findings.push(found("untrue", `${name}: ${show(scheduledForMs)} is ${status}, and has no run`));
    if (!withRun.has(status) && reason === null)
      findings.push(found("untrue", `${name}: ${show(scheduledForMs)} is ${status} without a reason`));
  }
  for (let time = Math.ceil(one.dueFromMs / everyMs) * everyMs; time <= one.dueUntilMs; time += everyMs) {
    if (!recorded.has(time)) findings.push(found("untrue", `${name}: ${show(time)} was due, and has no record`));
  }
  return findings;
}

function show(ms: number): string {
  return new Date(ms).toISOString();
}
