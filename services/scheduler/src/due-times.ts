/** What a schedule was due at in the past: what the clock fired, or would have fired had it run. */
import type { CronSchedule, DueTime, DueTimes } from "@datamantri/contracts";

import { parseCron } from "./cron.ts";
import { isRareIn } from "./schedule-warnings.ts";
import { dayMs, findChange, openWallClock, type ClockChange, type WallClock } from "./wall-clock.ts";

/**
 * The due times in `after < time <= until`, oldest first, `limit` at most.
 *
 * @throws PipelineError `request_invalid` as `parseCron`.
 */
export function dueTimes(schedule: CronSchedule, after: Date, until: Date, limit: number): DueTimes {
  const next = parseCron(schedule);
  const fires: number[] = [];
  let fire = next(after);
  for (; fire && fire <= until && fires.length < limit; fire = next(fire)) fires.push(fire.getTime());
  const isComplete = !fire || fire > until;
  const covered = isComplete ? until.getTime() : fires.at(-1)!;

  const wallClock = openWallClock(schedule.timezone);
  const due = fires.map((time) => toDueTime(time, clockChangeAt(schedule, wallClock, time)));
  for (const { at, before, after: wallAfter } of changesIn(wallClock, after.getTime(), covered)) {
    const isLeftOut = wallAfter > before && isRareIn(schedule, before, wallAfter) && !fires.includes(at);
    if (isLeftOut) due.push(toDueTime(at, "left_out"));
  }
  due.sort((a, b) => a.at.localeCompare(b.at));
  return { due, covered_until: new Date(covered).toISOString(), is_complete: isComplete };
}

function toDueTime(time: number, clock_change: DueTime["clock_change"]): DueTime {
  return { at: new Date(time).toISOString(), clock_change };
}

function* changesIn(wallClock: WallClock, from: number, until: number): Generator<ClockChange> {
  for (let start = from; start < until; start += dayMs) {
    const change = findChange(wallClock, start, Math.min(start + dayMs, until));
    if (change && change.at > from) yield change;
  }
}

function clockChangeAt({ cron }: CronSchedule, wallClock: WallClock, time: number): DueTime["clock_change"] {
  const change = findChange(wallClock, time - dayMs, time) ?? findChange(wallClock, time, time + dayMs);
  if (!change) return null;
  const wall = wallClock(time);
  const isOnTheClock = parseCron({ cron, timezone: "UTC" })(new Date(wall - 1_000))?.getTime() === wall;
  if (!isOnTheClock) return "moved";
  return change.after <= wall && wall < change.before ? "repeated" : null;
}
