import { createHmac } from "node:crypto";

import type { Column, ColumnStatistics } from "@datamantri/contracts";

import { aggregatesOf, type StagingDetail, type StatisticName } from "./statements.ts";

/**
 * Statistics of a table's rows. Minimum, maximum, sums and hashes are digests: they only show whether two are equal.
 */
export interface Statistics {
  readonly rowCount: number;
  /** Empty when no column is compared by value. */
  readonly rowsHash: string;
  readonly columns: readonly ColumnStatistics[];
}

/**
 * Converts a statement's only row to statistics that may leave the process.
 *
 * @param key of the run, unknown to readers of streams or the stored verification: without it a digest could be guessed
 *   from likely values.
 */
export function toStatistics(
  columns: readonly Column[],
  values: readonly (string | null)[],
  detail: StagingDetail,
  key: string,
): Statistics {
  const found = new Map(
    aggregatesOf(columns, detail).map(({ column, name }, i) => [`${column}:${name}`, values[i] ?? null]),
  );
  const count = (column: number, name: StatisticName): number => Number(found.get(`${column}:${name}`));
  const digest = (column: number, name: StatisticName): string => {
    const value = found.get(`${column}:${name}`);
    return value === undefined ? "" : keyedDigest(key, [columns[column]?.name ?? "", name, value]);
  };
  return {
    rowCount: count(-1, "row_count"),
    rowsHash: digest(-1, "rows_hash"),
    columns: columns.map(({ name }, i) => ({
      name,
      nullCount: count(i, "null_count"),
      min: digest(i, "min"),
      max: digest(i, "max"),
      sum: digest(i, "sum"),
      hash: digest(i, "hash"),
    })),
  };
}

/**
 * 128 bits of an HMAC; column and statistic are included, so that equal values of two columns get different digests.
 */
function keyedDigest(key: string, parts: readonly (string | null)[]): string {
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
