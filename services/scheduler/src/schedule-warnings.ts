/** What may surprise about a schedule: said when somebody looks at it, because it fires all the same. */
import type { CronSchedule, ScheduleWarning } from "@datamantri/contracts";

import { previewFires } from "./cron.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How far ahead changes of the clocks are looked for: each comes once a year. */
const lookAheadDays = 366;

/** A schedule that fires this often a day goes on through a change of the clocks as it is. */
const oftenADay = 24;

/** @throws PipelineError `request_invalid` as `parseCron`. */
export function warningsOf(schedule: CronSchedule, after: Date): ScheduleWarning[] {
  if (previewFires(schedule, after, 1).length === 0) {
    return [{ code: "never_fires", message: `"${schedule.cron}" never fires.` }];
  }
  return [...eitherDay(schedule), ...clockChanges(schedule, after)];
}

/** cron's oldest trap: a day of the month and a day of the week are alternatives. */
function eitherDay({ cron }: CronSchedule): ScheduleWarning[] {
  const fields = cron.trim().split(/\s+/);
  // Six fields begin with seconds, seven end with years besides.
  const first = fields.length > 5 ? 1 : 0;
  const [dayOfMonth, , dayOfWeek] = fields.slice(first + 2);
  const isAny = (field: string | undefined) => field === undefined || field === "*" || field === "?";
  // croner's way to ask for both.
  if (isAny(dayOfMonth) || isAny(dayOfWeek) || dayOfWeek?.startsWith("+")) return [];
  const message =
    `It fires on days of the month ${dayOfMonth} and besides on days of the week ${dayOfWeek}: either is enough. ` +
    `For days that are both, write +${dayOfWeek}.`;
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

/** A change of the clocks: what they show just before it, and just after it, as if that were UTC. */
interface ClockChange {
  readonly before: number;
  readonly after: number;
}

function warningOf(schedule: CronSchedule, { before, after }: ClockChange): ScheduleWarning | undefined {
  const [start, end] = [Math.min(before, after), Math.max(before, after)];
  if (!isRareIn(schedule, start, end)) return undefined;
  const date = new Date(start).toISOString().slice(0, 10);
  const times = `${timeOf(start)} to ${timeOf(end)}`;
  return after > before
    ? {
        code: "skipped_hour",
        message: `On ${date} ${schedule.timezone} has no ${times}: a run due then starts at ${timeOf(end)}.`,
      }
    : {
        code: "repeated_hour",
        message: `On ${date} ${schedule.timezone} has ${times} twice: a run due then starts the first time only.`,
      };
}

/** Whether it is due between the two times of the clocks, and not so often that it would hardly be noticed. */
function isRareIn({ cron }: CronSchedule, start: number, end: number): boolean {
  const onWallClock = { cron, timezone: "UTC" };
  const isDue = (from: number, until: number, count: number): boolean => {
    const fires = previewFires(onWallClock, new Date(from - 1), count);
    return fires.length === count && fires.at(-1)!.getTime() < until;
  };
  const midnight = start - (start % dayMs);
  return isDue(start, end, 1) && !isDue(midnight, midnight + dayMs, oftenADay);
}

type WallClock = (time: number) => number;

/** What the clocks of a time zone show, as if that were UTC; to the second. */
function openWallClock(timezone: string): WallClock {
  const numeric = "2-digit";
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"], parts["hour"], parts["minute"], parts["second"]);
  };
}

/** The change between two times that are a day apart, to the second; there is one at most. */
function findChange(wallClock: WallClock, from: number, until: number): ClockChange | undefined {
  let [low, high] = [Math.floor(from / 1_000) * 1_000, Math.floor(until / 1_000) * 1_000];
  const offset = (time: number) => wallClock(time) - time;
  const offsetBefore = offset(low);
  if (offset(high) === offsetBefore) return undefined;
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offset(middle) === offsetBefore) low = middle;
    else high = middle;
  }
  return { before: high + offsetBefore, after: wallClock(high) };
}

function timeOf(wallTime: number): string {
  return new Date(wallTime).toISOString().slice(11, 16);
}
