import { writeInt32Field, writeInt64Field } from "./output";
import { COLON, MINUS, POINT, QUOTE, byteAt, digitAt, twoDigitsAt } from "./scan";

// Contract of the encoders: see numbers.ts.

const EPOCH_DAYS: i32 = 10_957; // 1970-01-01 to 2000-01-01
const MICROS_PER_DAY: i64 = 86_400_000_000;
const NO_DATE: i32 = i32.MIN_VALUE;

/** Behind the time of day that readMicros read. */
let timeEnd: usize = 0;

export function encodeDate(start: usize): usize {
  const days = readDays(start);
  if (days == NO_DATE || byteAt(start + 10) != QUOTE) return 0;
  writeInt32Field(days);
  return start + 11;
}

export function encodeDatetime(start: usize): usize {
  const days = readDays(start);
  const separator = byteAt(start + 10);
  if (days == NO_DATE || ((separator | 0x20) != 0x74 && separator != 0x20)) return 0;
  const micros = readMicros(start + 11);
  if (micros < 0) return 0;
  writeInt64Field(<i64>days * MICROS_PER_DAY + micros);
  return timeEnd;
}

export function encodeTime(start: usize): usize {
  const micros = readMicros(start);
  if (micros < 0) return 0;
  writeInt64Field(micros);
  return timeEnd;
}

/** Days since 2000-01-01 of `YYYY-MM-DD`. */
function readDays(start: usize): i32 {
  if (byteAt(start + 4) != MINUS || byteAt(start + 7) != MINUS) return NO_DATE;
  const century = twoDigitsAt(start);
  const yearOfCentury = twoDigitsAt(start + 2);
  const month = twoDigitsAt(start + 5);
  const day = twoDigitsAt(start + 8);
  const year = century * 100 + yearOfCentury;
  if (century > 99 || yearOfCentury > 99 || year == 0 || month - 1 > 11 || day == 0) return NO_DATE;
  if (day > daysInMonth(year, month)) return NO_DATE;
  return daysFromCivil(year, month, day) - EPOCH_DAYS;
}

function daysInMonth(year: u32, month: u32): u32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return 30 + ((month + (month >> 3)) & 1);
}

/** Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
function daysFromCivil(year: u32, month: u32, day: u32): i32 {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return <i32>(marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear) - 719_468;
}

/** Microseconds since midnight of `HH:MM:SS[.f]"`, 1 to 12 fraction digits; -1 for an invalid time. */
function readMicros(start: usize): i64 {
  const hours = twoDigitsAt(start);
  const minutes = twoDigitsAt(start + 3);
  const seconds = twoDigitsAt(start + 6);
  if (hours > 23 || minutes > 59 || seconds > 59) return -1;
  if (byteAt(start + 2) != COLON || byteAt(start + 5) != COLON) return -1;
  let micros: u32 = 0;
  let position = start + 8;
  if (byteAt(position) == POINT) {
    const fraction = ++position;
    for (let digit = digitAt(position); digit <= 9; digit = digitAt(++position)) {
      // PostgreSQL has no picoseconds: the rest is cut off.
      if (position - fraction < 6) micros = micros * 10 + digit;
    }
    const digitCount = position - fraction;
    if (digitCount == 0 || digitCount > 12) return -1;
    for (let place = digitCount; place < 6; place++) micros *= 10;
  }
  if (byteAt(position) != QUOTE) return -1;
  timeEnd = position + 1;
  return <i64>((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros;
}
