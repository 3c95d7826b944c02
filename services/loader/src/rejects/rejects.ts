/**
 * Rejected rows, stored beside the ledger. They are recorded in the transaction that records their batch, so a planned
 * row is loaded or rejected, never both.
 */
import type pg from "pg";

import type { DestinationConfig, RejectReason } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

export interface RejectedRow {
  readonly split: number;
  /** Row number in the snapshot, from 0. */
  readonly rowNumber: number;
  /** Columns with invalid values; empty if unknown. */
  readonly columns: readonly string[];
  /** Null when the extractor rejected it. */
  readonly sqlstate: string | null;
  /** Never contains a value. */
  readonly reason: string;
  /** JSON text; null when the row cannot be shown. */
  readonly sourceRow: string | null;
  /** Tuple for a replay; null when it was too large to be stored. */
  readonly tuple: Uint8Array | null;
}

const insertRows = `
  insert into datamantri.rejects
    (run_id, pipeline_id, target, split, row_number, column_names, sqlstate, reason, source_row, tuple)
  select runs.run_id, runs.pipeline_id, runs.target, split, row_number,
    array(select json_array_elements_text(column_names)), sqlstate, reason, source_row, tuple
  from datamantri.runs,
    unnest($2::int[], $3::bigint[], $4::json[], $5::text[], $6::text[], $7::json[], $8::bytea[])
      as row (split, row_number, column_names, sqlstate, reason, source_row, tuple)
  where runs.run_id = $1
`;

/** Serialises transactions that count a run's rejects; concurrent ones could each stay below the limit. */
const lockRejects = `select pg_advisory_xact_lock(hashtextextended('datamantri.rejects ' || $1, 0))`;

const moveRows = `update datamantri.rejects set run_id = $2 where run_id = $1`;

const countRows = `select count(*)::int as count from datamantri.rejects where run_id = $1`;

const countReasons = `
  select count(*)::int as count, reason, coalesce('"' || nullif(array_to_string(column_names, '", "'), '') || '"', '') as columns
  from datamantri.rejects
  where run_id = $1
  group by reason, column_names
  order by 1 desc, 2, 3
  limit 5
`;

const listReasons = `
  select reason, sqlstate, column_names as columns, count(*)::int as row_count, count(replayed_at)::int as replayed_count,
    (array_agg(row_number::float8 order by row_number))[1:100] as row_numbers
  from datamantri.rejects
  where run_id = $1
  group by reason, sqlstate, column_names
  order by count(*) desc, reason, column_names
  limit 100
`;

/** Moves the rejects to the other run. */
export async function moveRejects(client: pg.PoolClient, from: string, to: string): Promise<void> {
  await client.query(moveRows, [from, to]);
}

/** Reasons of the run's rejects, most frequent first; no values. */
export async function listRejectReasons(client: pg.PoolClient, runId: string): Promise<readonly RejectReason[]> {
  return (await client.query<RejectReason>(listReasons, [runId])).rows;
}

/** @returns the number of rejected rows of the run. */
export async function countRejects(client: pg.PoolClient, runId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(countRows, [runId]);
  return rows[0]!.count;
}

/** Returns the maximum number of rejects of a run. */
export function toMaxRejects({ rejects }: DestinationConfig, plannedRowCount: number): number {
  if (rejects === undefined) return 0;
  const { max_rows = plannedRowCount, max_share = 1 } = rejects;
  return Math.min(max_rows, Math.floor(max_share * plannedRowCount));
}

/** @throws PipelineError `rejects_exceeded` when the run has more than allowed. */
export async function insertRejects(
  client: pg.PoolClient,
  runId: string,
  rows: readonly RejectedRow[],
  maxRejects: number,
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(lockRejects, [runId]);
  await client.query(insertRows, [
    runId,
    rows.map(({ split }) => split),
    rows.map(({ rowNumber }) => rowNumber),
    rows.map(({ columns }) => JSON.stringify(columns)),
    rows.map(({ sqlstate }) => sqlstate),
    rows.map(({ reason }) => reason),
    rows.map(({ sourceRow }) => sourceRow),
    rows.map(({ tuple }) => tuple && Buffer.from(tuple.buffer, tuple.byteOffset, tuple.byteLength)),
  ]);
  await assertRejectsAllowed(client, runId, maxRejects);
}

/** @returns the number of rejected rows of the run. @throws PipelineError `rejects_exceeded` */
export async function assertRejectsAllowed(client: pg.PoolClient, runId: string, maxRejects: number): Promise<number> {
  const count = await countRejects(client, runId);
  if (count <= maxRejects) return count;
  const reasons = await client.query<{ count: number; reason: string; columns: string }>(countReasons, [runId]);
  const list = reasons.rows.map(
    (row) => `${row.count} × ${row.reason}${row.columns === "" ? "" : ` (${row.columns})`}`,
  );
  throw rejectsExceeded(count, maxRejects, list.join(", "));
}

export function rejectsExceeded(count: number, maxRejects: number, reasons: string): PipelineError {
  const message = `${count} rows were rejected, more than the limit of ${maxRejects}: ${reasons}`;
  return new PipelineError("rejects_exceeded", message, { rejected: count, allowed: maxRejects });
}

/** The error for a refused row where the pipeline allows no rejects. */
export function rowRejected({ split, rowNumber, columns, sqlstate, reason }: RejectedRow): PipelineError {
  const where = columns.length === 0 ? "" : ` in column "${columns.join('", "')}"`;
  const message = `row ${rowNumber} of the snapshot (split ${split}) cannot be loaded: ${reason}${where}`;
  return new PipelineError("row_rejected", message, { split, row: rowNumber, column: columns[0], sqlstate });
}
