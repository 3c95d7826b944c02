/*
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_elements_date_time
 */
import { type CalendarTime, dayNames, isoWeek, monthNames, toCalendar, weekOfYear } from "./calendar.ts";

export type TimeKind = "DATE" | "DATETIME" | "TIME" | "TIMESTAMP";

interface Moment extends CalendarTime {
  readonly offsetSeconds: number;
  readonly zone: string;
  /** Seconds since 1970. */
  readonly epoch: bigint;
}

const two = (n: number): string => String(n).padStart(2, "0");
const blank = (n: number): string => String(n).padStart(2, " ");
const half = (hour: number): number => hour % 12 || 12;
const year4 = (year: number): string => String(year);

const dateElements: Readonly<Record<string, (t: Moment) => string>> = {
  A: (t) => dayNames[t.weekday]!,
  a: (t) => dayNames[t.weekday]!.slice(0, 3),
  B: (t) => monthNames[t.month - 1]!,
  b: (t) => monthNames[t.month - 1]!.slice(0, 3),
  h: (t) => monthNames[t.month - 1]!.slice(0, 3),
  C: (t) => two(Math.floor(t.year / 100)),
  D: (t) => `${two(t.month)}/${two(t.day)}/${two(t.year % 100)}`,
  d: (t) => two(t.day),
  e: (t) => blank(t.day),
  F: (t) => `${year4(t.year)}-${two(t.month)}-${two(t.day)}`,
  G: (t) => year4(isoWeek(t).year),
  g: (t) => two(isoWeek(t).year % 100),
  J: (t) => year4(isoWeek(t).year),
  j: (t) => String(t.yearDay + 1).padStart(3, "0"),
  m: (t) => two(t.month),
  Q: (t) => String(Math.ceil(t.month / 3)),
  U: (t) => two(weekOfYear(t, 0)),
  u: (t) => String(t.weekday || 7),
  V: (t) => two(isoWeek(t).week),
  W: (t) => two(weekOfYear(t, 1)),
  w: (t) => String(t.weekday),
  x: (t) => `${two(t.month)}/${two(t.day)}/${two(t.year % 100)}`,
  Y: (t) => year4(t.year),
  y: (t) => two(t.year % 100),
};

const timeElements: Readonly<Record<string, (t: Moment) => string>> = {
  H: (t) => two(t.hour),
  I: (t) => two(half(t.hour)),
  k: (t) => blank(t.hour),
  l: (t) => blank(half(t.hour)),
  M: (t) => two(t.minute),
  P: (t) => (t.hour < 12 ? "am" : "pm"),
  p: (t) => (t.hour < 12 ? "AM" : "PM"),
  R: (t) => `${two(t.hour)}:${two(t.minute)}`,
  S: (t) => two(t.second),
  T: (t) => `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`,
  X: (t) => `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`,
};

const bothElements: Readonly<Record<string, (t: Moment) => string>> = {
  c: (t) => `${dateElements["a"]!(t)} ${dateElements["b"]!(t)} ${blank(t.day)} ${timeElements["T"]!(t)} ${t.year}`,
  s: (t) => String(t.epoch),
};

const zoneElements: Readonly<Record<string, (t: Moment) => string>> = {
  Z: (t) => t.zone,
  z: (t) => offset(t, ""),
};

const elements: Readonly<Record<TimeKind, Readonly<Record<string, (t: Moment) => string>>>> = {
  DATE: dateElements,
  TIME: timeElements,
  DATETIME: { ...dateElements, ...timeElements, ...bothElements },
  TIMESTAMP: { ...dateElements, ...timeElements, ...bothElements, ...zoneElements },
};

/** @param micros of the local time; `offsetSeconds` what it is ahead of UTC. */
export function formatTime(
  kind: TimeKind,
  format: string,
  micros: bigint,
  zone: string,
  offsetSeconds: number,
): string {
  const local = toCalendar(micros);
  const epoch = (micros - BigInt(offsetSeconds) * 1_000_000n - BigInt(local.micros)) / 1_000_000n;
  const moment = { ...local, offsetSeconds, zone, epoch };
  return format.replaceAll(/%(E[\d*]S|E4Y|E[zcCxXyY]|O[deHImMSuUVwWy]|[\s\S])/g, (whole, element: string) =>
    oneElement(kind, whole, element, moment),
  );
}

function oneElement(kind: TimeKind, whole: string, element: string, moment: Moment): string {
  if (element === "%") return "%";
  if (element === "n") return "\n";
  if (element === "t") return "\t";
  const hasTime = kind !== "DATE";
  if (hasTime && /^E[\d*]S$/.test(element)) return `${two(moment.second)}${fraction(moment.micros, element.charAt(1))}`;
  if (element === "E4Y" && kind !== "TIME") return String(moment.year).padStart(4, "0");
  if (element === "Ez" && kind === "TIMESTAMP") return offset(moment, ":");
  const short = element.length === 2 ? element.charAt(1) : element;
  const write = elements[kind][short];
  // BigQuery leaves what it does not know.
  return write === undefined ? whole : write(moment);
}

/** `%E3S`'s and `%E*S`'s digits after the seconds. */
function fraction(micros: number, digits: string): string {
  const all = String(micros).padStart(6, "0");
  const kept = digits === "*" ? all.replace(/0+$/, "") : all.padEnd(9, "0").slice(0, Number(digits));
  return kept === "" ? "" : `.${kept}`;
}

function offset({ offsetSeconds }: Moment, separator: string): string {
  const minutes = Math.round(Math.abs(offsetSeconds) / 60);
  return `${offsetSeconds < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}
