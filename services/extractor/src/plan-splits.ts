/** Cuts a snapshot into splits and batches. Pure: the same snapshot gives the same plan. */
import type { Split } from "@datamantri/contracts";

export interface SnapshotSize {
  readonly rowCount: number;
  readonly columnCount: number;
  /** BigQuery's logical size; null when unknown. */
  readonly averageRowBytes: number | null;
  /** Configured maximum of rows in a batch; 0 for none. */
  readonly batchSize: number;
  /** True if one page has every row, whatever is asked for: then one split reads it once. */
  readonly isOnePage: boolean;
}

export interface SplitPlan {
  readonly batchRows: number;
  /** Rows of a page. */
  readonly pageRows: number;
  readonly splits: Split[];
}

/** Throughput does not grow above 1 MB a message; latency and memory do. */
const targetBatchBytes = 1.25 * 2 ** 20;

/** More rows make a transaction no faster, but a redelivery slower. */
const maxBatchRows = 50_000;

/** One to a few seconds of reading: the longest time that a small run waits behind a big one. */
const targetSplitBytes = 48 * 2 ** 20;
const maxSplitRows = 250_000;

/** Keeps the plan one message; larger snapshots get larger splits. */
const maxSplits = 10_000;

/** Assumed logical size if BigQuery does not report it. */
const assumedRowBytes = 256;

/** Consecutive splits of whole batches that cover every row once. */
export function planSplits(size: SnapshotSize): SplitPlan {
  const rowBytes = estimateCopyBytes(size);
  const wish = size.batchSize > 0 ? size.batchSize : maxBatchRows;
  const batchRows = clamp(Math.floor(targetBatchBytes / rowBytes), 1, Math.min(wish, maxBatchRows));
  const wanted = clamp(Math.floor(targetSplitBytes / rowBytes), batchRows, maxSplitRows);
  const least = Math.ceil(size.rowCount / maxSplits);
  const splitRows = Math.ceil(Math.max(wanted, least) / batchRows) * batchRows;
  if (size.isOnePage) return { batchRows, pageRows: size.rowCount, splits: cut(size.rowCount, size.rowCount) };
  return { batchRows, pageRows: planPageRows(size), splits: cut(size.rowCount, splitRows) };
}

/** Rows of a page with about 4 MiB of JSON: small enough for the memory, large enough for the round trip. */
function planPageRows(size: Pick<SnapshotSize, "columnCount" | "averageRowBytes">): number {
  const jsonBytes = (size.averageRowBytes ?? assumedRowBytes) * 2 + size.columnCount * 12 + 10;
  return clamp(Math.floor((4 * 2 ** 20) / jsonBytes), 1, 100_000);
}

/** Binary COPY has two bytes more per row and four per column. */
function estimateCopyBytes({ averageRowBytes, columnCount }: SnapshotSize): number {
  return (averageRowBytes ?? assumedRowBytes) + 4 * columnCount + 2;
}

function cut(rowCount: number, splitRows: number): Split[] {
  const count = Math.ceil(rowCount / splitRows);
  return Array.from({ length: count }, (_, split) => {
    const firstRow = split * splitRows;
    return { split, firstRow, rowCount: Math.min(splitRows, rowCount - firstRow) };
  });
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), Math.max(min, max));
}
