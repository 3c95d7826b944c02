import type { Snapshot, Split } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { PageTranscoder, TranscodedPage } from "../../transcode/page-transcoder.ts";
import type { BigQueryClient } from "../api/bigquery-client.ts";
import { tablePath } from "../tables/table.ts";

/** Pages being fetched while one is transcoded. */
const pagesAhead = 1;

const maxPageTries = 3;

/**
 * A full page smaller than this may grow four times: the planner aims at 4 MiB. BigQuery cuts at about 10 MB, so one
 * row of 100 MB makes one page small, but not all later ones.
 */
const smallPageBytes = 2 ** 20;

export interface ReadOptions {
  /** Rows requested at once; BigQuery may send fewer. */
  readonly pageRows: number;
  /** Columns and fields to send, in BigQuery's syntax; default: all. */
  readonly selectedFields?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Reads the rows of a split, page by page, in the snapshot's order. Uses `startIndex`, so that a page can be fetched
 * again without its predecessors: https://docs.cloud.google.com/bigquery/docs/paging-results
 *
 * @param onPage gets a view that is valid until it resolves.
 * @throws PipelineError `source_snapshot_expired` when the snapshot no longer exists.
 */
export async function readRows(
  client: BigQueryClient,
  snapshot: Snapshot,
  split: Split,
  transcoder: PageTranscoder,
  options: ReadOptions,
  onPage: (page: TranscodedPage) => Promise<void>,
): Promise<void> {
  const end = split.firstRow + split.rowCount;
  const fetch: FetchPage = (range) => fetchPage(client, snapshot, range, options);
  const pages: RequestedPage[] = [];
  let pageRows = options.pageRows;
  for (let row = split.firstRow; row < end;) {
    while (pages.length <= pagesAhead) {
      const last = pages.at(-1);
      const firstRow = last ? last.firstRow + last.rowCount : row;
      if (firstRow >= end) break;
      pages.push(requestPage(fetch, { firstRow, rowCount: Math.min(pageRows, end - firstRow) }));
    }
    const asked = pages.shift()!;
    const { page, byteCount } = await transcodeNext(asked, fetch, transcoder);
    if (page.rowCount === 0) {
      throw new PipelineError("source_response_invalid", "BigQuery returned an empty page before the last row", {
        row,
      });
    }
    if (page.rowCount > asked.rowCount) {
      // Its rows may be others than those asked for.
      const message = `the server sent ${page.rowCount} rows where ${asked.rowCount} were asked for: it does not cut a table into pages`;
      throw new PipelineError("source_response_refused", message, { row });
    }
    await onPage(page);
    row += page.rowCount;
    if (page.rowCount < asked.rowCount) {
      // BigQuery cuts pages by size; requesting as many rows as it sent makes the next page the right one.
      pageRows = page.rowCount;
      pages.length = 0;
    } else if (byteCount < smallPageBytes) {
      pageRows = Math.min(pageRows * 4, options.pageRows);
    }
  }
}

interface PageRange {
  readonly firstRow: number;
  readonly rowCount: number;
}

type FetchPage = (range: PageRange) => Promise<Uint8Array>;

interface RequestedPage extends PageRange {
  readonly bytes: Promise<Uint8Array>;
}

function requestPage(fetch: FetchPage, range: PageRange): RequestedPage {
  const bytes = fetch(range);
  // Awaited later, or never if an earlier page fails.
  bytes.catch(() => undefined);
  return { ...range, bytes };
}

/** A page that arrives garbled is fetched again, a limited number of times. What comes twice is what the server has. */
async function transcodeNext(
  asked: RequestedPage,
  fetch: FetchPage,
  transcoder: PageTranscoder,
): Promise<{ readonly page: TranscodedPage; readonly byteCount: number }> {
  const { firstRow } = asked;
  let before: Uint8Array | undefined;
  for (let tries = 1, { bytes } = asked; ; tries++) {
    const body = await bytes.catch((error: unknown) => {
      if (tries === maxPageTries || !isGarbled(error)) throw error;
    });
    try {
      if (body) return { page: transcoder.transcode(body), byteCount: body.length };
    } catch (error) {
      if (!isGarbled(error)) throw inSnapshot(error, firstRow);
      if (before !== undefined && Buffer.compare(before, body!) === 0) throw toMisfit(error, firstRow);
      if (tries === maxPageTries) throw error;
      before = body!;
    }
    bytes = fetch(asked);
  }
}

function isGarbled(error: unknown): error is PipelineError {
  return error instanceof PipelineError && error.code === "source_response_invalid";
}

/** A page that does not fit the snapshot's columns whenever it is asked for: another try would find the same. */
function toMisfit(error: PipelineError, firstRow: number): PipelineError {
  const message = `the rows from ${firstRow} on do not fit the columns of the plan: ${error.message}`;
  return new PipelineError("source_response_refused", message, { ...error.facts, row: firstRow }, { cause: error });
}

/** Reports a refused cell by its row in the snapshot: a position in a page means nothing to people. */
function inSnapshot(error: unknown, firstRow: number): unknown {
  if (!(error instanceof PipelineError) || error.code !== "value_not_representable") return error;
  const { column, row_in_page, reason } = error.facts;
  const row = firstRow + Number(row_in_page);
  const message = `cannot convert column "${column}" in row ${row} of the snapshot: ${reason}`;
  return new PipelineError(error.code, message, { column, row, reason });
}

async function fetchPage(
  client: BigQueryClient,
  { project, dataset, table }: Snapshot,
  { firstRow: startIndex, rowCount: maxResults }: PageRange,
  { selectedFields, signal }: ReadOptions,
): Promise<Uint8Array> {
  const path = `${tablePath({ projectId: project, datasetId: dataset, tableId: table })}/data`;
  const query = { startIndex, maxResults, selectedFields, "formatOptions.useInt64Timestamp": "true" };
  try {
    return await client.page({ path, query }, signal, assertComplete);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    if (error.code === "row_too_large") {
      const message = `cannot read row ${startIndex} of the snapshot: ${error.message}`;
      throw new PipelineError(error.code, message, { row: startIndex }, { cause: error });
    }
    if (error.code !== "source_not_found") throw error;
    throw new PipelineError("source_snapshot_expired", "the snapshot that the run reads is gone", {}, { cause: error });
  }
}

/** A body without length that a proxy truncated does not end like JSON. */
function assertComplete(bytes: Uint8Array): Uint8Array {
  const last = bytes.findLast((byte) => byte > 0x20);
  if (last === 0x7d) return bytes;
  throw new PipelineError("source_response_invalid", "BigQuery's page is truncated", { byte_count: bytes.length });
}
