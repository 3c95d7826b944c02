/* Parts of dates and times: https://cloud.google.com/bigquery/docs/reference/standard-sql/date_functions */
import type { Place } from "../compile/compile-expression.ts";
import type { Expression } from "../syntax/ast.ts";

/** `MONTH`, or `WEEK` with the day it starts on. */
export interface DatePart {
  readonly name: string;
  /** 0 is Sunday. */
  readonly weekStart: number;
}

const parts = new Set(
  `MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY DAYOFWEEK DAYOFYEAR WEEK ISOWEEK MONTH QUARTER YEAR ISOYEAR DATE TIME
  DATETIME`.split(/\s+/),
);

const weekdays = "SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY".split(" ");

/** The part that an argument names; undefined if it names none. */
export function findPart(node: Expression | undefined): DatePart | undefined {
  if (node?.kind === "name") {
    const name = node.name.toUpperCase();
    return parts.has(name) ? { name, weekStart: name === "ISOWEEK" ? 1 : 0 } : undefined;
  }
  if (node?.kind !== "call" || node.name !== "WEEK") return undefined;
  const [day] = node.arguments;
  const weekStart = day?.kind === "name" ? weekdays.indexOf(day.name.toUpperCase()) : -1;
  return weekStart < 0 ? undefined : { name: "WEEK", weekStart };
}

/** {@link findPart}; throws BigQuery's error unless the function, whose type this is, has the part. */
export function partOf(
  place: Place,
  node: Expression | undefined,
  allowed: RegExp,
  type: string,
  at: number,
): DatePart {
  const part = findPart(node);
  if (part === undefined) throw place.context.error("A valid date part name is required", node?.at ?? at);
  if (allowed.test(part.name)) return part;
  throw place.context.error(`Unsupported date part ${part.name} for ${type}`, node?.at ?? at);
}

/** The days that move this weekday to Monday, where DuckDB's weeks start. */
export function daysToMonday(weekStart: number): number {
  return (8 - weekStart) % 7;
}

export const dateUnits = /^(DAY|WEEK|ISOWEEK|MONTH|QUARTER|YEAR|ISOYEAR)$/;
export const timeUnits = /^(MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR)$/;
export const dateTimeUnits = new RegExp(`${dateUnits.source}|${timeUnits.source}`);

/** Units of INTERVAL and DuckDB's functions that make them. */
const intervalMakers = {
  MICROSECOND: "to_microseconds",
  MILLISECOND: "to_milliseconds",
  SECOND: "to_seconds",
  MINUTE: "to_minutes",
  HOUR: "to_hours",
  DAY: "to_days",
  WEEK: "to_weeks",
  MONTH: "to_months",
  QUARTER: "to_quarters",
  YEAR: "to_years",
} as const;

type IntervalUnit = keyof typeof intervalMakers;

export function isIntervalUnit(part: string): part is IntervalUnit {
  return Object.hasOwn(intervalMakers, part);
}

/** DuckDB's INTERVAL of this many units. Its functions take BIGINT for units of time only. */
export function intervalSql(unit: IntervalUnit, count: string): string {
  return `${intervalMakers[unit]}(${timeUnits.test(unit) ? count : `CAST(${count} AS INTEGER)`})`;
}
