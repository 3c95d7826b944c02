/** Copies the rows of new batches into the staging table; rows that PostgreSQL refuses become rejects. */
import { crc32 } from "node:zlib";
import type pg from "pg";

import type { LoadedBatch, Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { copyGoodRows } from "./copy-good-rows.ts";
import { sendTuples } from "./send-tuples.ts";
import { TupleRows } from "./find-row-ends.ts";
import { rejectLedgerRow } from "../ledger/ledger.ts";
import { insertRejects, rejectsExceeded, rowRejected, type RejectedRow } from "../rejects/rejects.ts";
import { describeRowError, isRowError } from "../rejects/row-errors.ts";
import { RowViewer } from "../rejects/row-viewer.ts";

type Batch = Message<"RowBatch">;

interface LoadingRun {
  readonly runId: string;
  readonly maxRejects: number;
  /** Names, in the order of the tuples' fields. */
  readonly columns: readonly string[];
  /** Reads the names in the catalog, which the reason of a reject may contain. */
  readonly readNames: () => Promise<ReadonlySet<string>>;
}

/** Reads a batch's row from the object store, piece by piece. @throws PipelineError `object_lost` */
export type ReadObject = (batch: Batch) => AsyncIterable<Uint8Array>;

/**
 * Copies rows. Without a bad row it is one COPY behind a savepoint.
 *
 * Failure: in the caller's transaction, with the ledger's entries: every row is staged or rejected, or nothing is.
 *
 * @param batches only one, if its row is in the object store.
 * @returns the number of rows of each batch that were loaded and rejected.
 * @throws PipelineError `row_rejected` where no rejects are allowed, `rejects_exceeded`.
 */
export async function loadRows(
  client: pg.PoolClient,
  run: LoadingRun,
  staging: string,
  batches: readonly Batch[],
  readObject: ReadObject,
): Promise<LoadedBatch[]> {
  const { runId, maxRejects, columns } = run;
  const rejects = batches.flatMap(extractorRejects);
  if (rejects.length > 0 && maxRejects === 0) throw rowRejected(rejects[0]!);
  const loaded = batches.map(({ split, sequence, part, rowCount, rejects: made }) => {
    return { split, sequence, part, rowCount, rejectedCount: made.length };
  });
  const error = await tryCopy(client, staging, columns, readTuples(batches, readObject));
  if (error !== undefined) {
    const names = await run.readNames();
    const isLargeRow = batches[0]!.objectChunks > 0;
    const bad = isLargeRow
      ? [refuseLargeRow(batches[0]!, run, error, names)]
      : await bisect(client, run, staging, batches, rejects.length, names);
    for (const refused of bad) {
      const batch = loaded[refused.batch]!;
      batch.rowCount--;
      batch.rejectedCount++;
      rejects.push(refused.row);
      await rejectLedgerRow(client, runId, batch);
    }
  }
  await insertRejects(client, runId, rejects, maxRejects);
  return loaded;
}

async function* readTuples(batches: readonly Batch[], readObject: ReadObject): AsyncGenerator<Uint8Array> {
  for (const batch of batches) {
    if (batch.objectChunks === 0) yield batch.tuples;
    else yield* intactPieces(batch, readObject(batch));
  }
}

/** PostgreSQL has the row by then, but not the end of the COPY. @throws PipelineError `message_malformed` */
async function* intactPieces(batch: Batch, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { runId, split, sequence, objectBytes } = batch;
  let [byteCount, checksum] = [0, 0];
  for await (const piece of pieces) {
    byteCount += piece.length;
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (byteCount === objectBytes && checksum === batch.checksum) return;
  throw new PipelineError("message_malformed", `the row of batch ${split}.${sequence} does not match its checksum`, {
    run_id: runId,
  });
}

/** The tuple is not stored: a replay would have to hold it in memory. */
function refuseLargeRow(
  batch: Batch,
  run: LoadingRun,
  error: pg.DatabaseError,
  names: ReadonlySet<string>,
): RefusedRow {
  const { split, firstRow } = batch;
  const described = describeRowError(error, run.columns, names);
  const row = { split, rowNumber: firstRow, ...described, sourceRow: null, tuple: null };
  if (run.maxRejects === 0) throw rowRejected(row);
  return { batch: 0, row };
}

interface RefusedRow {
  /** Index of its batch. */
  readonly batch: number;
  readonly row: RejectedRow;
}

/** Stages the good rows and returns the others. */
async function bisect(
  client: pg.PoolClient,
  { maxRejects, columns }: LoadingRun,
  staging: string,
  batches: readonly Batch[],
  rejectedBefore: number,
  names: ReadonlySet<string>,
): Promise<RefusedRow[]> {
  const rows = new TupleRows(
    batches.map(({ tuples }) => tuples),
    columns.length,
  );
  const refused: RefusedRow[] = [];
  const refuse = (row: number, error: pg.DatabaseError): void => {
    const { piece, index } = rows.locate(row);
    const { split } = batches[piece]!;
    const rowNumber = toRowNumber(batches[piece]!, index);
    const [tuple] = rows.slice(row, row + 1);
    const reject = { split, rowNumber, ...describeRowError(error, columns, names), sourceRow: null, tuple: tuple! };
    if (maxRejects === 0) throw rowRejected(reject);
    refused.push({ batch: piece, row: reject });
    // If most rows are bad, bisecting costs more than a load ever would.
    const count = rejectedBefore + refused.length;
    if (count > maxRejects) throw rejectsExceeded(count, maxRejects, `the last one because ${reject.reason}`);
  };
  await copyGoodRows(rows.rowCount, (from, to) => tryCopy(client, staging, columns, rows.slice(from, to)), refuse);
  await using viewer = new RowViewer(client, staging, columns);
  const shown: RefusedRow[] = [];
  for (const { batch, row } of refused) {
    shown.push({ batch, row: { ...row, sourceRow: await viewer.view(row.tuple) } });
  }
  return shown;
}

/** @returns PostgreSQL's error for one of the rows; then none of them is staged. */
export async function tryCopy(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  tuples: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<pg.DatabaseError | undefined> {
  await client.query("savepoint rows");
  try {
    await sendTuples(client, table, columns, tuples);
    await client.query("release savepoint rows");
    return undefined;
  } catch (error) {
    if (!isRowError(error)) throw error;
    await client.query("rollback to savepoint rows; release savepoint rows");
    return error;
  }
}

function extractorRejects({ split, rejects }: Batch): RejectedRow[] {
  return rejects.map(({ rowNumber, columns, reason, sourceRow, tuple }) => ({
    split,
    rowNumber,
    columns,
    sqlstate: null,
    reason,
    sourceRow: sourceRow === "" ? null : sourceRow,
    tuple: tuple.length === 0 ? null : tuple,
  }));
}

/** Row number in the snapshot of the batch's tuple `index`: rejected rows have a number but no tuple. */
function toRowNumber({ firstRow, rejects }: Batch, index: number): number {
  let row = firstRow + index;
  for (const { rowNumber } of rejects) if (rowNumber <= row) row++;
  return row;
}
