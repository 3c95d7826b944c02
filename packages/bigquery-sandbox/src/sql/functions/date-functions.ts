/*
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/date_functions, .../datetime_functions,
 * .../time_functions and .../timestamp_functions
 */
import { coerce } from "../compile/coerce.ts";
import { compileAs, compileExpression, type Place } from "../compile/compile-expression.ts";
import { castSql } from "../compile/casts.ts";
import { arrayOf, describeType, isA, scalar } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import type { Call, Expression } from "../syntax/ast.ts";
import { applySignature, noMatch } from "./call-function.ts";
import {
  daysToMonday,
  type DatePart,
  dateTimeUnits,
  dateUnits,
  intervalSql,
  isIntervalUnit,
  partOf,
  timeUnits,
} from "./date-parts.ts";
import { fn, type Signature } from "./signature.ts";
import type { Special } from "./special.ts";
import { toLocal, toTimestamp, zoneOf } from "./zones.ts";

type TimeType = "DATE" | "DATETIME" | "TIME" | "TIMESTAMP";

const unitsOf: Readonly<Record<TimeType, RegExp>> = {
  DATE: dateUnits,
  DATETIME: dateTimeUnits,
  TIME: timeUnits,
  TIMESTAMP: new RegExp(`${timeUnits.source}|^DAY$`),
};

function argument(place: Place, node: Call, index: number, type: string): string {
  const given = node.arguments[index];
  if (given === undefined) throw noMatch(place, node, []);
  const compiled = compileExpression(place, given);
  const converted = coerce(compiled, scalar(type));
  if (converted === undefined) throw noMatch(place, node, [compiled]);
  return converted.sql;
}

function checkCount(place: Place, node: Call, least: number, most: number): void {
  if (node.arguments.length < least || node.arguments.length > most) throw noMatch(place, node, []);
}

/** DATE_ADD and its siblings: `(time, INTERVAL count unit)`. */
function adding(type: TimeType, operator: "+" | "-"): Special {
  return (place, node) => {
    checkCount(place, node, 2, 2);
    const [, interval] = node.arguments;
    if (interval?.kind !== "interval" || interval.to !== undefined) {
      throw place.context.unsupported(`${node.name} without INTERVAL of one part`, node.at);
    }
    const units = type === "TIMESTAMP" || type === "TIME" ? unitsOf[type] : new RegExp(unitsOf[type].source);
    if (!isIntervalUnit(interval.part) || !units.test(interval.part)) {
      throw place.context.error(
        `${node.name} does not support the ${interval.part} date part when the argument is ${type} type`,
        node.at,
      );
    }
    const count = compileAs(place, interval.value, "INT64", node.name);
    const step = intervalSql(interval.part, count);
    const sum = `${argument(place, node, 0, type)} ${operator} ${step}`;
    if (type === "TIME") return value(`(${sum})`, scalar(type));
    return value(`bq_valid_${type.toLowerCase()}(${type === "DATE" ? `CAST(${sum} AS DATE)` : sum})`, scalar(type));
  };
}

/** The start of a part, for local times. */
function truncated(x: string, { name, weekStart }: DatePart): string {
  if (name === "ISOYEAR") return `bq_isoyear_start(${x})`;
  if (name === "WEEK" || name === "ISOWEEK") return `bq_week_start(${x}, ${daysToMonday(weekStart)})`;
  return `date_trunc('${name.toLowerCase()}', ${x})`;
}

function truncating(type: TimeType): Special {
  return (place, node) => {
    checkCount(place, node, 1, type === "TIMESTAMP" ? 3 : 2);
    const x = argument(place, node, 0, type);
    const units = type === "TIMESTAMP" ? dateTimeUnits : unitsOf[type];
    const part: DatePart =
      node.arguments[1] === undefined
        ? { name: "DAY", weekStart: 0 }
        : partOf(place, node.arguments[1], units, type, node.at);
    if (type === "TIME")
      return value(`CAST(date_trunc('${part.name.toLowerCase()}', DATE '2000-01-01' + ${x}) AS TIME)`, scalar(type));
    if (type !== "TIMESTAMP")
      return value(`CAST(${truncated(x, part)} AS ${type === "DATE" ? "DATE" : "TIMESTAMP"})`, scalar(type));
    const zone = zoneOf(place, node.arguments[2]);
    return value(toTimestamp(`CAST(${truncated(toLocal(x, zone), part)} AS TIMESTAMP)`, zone), scalar(type));
  };
}

const microsPerUnit: Readonly<Record<string, number>> = {
  MICROSECOND: 1,
  MILLISECOND: 1000,
  SECOND: 1_000_000,
  MINUTE: 60_000_000,
  HOUR: 3_600_000_000,
  DAY: 86_400_000_000,
};

/** DATE_DIFF counts the starts of parts between two times; TIMESTAMP_DIFF whole units. */
function differing(type: TimeType): Special {
  return (place, node) => {
    checkCount(place, node, 3, 3);
    const [x, y] = [argument(place, node, 0, type), argument(place, node, 1, type)];
    const part = partOf(place, node.arguments[2], unitsOf[type], type, node.at);
    const micros = microsPerUnit[part.name];
    if (type === "TIMESTAMP") return value(`((epoch_us(${x}) - epoch_us(${y})) // ${micros})`, scalar("INT64"));
    return value(boundaries(x, y, part), scalar("INT64"));
  };
}

function boundaries(x: string, y: string, { name, weekStart }: DatePart): string {
  if (name === "ISOYEAR") return `(datepart('isoyear', ${x}) - datepart('isoyear', ${y}))`;
  if (name !== "WEEK" && name !== "ISOWEEK") return `date_diff('${name.toLowerCase()}', ${y}, ${x})`;
  const days = daysToMonday(weekStart);
  const [from, to] = [y, x].map((one) => `date_trunc('week', ${one} + to_days(${days}))`);
  return `(date_diff('day', ${from}, ${to}) // 7)`;
}

const unixSeconds: Readonly<Record<string, number>> = { SECONDS: 1_000_000, MILLIS: 1000, MICROS: 1 };

function fromUnix(unit: string): readonly Signature[] {
  return [fn("INT64", "TIMESTAMP", (n) => `bq_valid_timestamp(make_timestamptz(${n} * ${unixSeconds[unit]}))`)];
}

/** Rounded down, also before 1970. */
function toUnix(unit: string): readonly Signature[] {
  const micros = unixSeconds[unit];
  return [
    fn("TIMESTAMP", "INT64", (x) =>
      micros === 1 ? `epoch_us(${x})` : `CAST(floor(epoch_us(${x}) / ${micros}) AS BIGINT)`,
    ),
  ];
}

const signed =
  (signatures: readonly Signature[]): Special =>
  (place, node) =>
    applySignature(
      place,
      node,
      signatures,
      node.arguments.map((one: Expression) => compileExpression(place, one)),
    );

/** DATE(year, month, day), DATE(time[, zone]) and their siblings. */
function making(type: TimeType): Special {
  return (place, node) => {
    const values = node.arguments.map((one) => compileExpression(place, one));
    const [first, second] = values;
    if (first === undefined) throw noMatch(place, node, values);
    const made = makeSignatures[type] ?? [];
    if (isA(first.type, "INT64") && first.literal !== "NULL") return applySignature(place, node, made, values);
    if (type === "DATETIME" && second !== undefined && isA(second.type, "TIME"))
      return applySignature(place, node, made, values);
    if (values.length > 2) throw noMatch(place, node, values);
    return converted(place, node, first, type);
  };
}

/** DuckDB would take 24 hours and 60 seconds. */
function clockSql(hour: string, minute: string, second: string): string {
  return `bq_clock(${hour}, 23, 'hour'), bq_clock(${minute}, 59, 'minute'), CAST(bq_clock(${second}, 59, 'second') AS DOUBLE)`;
}

const makeSignatures: Partial<Record<TimeType, readonly Signature[]>> = {
  DATE: [fn("INT64, INT64, INT64", "DATE", (y, m, d) => `bq_valid_date(make_date(${y}, ${m}, ${d}))`)],
  TIME: [fn("INT64, INT64, INT64", "TIME", (h, m, s) => `make_time(${clockSql(h, m, s)})`)],
  DATETIME: [
    fn(
      "INT64, INT64, INT64, INT64, INT64, INT64",
      "DATETIME",
      (y, mo, d, h, mi, s) => `bq_valid_datetime(make_timestamp(${y}, ${mo}, ${d}, ${clockSql(h, mi, s)}))`,
    ),
    fn("DATE, TIME", "DATETIME", (d, t) => `(${d} + ${t})`),
  ],
};

function converted(place: Place, node: Call, from: Value, type: TimeType): Value {
  const zone = zoneOf(place, node.arguments[1]);
  const to = scalar(type);
  const isLocal = isA(from.type, "STRING", "DATE", "DATETIME", "TIME") || from.literal === "NULL";
  if (type === "TIMESTAMP") {
    if (isA(from.type, "TIMESTAMP") && node.arguments.length === 1) return from;
    if (isA(from.type, "TIME") || !isLocal) throw noMatch(place, node, [from]);
    if (node.arguments.length === 1) return value(castSql(from, to), to);
    return value(toTimestamp(castSql(from, scalar("DATETIME")), zone), to);
  }
  if (isA(from.type, "TIMESTAMP"))
    return value(castSql({ sql: toLocal(from.sql, zone), type: scalar("DATETIME") }, to), to);
  if (!isLocal || node.arguments.length > 1) throw noMatch(place, node, [from]);
  return value(castSql(from, to), to);
}

function now(type: TimeType): Special {
  return (place, node) => {
    checkCount(place, node, 0, type === "TIMESTAMP" ? 0 : 1);
    const to = scalar(type);
    if (type === "TIMESTAMP") return value("current_timestamp", to);
    return value(
      castSql({ sql: toLocal("current_timestamp", zoneOf(place, node.arguments[0])), type: scalar("DATETIME") }, to),
      to,
    );
  };
}

function lastDay(place: Place, node: Call): Value {
  checkCount(place, node, 1, 2);
  const given = compileExpression(place, node.arguments[0]!);
  const date = castSql(given, scalar("DATE"));
  const part =
    node.arguments[1] === undefined
      ? { name: "MONTH", weekStart: 0 }
      : partOf(place, node.arguments[1], dateUnits, "DATE", node.at);
  if (part.name === "ISOYEAR")
    return value(
      `CAST(bq_isoyear_start(bq_isoyear_start(${date}) + to_days(373)) - to_days(1) AS DATE)`,
      scalar("DATE"),
    );
  const unit = part.name === "ISOWEEK" ? "WEEK" : part.name;
  if (!isIntervalUnit(unit)) throw new Error(`LAST_DAY of ${unit}`);
  return value(`CAST(${truncated(date, part)} + ${intervalSql(unit, "1")} - to_days(1) AS DATE)`, scalar("DATE"));
}

function dateArray(type: "DATE" | "TIMESTAMP"): Special {
  return (place, node) => {
    checkCount(place, node, 2, 3);
    const [from, to] = [argument(place, node, 0, type), argument(place, node, 1, type)];
    const step = node.arguments[2];
    const interval = step === undefined ? "to_days(1)" : compileAs(place, step, "INTERVAL", node.name);
    const cast =
      type === "DATE" ? "CAST(generate_series(@from, @to, @step) AS DATE[])" : "generate_series(@from, @to, @step)";
    const source = (x: string): string => (type === "DATE" ? `CAST(${x} AS TIMESTAMP)` : x);
    const sql = cast
      .replace("@from", () => source(from))
      .replace("@to", () => source(to))
      .replace("@step", () => interval);
    return value(sql, arrayOf(scalar(type)));
  };
}

/** STRING(timestamp[, zone]) */
export function timeString(place: Place, node: Call): Value | undefined {
  const [first] = node.arguments;
  const from = first && compileExpression(place, first);
  if (from === undefined || !isA(from.type, "DATE", "DATETIME", "TIME", "TIMESTAMP")) return undefined;
  if (node.arguments.length > 1)
    throw place.context.unsupported(`STRING of a ${describeType(from.type)} in a zone`, node.at);
  return value(castSql(from, scalar("STRING")), scalar("STRING"));
}

export const dateFunctions: Readonly<Record<string, Special>> = {
  CURRENT_DATE: now("DATE"),
  CURRENT_DATETIME: now("DATETIME"),
  CURRENT_TIME: now("TIME"),
  CURRENT_TIMESTAMP: now("TIMESTAMP"),
  DATE: making("DATE"),
  DATETIME: making("DATETIME"),
  TIME: making("TIME"),
  TIMESTAMP: making("TIMESTAMP"),
  DATE_ADD: adding("DATE", "+"),
  DATE_SUB: adding("DATE", "-"),
  DATETIME_ADD: adding("DATETIME", "+"),
  DATETIME_SUB: adding("DATETIME", "-"),
  TIME_ADD: adding("TIME", "+"),
  TIME_SUB: adding("TIME", "-"),
  TIMESTAMP_ADD: adding("TIMESTAMP", "+"),
  TIMESTAMP_SUB: adding("TIMESTAMP", "-"),
  DATE_DIFF: differing("DATE"),
  DATETIME_DIFF: differing("DATETIME"),
  TIME_DIFF: differing("TIME"),
  TIMESTAMP_DIFF: differing("TIMESTAMP"),
  DATE_TRUNC: truncating("DATE"),
  DATETIME_TRUNC: truncating("DATETIME"),
  TIME_TRUNC: truncating("TIME"),
  TIMESTAMP_TRUNC: truncating("TIMESTAMP"),
  GENERATE_DATE_ARRAY: dateArray("DATE"),
  GENERATE_TIMESTAMP_ARRAY: dateArray("TIMESTAMP"),
  LAST_DAY: lastDay,
  UNIX_DATE: signed([fn("DATE", "INT64", (x) => `CAST(${x} - DATE '1970-01-01' AS BIGINT)`)]),
  DATE_FROM_UNIX_DATE: signed([fn("INT64", "DATE", (n) => `bq_valid_date(DATE '1970-01-01' + CAST(${n} AS INTEGER))`)]),
  UNIX_SECONDS: signed(toUnix("SECONDS")),
  UNIX_MILLIS: signed(toUnix("MILLIS")),
  UNIX_MICROS: signed(toUnix("MICROS")),
  TIMESTAMP_SECONDS: signed(fromUnix("SECONDS")),
  TIMESTAMP_MILLIS: signed(fromUnix("MILLIS")),
  TIMESTAMP_MICROS: signed(fromUnix("MICROS")),
};
