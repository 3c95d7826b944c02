/** BigQuery's on-demand price of a query: https://cloud.google.com/bigquery/pricing#on_demand_pricing */
import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

/** Minimum billed for each table in a query, and for each query. */
const minBilledBytes = 10 * 2 ** 20;

/** The extractor's settings. */
export interface Billing {
  /** Limit for sources without their own. */
  readonly maximumBytesBilled: number;
  readonly pricePerTibUsd: number;
  /** Whether queries may run at a server, not Google's, that does not check them by a dry run. Default: no. */
  readonly allowsUncheckedQueries?: boolean;
}

/** The result of a dry run. */
export interface DryRunBytes {
  readonly bytesProcessed: number;
  /** Tables that the query refers to. */
  readonly tableCount: number;
}

/** Bytes that a query bills at most: whole megabytes and the minimum. A query that reads nothing is free. */
export function toBilledBytes({ bytesProcessed, tableCount }: DryRunBytes): number {
  if (bytesProcessed === 0) return 0;
  const whole = Math.ceil(bytesProcessed / 2 ** 20) * 2 ** 20;
  return Math.max(whole, minBilledBytes * Math.max(tableCount, 1));
}

export function toUsd(bytes: number, { pricePerTibUsd }: Billing): number {
  return (bytes / 2 ** 40) * pricePerTibUsd;
}

/** The limit sent with every query job. */
export function billingLimit(config: SourceConfig, billing: Billing): number {
  return config.maximum_bytes_billed === undefined ? billing.maximumBytesBilled : Number(config.maximum_bytes_billed);
}

/**
 * @param what bills them, for the message.
 * @throws PipelineError `cost_limit_exceeded` when a query would bill more than its source allows.
 */
export function assertAffordable(bytes: number, config: SourceConfig, billing: Billing, what = "the query"): void {
  const limit = billingLimit(config, billing);
  if (bytes <= limit) return;
  const cost = `${formatBytes(bytes)} (${formatUsd(toUsd(bytes, billing))})`;
  throw new PipelineError(
    "cost_limit_exceeded",
    `${what} would bill ${cost}; maximum_bytes_billed allows ${formatBytes(limit)}`,
    { bytes, limit },
  );
}

const units = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** `286.1 MiB` */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const value = bytes / 2 ** (10 * power);
  return `${value.toLocaleString("en-US", { maximumFractionDigits: 1 })} ${units[power]}`;
}

/** `0.0017 USD` */
export function formatUsd(usd: number): string {
  return `${usd.toLocaleString("en-US", { maximumSignificantDigits: 2 })} USD`;
}
