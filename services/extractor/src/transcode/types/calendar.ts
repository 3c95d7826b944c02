import { COLON, MINUS, POINT, ZERO } from "../page-json/ascii.ts";

/** 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
export const epochDays = 10_957;
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 2000-01-01 of the ten bytes `YYYY-MM-DD` at `at`; NaN when they are no date from year 0001 on. */
export function parseDays(text: Buffer, at: number): number {
  if (text[at + 4] !== MINUS || text[at + 7] !== MINUS) return Number.NaN;
  const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
  const month = twoDigits(text, at + 5);
  const day = twoDigits(text, at + 8);
  if (!(year > 0 && month > 0 && day > 0 && day <= (daysInMonth[month - 1] ?? 0))) return Number.NaN;
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return Number.NaN;
  return daysFromCivil(year, month, day) - epochDays;
}

/**
 * Days since 1970-01-01, counted in years that begin in March so that the leap day is a year's last.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}

/**
 * Microseconds since midnight of `HH:MM:SS[.f]`, 1 to 12 fraction digits, cut off behind the sixth as PostgreSQL has no
 * picoseconds; NaN for an invalid time.
 */
export function parseMicrosOfDay(text: Buffer, start: number, end: number): number {
  if (end - start < 8 || text[start + 2] !== COLON || text[start + 5] !== COLON) return Number.NaN;
  const hours = twoDigits(text, start);
  const minutes = twoDigits(text, start + 3);
  const seconds = twoDigits(text, start + 6);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return Number.NaN;
  const fraction = end - start === 8 ? 0 : parseFraction(text, start + 8, end);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction;
}

/** Microseconds of `.f`; NaN for an invalid fraction. */
function parseFraction(text: Buffer, start: number, end: number): number {
  if (text[start] !== POINT || end - start < 2 || end - start > 13) return Number.NaN;
  let micros = 0;
  for (let place = 1; place <= Math.max(6, end - start - 1); place++) {
    const digit = start + place < end ? text[start + place]! - ZERO : 0;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (place <= 6) micros = micros * 10 + digit;
  }
  return micros;
}

function twoDigits(text: Buffer, at: number): number {
  const tens = text[at]! - ZERO;
  const ones = text[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
