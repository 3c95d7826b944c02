/**
 * The ledger: records which batches of a run its staging table holds, beside the rows and committed with them. The
 * ledger decides what is loaded, not memory or acknowledgements. Its closed runs refuse the batches of late workers.
 */
import type pg from "pg";

import {
  noRunBefore,
  noVerification,
  noWatermark,
  type Verification,
  type Column,
  type LoadedBatch,
  type Message,
  type Watermark,
} from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { toKnownColumn, type KnownColumn } from "../target/known-columns.ts";

export { ledgerSchema } from "@datamantri/api/values";

/** Its tables that every run needs, beside the staging tables of runs. */
export const ledgerTables = ["runs", "batches", "rejects", "verifications", "migrations"] as const;

const openRunRow = `
  insert into datamantri.runs
    (run_id, pipeline_id, target, schema_fingerprint, columns, max_rejects, excluded, follows, state)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')
  on conflict (run_id) do nothing
`;

/** Later runs compare their columns with those of the undone run: the target still has them. */
const openUndo = `
  insert into datamantri.runs (run_id, pipeline_id, target, schema_fingerprint, columns, excluded, state)
  select $1, $2, target, '', columns, excluded, 'open'
  from datamantri.runs
  where run_id = $4 and target = $3
  on conflict (run_id) do nothing
`;

const shareRun = `
  select state, schema_fingerprint, max_rejects, columns
  from datamantri.runs
  where run_id = $1
  for share
`;

const lockRun = `
  select
    state, row_count, rejected_count, max_rejects, watermark, columns, failure,
    (select verification from datamantri.verifications where verifications.run_id = runs.run_id) as verification
  from datamantri.runs
  where run_id = $1
  for update
`;

/** In key order, so that two loaders with the same batches wait for each other instead of deadlocking. */
const insertBatches = `
  insert into datamantri.batches (run_id, split, sequence, part, row_count, checksum, rejected_count)
  select $1, batch.split, batch.sequence, batch.part, batch.row_count, batch.checksum, batch.rejected_count
  from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::int[])
    as batch (split, sequence, part, row_count, checksum, rejected_count)
  order by 2, 3, 4
  on conflict do nothing
  returning split, sequence, part
`;

const readBatches = `
  select split, sequence, part, row_count, rejected_count, checksum
  from datamantri.batches
  where run_id = $1
    and (split, sequence, part) in (select * from unnest($2::int[], $3::int[], $4::int[]))
`;

const moveToRejects = `
  update datamantri.batches
  set row_count = row_count - 1, rejected_count = rejected_count + 1
  where run_id = $1 and split = $2 and sequence = $3 and part = $4
`;

const sumRows = `
  select coalesce(sum(row_count), 0)::bigint as row_count, coalesce(sum(rejected_count), 0)::bigint as rejected_count
  from datamantri.batches
  where run_id = $1
`;

const closeRunRow = `
  update datamantri.runs
  set state = $2, row_count = $3, watermark = $4, rejected_count = $5, closed_at = now(),
    target_oid = case $2 when 'finalized' then to_regclass(target)::oid end
  where run_id = $1
`;

const storeVerification = `insert into datamantri.verifications (run_id, verification) values ($1, $2)`;

const fenceRunRow = `
  update datamantri.runs set failure = $2 where run_id = $1 and state = 'open' and failure is null
`;

const moveBatches = `update datamantri.batches set run_id = $2 where run_id = $1`;

const forgetBatches = `delete from datamantri.batches where run_id = $1`;

export type LedgerState = "open" | "finalized" | "discarded";

type Batch = Message<"RowBatch">;

export interface LedgerRun {
  readonly runId: string;
  readonly pipelineId: string;
  readonly target: string;
  /** Fingerprint of the staging table's columns; empty for a run that will not be loaded. */
  readonly schemaFingerprint: string;
  /** Later runs compare their columns with these. */
  readonly columns: readonly Column[];
  /** Paths in the source that the mapping excludes. */
  readonly excluded: readonly string[];
  /** Maximum number of rejects. */
  readonly maxRejects: number;
  /** The pipeline's last finalized run; empty or `noRunBefore` for none. */
  readonly followsRunId: string;
}

/** What an undo, and a run that is discarded before it was prepared, has no use for. */
export const notLoaded = { schemaFingerprint: "", columns: [], excluded: [], maxRejects: 0, followsRunId: "" } as const;

/** @returns false if the run was already opened. */
export async function openLedgerRun(client: pg.PoolClient, run: LedgerRun): Promise<boolean> {
  const columns = JSON.stringify(run.columns.map(toKnownColumn));
  const excluded = JSON.stringify(run.excluded);
  const { runId, pipelineId, target, schemaFingerprint, maxRejects, followsRunId } = run;
  const follows = ["", noRunBefore].includes(followsRunId) ? null : followsRunId;
  const values = [runId, pipelineId, target, schemaFingerprint, columns, maxRejects, excluded, follows];
  const { rowCount } = await client.query(openRunRow, values);
  return rowCount === 1;
}

/** Opens a run that undoes another, if the ledger has that one. */
export async function openUndoingRun(
  client: pg.PoolClient,
  { runId, pipelineId, target }: Pick<LedgerRun, "runId" | "pipelineId" | "target">,
  undone: string,
): Promise<void> {
  await client.query(openUndo, [runId, pipelineId, target, undone]);
}

/** Prevents the run from being closed until the transaction ends; undefined if the ledger does not have it. */
export async function shareLedgerRun(client: pg.PoolClient, runId: string): Promise<SharedRun | undefined> {
  const { rows } = await client.query<SharedRow>(shareRun, [runId]);
  const [run] = rows;
  if (!run) return undefined;
  const columns = run.columns.map(({ name }) => name);
  const { state, schema_fingerprint: schemaFingerprint, max_rejects } = run;
  return { state, schemaFingerprint, maxRejects: Number(max_rejects), columns };
}

interface SharedRow {
  readonly state: LedgerState;
  readonly schema_fingerprint: string;
  readonly max_rejects: string;
  readonly columns: readonly { readonly name: string }[];
}

interface SharedRun {
  readonly state: LedgerState;
  readonly schemaFingerprint: string;
  readonly maxRejects: number;
  /** Names, in the order of the batches. */
  readonly columns: readonly string[];
}

interface ClosedRun {
  readonly state: LedgerState;
  readonly maxRejects: number;
  /** Names of the run's columns; once finalized, of those it wrote. */
  readonly columnNames: readonly string[];
  /** Why its rows were not moved, and will not be; null while they may be. */
  readonly failure: Failure | null;
}

/** Why a run's rows are never moved. */
export interface Failure {
  /** A code of docs/errors.md. */
  readonly code: string;
  readonly message: string;
}

/** Locks the run for closing it; waits for transactions that are loading. */
export async function lockLedgerRun(client: pg.PoolClient, runId: string): Promise<(Closing & ClosedRun) | undefined> {
  const { rows } = await client.query<LockedRun>(lockRun, [runId]);
  const [run] = rows;
  if (!run) return undefined;
  const { state, row_count, rejected_count, max_rejects, watermark, verification, columns, failure } = run;
  return {
    state,
    failure,
    columnNames: (columns ?? []).map(({ name }) => name),
    rowCount: Number(row_count),
    rejectedCount: Number(rejected_count),
    maxRejects: Number(max_rejects),
    watermark: watermark ?? noWatermark,
    verification: verification ?? noVerification,
  };
}

interface LockedRun {
  readonly state: LedgerState;
  readonly row_count: string | null;
  readonly rejected_count: string;
  readonly max_rejects: string;
  readonly watermark: Watermark | null;
  readonly verification: Verification | null;
  readonly failure: Failure | null;
  /** Null for a run that was discarded before it was prepared. */
  readonly columns: readonly { readonly name: string }[] | null;
}

/** Which batches of a group the ledger already has. */
export interface EnteredBatches {
  /** New batches, whose rows are still to be copied. */
  readonly fresh: readonly Batch[];
  /** Known ones, with their counts of loaded and rejected rows. */
  readonly known: readonly LoadedBatch[];
}

/**
 * Records the batches, each with all of its tuples as loaded.
 *
 * @throws PipelineError `batch_conflict` if one exists with another checksum: one id would mean two contents.
 */
export async function enterBatches(
  client: pg.PoolClient,
  runId: string,
  batches: readonly Batch[],
): Promise<EnteredBatches> {
  const keys = [batches.map((b) => b.split), batches.map((b) => b.sequence), batches.map((b) => b.part)];
  const values = [batches.map((b) => b.rowCount), batches.map((b) => b.checksum), batches.map((b) => b.rejects.length)];
  const { rows } = await client.query<Key>(insertBatches, [runId, ...keys, ...values]);
  const entered = new Set(rows.map(toKey));
  if (entered.size === batches.length) return { fresh: batches, known: [] };
  const listed = await client.query<KnownRow>(readBatches, [runId, ...keys]);
  assertSameChecksums(batches, listed.rows);
  const known = listed.rows.filter((row) => !entered.has(toKey(row))).map(toLoadedBatch);
  return { fresh: batches.filter((batch) => entered.delete(toKey(batch))), known };
}

/** Records that one row of a batch is a reject. */
export async function rejectLedgerRow(client: pg.PoolClient, runId: string, batch: Key): Promise<void> {
  await client.query(moveToRejects, [runId, batch.split, batch.sequence, batch.part]);
}

function toLoadedBatch({ split, sequence, part, row_count, rejected_count }: KnownRow): LoadedBatch {
  return { split, sequence, part, rowCount: row_count, rejectedCount: rejected_count };
}

interface KnownRow extends Key {
  readonly row_count: number;
  readonly rejected_count: number;
  readonly checksum: string;
}

interface Key {
  readonly split: number;
  readonly sequence: number;
  readonly part: number;
}

function toKey({ split, sequence, part }: Key): string {
  return `${split}.${sequence}.${part}`;
}

function assertSameChecksums(batches: readonly Batch[], known: readonly (Key & { checksum: string })[]): void {
  const checksums = new Map(known.map((row) => [toKey(row), Number(row.checksum)]));
  const other = batches.find((batch) => checksums.get(toKey(batch)) !== batch.checksum);
  if (other === undefined) return;
  const { split, sequence, part } = other;
  throw new PipelineError("batch_conflict", `batch ${toKey(other)} arrived again with another checksum`, {
    split,
    sequence,
    part,
  });
}

/** Sums the rows of all batches in the ledger. */
export async function sumLedgerRows(
  client: pg.PoolClient,
  runId: string,
): Promise<{ readonly rowCount: number; readonly rejectedCount: number }> {
  const { rows } = await client.query<{ row_count: string; rejected_count: string }>(sumRows, [runId]);
  return { rowCount: Number(rows[0]!.row_count), rejectedCount: Number(rows[0]!.rejected_count) };
}

/** Moves the batches to the other run. If batches of the first run are redelivered, they find a closed run. */
export async function moveLedgerBatches(client: pg.PoolClient, from: string, to: string): Promise<void> {
  await client.query(moveBatches, [from, to]);
  await closeLedgerRun(client, from);
}

/** Later runs compare their columns with those that were written: what was ignored is new to them too. */
export async function keepWrittenColumns(
  client: pg.PoolClient,
  runId: string,
  columns: readonly KnownColumn[],
): Promise<void> {
  await client.query("update datamantri.runs set columns = $2 where run_id = $1", [runId, JSON.stringify(columns)]);
}

/** Fences the open run: its rows stay in the staging table, and no later finalize moves them. */
export async function fenceLedgerRun(client: pg.PoolClient, runId: string, failure: Failure): Promise<void> {
  await client.query(fenceRunRow, [runId, JSON.stringify(failure)]);
}

/** Values that a finalized run leaves in the ledger. */
export interface Closing {
  /** Written to the target. */
  readonly rowCount: number;
  readonly rejectedCount: number;
  readonly watermark: Watermark;
  readonly verification: Verification;
}

/**
 * Closes the run for every later batch: as finalized, or without `closing` as discarded. Deletes its batches, because
 * the closed run refuses all of them.
 */
export async function closeLedgerRun(client: pg.PoolClient, runId: string, closing?: Closing): Promise<void> {
  const state: LedgerState = closing ? "finalized" : "discarded";
  const watermark = closing && JSON.stringify(closing.watermark);
  await client.query(closeRunRow, [
    runId,
    state,
    closing?.rowCount ?? null,
    watermark ?? null,
    closing?.rejectedCount ?? 0,
  ]);
  await client.query(forgetBatches, [runId]);
  if (closing) await client.query(storeVerification, [runId, JSON.stringify(closing.verification)]);
}
