/** Warnings about surprising schedules, which are valid and fire. */
import type { CronSchedule } from "@datamantri/contracts";
import type { ScheduleWarning } from "@datamantri/api";

import { parseCron, previewFires } from "./cron.ts";
import { largestDelayMs } from "./jitter.ts";
import { dayMs, findChange, openWallClock, type ClockChange } from "./wall-clock.ts";

/** How far ahead clock changes are searched: each comes once a year. */
const lookAheadDays = 366;

/** A schedule that fires this often a day is not adjusted at a clock change. */
const timesADay = 24;

/** @throws PipelineError `request_invalid` as `parseCron`. */
export function warningsOf(schedule: CronSchedule, after: Date, jitterSeconds = 0): ScheduleWarning[] {
  const [first] = previewFires(schedule, after, 1);
  if (first === undefined) return [{ code: "never_fires", message: `"${schedule.cron}" never fires.` }];
  return [...jitter(schedule, first, jitterSeconds), ...eitherDay(schedule), ...clockChanges(schedule, after)];
}

function jitter(schedule: CronSchedule, due: Date, seconds: number): ScheduleWarning[] {
  const most = Math.floor(largestDelayMs(seconds, due, parseCron(schedule)) / 1_000);
  if (most === 0) return [];
  return [
    {
      code: "jitter",
      message: `Runs start up to ${most} s later than shown. How much depends only on the pipeline and its schedule.`,
    },
  ];
}

/** cron's oldest trap: a day of the month and a day of the week are alternatives. */
function eitherDay({ cron }: CronSchedule): ScheduleWarning[] {
  const fields = cron.trim().split(/\s+/);
  // Six fields start with seconds; seven also end with years.
  const first = fields.length > 5 ? 1 : 0;
  const [dayOfMonth, , dayOfWeek] = fields.slice(first + 2);
  const isAny = (field: string | undefined) => field === undefined || field === "*" || field === "?";
  // croner's syntax for requiring both.
  if (isAny(dayOfMonth) || isAny(dayOfWeek) || dayOfWeek?.startsWith("+")) return [];
  const message =
    `It fires on days of the month ${dayOfMonth} and also on days of the week ${dayOfWeek}. ` +
    `To require both, write +${dayOfWeek}.`;
  return [{ code: "either_day", message }];
}

function clockChanges(schedule: CronSchedule, after: Date): ScheduleWarning[] {
  const wallClock = openWallClock(schedule.timezone);
  const warnings: ScheduleWarning[] = [];
  for (let day = 0; day < lookAheadDays; day++) {
    const start = after.getTime() + day * dayMs;
    const change = findChange(wallClock, start, start + dayMs);
    const warning = change && warningOf(schedule, change);
    // One of each kind is enough.
    if (warning && !warnings.some(({ code }) => code === warning.code)) warnings.push(warning);
  }
  return warnings;
}

function warningOf(schedule: CronSchedule, { at, before, after }: ClockChange): ScheduleWarning | undefined {
  const [start, end] = [Math.min(before, after), Math.max(before, after)];
  if (!isRareIn(schedule, start, end)) return undefined;
  const date = new Date(start).toISOString().slice(0, 10);
  const times = `${timeOf(start)} to ${timeOf(end)}`;
  // croner's rules differ between expressions, such as "30 2 * * *" and "0,30 2 * * *", so croner computes it.
  const [next] = previewFires(schedule, new Date(at - 1), 1);
  if (after > before) {
    const becomes = next?.getTime() === at ? `starts at ${timeOf(end)}` : "is skipped";
    return {
      code: "skipped_hour",
      message: `On ${date} ${schedule.timezone} has no ${times}: a run due then ${becomes}.`,
    };
  }
  const becomes = next && next.getTime() < at + before - after ? "both times" : "the first time only";
  return {
    code: "repeated_hour",
    message: `On ${date} ${schedule.timezone} has ${times} twice: a run due then starts ${becomes}.`,
  };
}

/** True if it is due within the clock change, and not so often that it would hardly be noticed. */
export function isRareIn({ cron }: Pick<CronSchedule, "cron">, start: number, end: number): boolean {
  const onWallClock = { cron, timezone: "UTC" };
  const isDue = (from: number, until: number, count: number): boolean => {
    const fires = previewFires(onWallClock, new Date(from - 1), count);
    return fires.length === count && fires.at(-1)!.getTime() < until;
  };
  const midnight = start - (start % dayMs);
  return isDue(start, end, 1) && !isDue(midnight, midnight + dayMs, timesADay);
}

function timeOf(wallTime: number): string {
  return new Date(wallTime).toISOString().slice(11, 16);
}
