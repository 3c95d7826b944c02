/** Names and numbers of calendar days, for dates as microseconds since 1970 of a local time. */

export const monthNames = "January February March April May June July August September October November December".split(
  " ",
);
export const dayNames = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

const dayMicros = 86_400_000_000n;

export interface CalendarTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micros: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** From 0. */
  readonly yearDay: number;
}

export function toCalendar(micros: bigint): CalendarTime {
  const days = floorDivide(micros, dayMicros);
  const ofDay = Number(micros - days * dayMicros);
  const date = new Date(Number(days) * 86_400_000);
  const year = date.getUTCFullYear();
  const seconds = Math.floor(ofDay / 1_000_000);
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    micros: ofDay % 1_000_000,
    weekday: date.getUTCDay(),
    yearDay: Math.round((date.getTime() - startOfYear(year)) / 86_400_000),
  };
}

function floorDivide(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return quotient * y > x ? quotient - 1n : quotient;
}

/** Milliseconds of January 1: Date.UTC would take years before 100 for others. */
export function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

/** Days since 1970; undefined for a day that does not exist. */
export function toDays(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / 86_400_000 : undefined;
}

/** Weeks that start at this weekday; days before the first are in week 0. */
export function weekOfYear({ yearDay, weekday }: CalendarTime, start: number): number {
  return Math.floor((yearDay + 7 - ((weekday - start + 7) % 7)) / 7);
}

/** https://en.wikipedia.org/wiki/ISO_week_date */
export function isoWeek({ year, yearDay, weekday }: CalendarTime): { year: number; week: number } {
  const thursday = yearDay + 4 - (weekday === 0 ? 7 : weekday);
  if (thursday < 0) return { year: year - 1, week: Math.floor((thursday + lengthOfYear(year - 1)) / 7) + 1 };
  if (thursday >= lengthOfYear(year)) return { year: year + 1, week: 1 };
  return { year, week: Math.floor(thursday / 7) + 1 };
}

function lengthOfYear(year: number): number {
  return Math.round((startOfYear(year + 1) - startOfYear(year)) / 86_400_000);
}
