import type { DuckDBConnection } from "@duckdb/node-api";
import { LRUCache } from "lru-cache";

import { rowSql, type TimestampFormat } from "../wire/cell-sql.ts";
import { rowBytesSql } from "../wire/size-sql.ts";
import type { Connections } from "./connections.ts";
import { BLOCK_ROWS, type StoredColumn, type StoredTable } from "./stored-table.ts";

/** Rows `from` up to, not including, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** The client's request, and BigQuery's limit. */
export interface PageRequest {
  readonly startIndex: number;
  readonly maxResults: number;
  /** Logical bytes; BigQuery cuts tabledata.list near 10 MB and getQueryResults near 20 MB. */
  readonly maxBytes: number;
}

/**
 * Plans a page: as many rows as requested, cut at the limit in bytes, and at least one.
 * https://cloud.google.com/bigquery/docs/paging-results
 */
export async function planPage(connections: Connections, table: StoredTable, request: PageRequest): Promise<RowRange> {
  const from = Math.min(request.startIndex, table.rowCount);
  const to = Math.min(from + request.maxResults, table.rowCount);
  if (from === to || bytesAtMost(table, { from, to }) <= request.maxBytes) return { from, to };
  const fitting = await connections.use((connection) =>
    countFittingRows(connection, table, { from, to }, request.maxBytes),
  );
  return { from, to: from + Math.max(1, fitting) };
}

/** The bytes of every block the range touches. */
function bytesAtMost(table: StoredTable, range: RowRange): number {
  const before = table.bytesBeforeBlock[Math.floor(range.from / BLOCK_ROWS)] ?? 0;
  return (table.bytesBeforeBlock[Math.ceil(range.to / BLOCK_ROWS)] ?? before) - before;
}

/** Whole blocks use the table's sums; only rows of the first and of the last block are read. */
async function countFittingRows(
  connection: DuckDBConnection,
  table: StoredTable,
  range: RowRange,
  maxBytes: number,
): Promise<number> {
  let at = range.from;
  let budget = maxBytes;
  while (at < range.to) {
    const block = Math.floor(at / BLOCK_ROWS);
    const end = Math.min((block + 1) * BLOCK_ROWS, range.to);
    const bytes = bytesAtMost(table, { from: at, to: end });
    const isWholeBlock = at % BLOCK_ROWS === 0;
    if (!isWholeBlock || bytes > budget) {
      const part = await sumRows(connection, table, { from: at, to: end }, budget);
      if (part.rows < end - at) return at + part.rows - range.from;
      budget -= part.bytes;
    } else budget -= bytes;
    at = end;
  }
  return range.to - range.from;
}

async function sumRows(connection: DuckDBConnection, table: StoredTable, range: RowRange, budget: number) {
  const bytes = rowBytesSql(table.columns.map((column) => column.field));
  const result = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, coalesce(max(total), 0)::DOUBLE
     FROM (SELECT sum(${bytes}) OVER (ORDER BY rowid) AS total FROM ${table.sqlName}
           WHERE rowid >= ${range.from} AND rowid < ${range.to}) AS sums
     WHERE total <= ${budget}`,
  );
  const [row] = result.getRowsJS();
  return { rows: Number(row?.[0]), bytes: Number(row?.[1]) };
}

/** Pieces of one sandbox's pages by the query that reads them. Tables never change. */
export type PieceCache = LRUCache<string, Uint8Array>;

/**
 * Demos and tests read small tables repeatedly: for a table with every type each piece took DuckDB 0.1 s to plan and
 * 0.05 ms a row. The memory is in addition to DuckDB's.
 */
export function createPieceCache(): PieceCache {
  return new LRUCache({ maxSize: 16_000_000, sizeCalculation: (piece, sql) => piece.length + 2 * sql.length });
}

/**
 * Reads a page's rows as JSON text, comma-separated, in pieces of about 2 MB, so that memory does not grow with the
 * page. Smaller pieces cost more per row, because each is a separate query.
 */
export async function* readPage(
  { pages, pieces }: { readonly pages: Connections; readonly pieces: PieceCache },
  table: StoredTable,
  columns: readonly StoredColumn[],
  range: RowRange,
  format: TimestampFormat,
): AsyncGenerator<Uint8Array> {
  const row = rowSql(columns, format);
  const step = pieceRows(table, range.to - range.from);
  for (let at = range.from; at < range.to; at += step) {
    if (at > range.from) yield COMMA;
    const to = Math.min(at + step, range.to);
    const sql = pieceSql(table, row, { from: at, to });
    const kept = pieces.get(sql);
    const piece = kept ?? (await pages.use((connection) => readPiece(connection, sql)));
    if (kept === undefined && table.byteCount < maxKeptBytes) pieces.set(sql, piece);
    yield piece;
  }
}

const COMMA = new Uint8Array([0x2c]);
const PIECE_BYTES = 2_000_000;
/** Pieces of larger tables would only evict each other. */
const maxKeptBytes = 4_000_000;

/** Rows of pieces of equal size. A row's JSON is estimated from its logical bytes and its number of columns. */
function pieceRows(table: StoredTable, rowCount: number): number {
  const bytesPerRow = table.columns.length * 10 + (1.5 * table.byteCount) / Math.max(1, table.rowCount);
  const pieces = Math.ceil((rowCount * bytesPerRow) / PIECE_BYTES);
  return Math.ceil(rowCount / Math.max(1, pieces));
}

/** Order: DuckDB runs with one thread per query, and then scans and string_agg keep the order of rowid. */
function pieceSql(table: StoredTable, row: string, { from, to }: RowRange): string {
  return `SELECT encode(string_agg(${row}, ',')) FROM ${table.sqlName} WHERE rowid >= ${from} AND rowid < ${to}`;
}

async function readPiece(connection: DuckDBConnection, sql: string) {
  const chunk = await (await connection.run(sql)).fetchChunk();
  const blob = chunk?.getColumnVector(0).getItem(0);
  if (blob === null || typeof blob !== "object" || !("bytes" in blob)) throw new Error("A page piece came back empty");
  return blob.bytes;
}
