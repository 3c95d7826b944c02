/** Past due times of a schedule: what the clock fired, or would have fired if it had run. */
import type { CronSchedule, DueTime, DueTimes } from "@datamantri/contracts";

import { parseCron, type NextFire } from "./cron.ts";
import { isRareIn } from "./schedule-warnings.ts";
import { dayMs, findChange, openWallClock, type ClockChange, type WallClock } from "./wall-clock.ts";

/**
 * Returns the due times in `after < time <= until`, oldest first, at most `limit`.
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
  const changes = [...changesIn(wallClock, after.getTime() - dayMs, covered + dayMs)];
  const nextOnTheClock = parseCron({ cron: schedule.cron, timezone: "UTC" });
  const due = fires.map((time) => {
    const change = changes.find(
      ({ at, before, after: wallAfter }) => Math.abs(at - time) <= Math.abs(wallAfter - before),
    );
    return toDueTime(time, change ? clockChangeOf(change, wallClock(time), nextOnTheClock) : null);
  });
  for (const { at, before, after: wallAfter } of changes) {
    const isCovered = at > after.getTime() && at <= covered;
    const isLeftOut = wallAfter > before && isRareIn(schedule, before, wallAfter) && !fires.includes(at);
    if (isCovered && isLeftOut) due.push(toDueTime(at, "left_out"));
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

/** @param wall the local time when it was due. */
function clockChangeOf(
  { before, after }: ClockChange,
  wall: number,
  nextOnTheClock: NextFire,
): DueTime["clock_change"] {
  const isOnTheClock = nextOnTheClock(new Date(wall - 1_000))?.getTime() === wall;
  if (!isOnTheClock) return "moved";
  return after <= wall && wall < before ? "repeated" : null;
}
