/*
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#format_elements_date_time
 */
import { dayNames, monthNames, toDays } from "./calendar.ts";
import type { TimeKind } from "./format-time.ts";

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: string;
  isAfternoon: boolean | undefined;
  century: number | undefined;
  yearDay: number | undefined;
  epoch: number | undefined;
  /** `+05:30`, or a zone's name */
  zone: string | undefined;
}

interface Element {
  readonly pattern: string;
  readonly read: (parts: Parts, text: string) => void;
}

const digits = (most: number, read: Element["read"]): Element => ({ pattern: `\\s*\\d{1,${most}}`, read });
const named = (names: readonly string[], read: (parts: Parts, index: number) => void): Element => ({
  pattern: names.map((name) => `${name}|${name.slice(0, 3)}`).join("|"),
  read: (parts, text) =>
    read(
      parts,
      names.findIndex((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase()),
    ),
});
const month = named(monthNames, (parts, index) => void (parts.month = index + 1));
const weekday = named(dayNames, () => undefined);
const seconds = (fractionPattern: string): Element => ({
  pattern: `\\d{1,2}${fractionPattern}`,
  read: (parts, text) => {
    const [whole = "", rest = ""] = text.split(".");
    parts.second = Number(whole);
    parts.fraction = rest;
  },
});
const hour = digits(2, (parts, text) => void (parts.hour = Number(text)));
const day = digits(2, (parts, text) => void (parts.day = Number(text)));
const offset: Element = { pattern: "[+-]\\d{1,2}:?\\d{2}|Z|z", read: (parts, text) => void (parts.zone = text) };

const dateElements: Readonly<Record<string, Element>> = {
  A: weekday,
  a: weekday,
  B: month,
  b: month,
  h: month,
  C: digits(2, (parts, text) => void (parts.century = Number(text))),
  d: day,
  e: day,
  j: digits(3, (parts, text) => void (parts.yearDay = Number(text))),
  m: digits(2, (parts, text) => void (parts.month = Number(text))),
  Y: { pattern: "\\d{1,4}", read: (parts, text) => void (parts.year = Number(text)) },
  E4Y: { pattern: "\\d{4}", read: (parts, text) => void (parts.year = Number(text)) },
  // 69 to 99 are 1969 to 1999.
  y: digits(2, (parts, text) => void (parts.year = Number(text) + (Number(text) < 69 ? 2000 : 1900))),
};

const timeElements: Readonly<Record<string, Element>> = {
  H: hour,
  I: hour,
  k: hour,
  l: hour,
  M: digits(2, (parts, text) => void (parts.minute = Number(text))),
  p: { pattern: "[AaPp][Mm]", read: (parts, text) => void (parts.isAfternoon = /^p/i.test(text)) },
  S: seconds(""),
  "E*S": seconds("(?:\\.\\d+)?"),
};

const zoneElements: Readonly<Record<string, Element>> = {
  z: offset,
  Ez: offset,
  Z: { pattern: "[A-Za-z][\\w/+-]*", read: (parts, text) => void (parts.zone = text) },
  s: { pattern: "-?\\d+", read: (parts, text) => void (parts.epoch = Number(text)) },
};

const compounds: Readonly<Record<string, string>> = {
  D: "%m/%d/%y",
  x: "%m/%d/%y",
  F: "%Y-%m-%d",
  R: "%H:%M",
  T: "%H:%M:%S",
  X: "%H:%M:%S",
  c: "%a %b %e %H:%M:%S %Y",
};

const elements: Readonly<Record<TimeKind, Readonly<Record<string, Element>>>> = {
  DATE: dateElements,
  TIME: timeElements,
  DATETIME: { ...dateElements, ...timeElements },
  TIMESTAMP: { ...dateElements, ...timeElements, ...zoneElements },
};

const elementPattern = /%(E[\d*]S|E4Y|Ez|[\s\S])|\s+|[^%\s]+/g;

/**
 * The time that a text states: `2024-02-29 12:30:45.000000`, with the zone it states after it.
 *
 * @throws Error with BigQuery's message
 */
export function parseTime(kind: TimeKind, format: string, text: string): string {
  const reads: Element["read"][] = [];
  const pattern = toPattern(kind, expand(format), reads);
  const match = new RegExp(`^\\s*${pattern}\\s*$`, "i").exec(text);
  if (match === null) throw new Error(`Failed to parse input string ${JSON.stringify(text)}`);
  const parts = newParts();
  for (const [index, read] of reads.entries()) read(parts, match[index + 1]!.trim());
  return write(parts, text);
}

function expand(format: string): string {
  return format.replaceAll(/%([DxFRTXc])/g, (_, element: string) => compounds[element]!);
}

function toPattern(kind: TimeKind, format: string, reads: Element["read"][]): string {
  return format.replaceAll(elementPattern, (whole, name: string | undefined) => {
    if (name === undefined) return /^\s/.test(whole) ? "\\s*" : whole.replaceAll(/[$()*+.?[\\\]^{|}/]/g, "\\$&");
    if (name === "%") return "%";
    if (name === "n" || name === "t") return "\\s*";
    const element = elements[kind][/^E\dS$/.test(name) ? "E*S" : name];
    if (element === undefined) throw new Error(`The sandbox does not support the format element %${name} here`);
    reads.push(element.read);
    return `(${element.pattern})`;
  });
}

function newParts(): Parts {
  return {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    fraction: "",
    isAfternoon: undefined,
    century: undefined,
    yearDay: undefined,
    epoch: undefined,
    zone: undefined,
  };
}

function write(parts: Parts, text: string): string {
  if (parts.epoch !== undefined)
    return `${new Date(parts.epoch * 1000).toISOString().slice(0, 19).replace("T", " ")}.000000+00:00`;
  const year = parts.century === undefined ? parts.year : parts.century * 100 + (parts.year % 100);
  const hour = parts.isAfternoon === undefined ? parts.hour : (parts.hour % 12) + (parts.isAfternoon ? 12 : 0);
  const days =
    parts.yearDay === undefined ? toDays(year, parts.month, parts.day) : toDays(year, 1, 1)! + parts.yearDay - 1;
  if (days === undefined || year < 1 || year > 9999 || hour > 23 || parts.minute > 59 || parts.second > 60) {
    throw new Error(`Failed to parse input string ${JSON.stringify(text)}`);
  }
  const date = new Date(days * 86_400_000).toISOString().slice(0, 10);
  const clock = [hour, parts.minute, parts.second].map((n) => String(n).padStart(2, "0")).join(":");
  return `${date} ${clock}.${parts.fraction.padEnd(6, "0").slice(0, 6)}${zoneText(parts.zone)}`;
}

function zoneText(zone: string | undefined): string {
  if (zone === undefined) return "";
  if (/^(z|utc|gmt)$/i.test(zone)) return "+00:00";
  const [, sign, hours = "", minutes = ""] = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone) ?? [];
  return sign === undefined ? ` ${zone}` : `${sign}${hours.padStart(2, "0")}:${minutes}`;
}
