/**
 * Moves a watermark back, at most to the first value of its type: BigQuery's own subtraction fails beyond that.
 * https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types
 */
import type { SourceConfig } from "@datamantri/api";
import { findPseudoColumn } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { Table } from "../tables/table.ts";

export type LookbackOption = "lookback_seconds" | "lookback_units";

interface Lookback {
  /** The option that a lookback is set by, in its unit. */
  readonly option: LookbackOption;
  /** @param value as the watermark has it. */
  readonly before: (value: string, amount: number) => string;
}

const secondsOfDay = 86_400;
const firstSecond = Date.parse("0001-01-01T00:00:00Z") / 1_000;

/** Types that have a lookback. */
const byType: Readonly<Record<string, Lookback>> = {
  TIMESTAMP: { option: "lookback_seconds", before: (value, seconds) => `${timeBefore(value, seconds)}+00` },
  DATETIME: { option: "lookback_seconds", before: timeBefore },
  DATE: { option: "lookback_seconds", before: dateBefore },
  INT64: { option: "lookback_units", before: numberBefore(0, -(2n ** 63n)) },
  NUMERIC: { option: "lookback_units", before: numberBefore(9, 1n - 10n ** 38n) },
  BIGNUMERIC: { option: "lookback_units", before: numberBefore(38, -(2n ** 255n)) },
};

/** The lookback of `_TABLE_SUFFIX`. */
const ofSuffix: Lookback = { option: "lookback_seconds", before: suffixBefore };

/** Form (`suffixForm`) of the suffixes that have a lookback: `20240105`. */
export const dayForm = "99999999";

/** Types of cursors. */
export const cursorTypes: readonly string[] = [...Object.keys(byType), "STRING"];

/** Undefined for a cursor that has no lookback. */
export function lookbackOf({ cursor_column }: SourceConfig, type: string): Lookback | undefined {
  return findPseudoColumn(cursor_column)?.name === "_TABLE_SUFFIX" ? ofSuffix : byType[type];
}

/** True for the partitions of tables that are partitioned by the time of arrival. */
export function hasPartitionCursor({ cursor_column }: SourceConfig): boolean {
  return findPseudoColumn(cursor_column)?.name.startsWith("_PARTITION") ?? false;
}

/**
 * The lookback of partitions by the time of arrival, unless the source sets another: streamed rows have no partition
 * while they are in the buffer, and get that of the time at which they came. By then the watermark may be beyond it.
 * https://docs.cloud.google.com/bigquery/docs/streaming-data-into-bigquery
 */
const settlingSeconds = secondsOfDay;

/**
 * @param table whose partitions are the cursor, if they are: the beginning is that of one of them.
 * @returns null for a source without a lookback.
 * @throws PipelineError `request_invalid` for the suffix of a table that is no date.
 */
export function lookBack(config: SourceConfig, table: Table | null, type: string, watermark: string): string | null {
  const lookback = lookbackOf(config, type);
  if (lookback === undefined) return null;
  if (hasPartitionCursor(config)) {
    const { lookback_seconds = settlingSeconds } = config;
    const earliest = lookback.before(notInFuture(watermark), lookback_seconds);
    return beginOfPartition(earliest, table?.timePartitioning?.type);
  }
  const amount = Math.max(config.lookback_seconds ?? 0, config.lookback_units ?? 0);
  return amount === 0 ? null : lookback.before(watermark, amount);
}

/** Rows may be written into partitions to come: with these as the watermark, those of every day until then would be hidden. */
function notInFuture(watermark: string): string {
  const now = toTime(Math.floor(Date.now() / 1_000)).slice(0, watermark.length);
  return watermark > now ? now : watermark;
}

/** @param value in UTC: `2024-01-31 12:00:00.123456`, with T or an offset of zero too. */
function timeBefore(value: string, seconds: number): string {
  const { date, time, fraction = "" } = match(/^(?<date>[\d-]+)[T ](?<time>[\d:]+)(?<fraction>\.\d+)?/, value);
  const second = Date.parse(`${date}T${time}Z`) / 1_000 - seconds;
  return second < firstSecond ? toTime(firstSecond) : `${toTime(second)}${fraction}`;
}

/** Rounds down: an hour before a day's partition is in the day before, whose partition begins at midnight. */
function beginOfPartition(value: string, unit = "DAY"): string {
  const kept = { HOUR: 13, DAY: 10, MONTH: 7, YEAR: 4 }[unit] ?? 10;
  return `${value.slice(0, kept)}${"0001-01-01 00:00:00+00".slice(kept, value.length)}`;
}

function dateBefore(value: string, seconds: number): string {
  const second = Date.parse(`${value}T00:00:00Z`) / 1_000 - Math.ceil(seconds / secondsOfDay) * secondsOfDay;
  return toTime(Math.max(second, firstSecond)).slice(0, 10);
}

function suffixBefore(suffix: string, seconds: number): string {
  const date = suffix.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
  const isDate = date !== suffix && !Number.isNaN(Date.parse(date)) && dateBefore(date, 0) === date;
  if (isDate) return dateBefore(date, seconds).replaceAll("-", "");
  const message = `lookback_seconds needs tables of days, with suffixes such as 20240105; the last run ended with "${suffix}"`;
  throw new PipelineError("request_invalid", message);
}

function toTime(second: number): string {
  return new Date(second * 1_000).toISOString().slice(0, 19).replace("T", " ");
}

/** @param scale digits after the point. @param lowest in units of the last of them. */
function numberBefore(scale: number, lowest: bigint): Lookback["before"] {
  return (value, amount) => {
    const { sign, whole, fraction = "" } = match(/^(?<sign>-?)(?<whole>\d+)(\.(?<fraction>\d+))?$/, value);
    const scaled = BigInt(`${sign}${whole}${fraction.padEnd(scale, "0")}`) - BigInt(amount) * 10n ** BigInt(scale);
    return toDecimal(scaled < lowest ? lowest : scaled, scale);
  };
}

function toDecimal(scaled: bigint, scale: number): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(scale + 1, "0");
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  const sign = scaled < 0n ? "-" : "";
  return `${sign}${digits.slice(0, digits.length - scale)}${fraction === "" ? "" : `.${fraction}`}`;
}

function match(pattern: RegExp, watermark: string): Record<string, string | undefined> {
  const groups = pattern.exec(watermark)?.groups;
  if (groups === undefined) throw new PipelineError("run_inconsistent", "the watermark is no value of its type");
  return groups;
}
