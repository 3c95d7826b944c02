import type { Snapshot, Split } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { PageTranscoder, TranscodedPage } from "../transcode/page-transcoder.ts";
import type { BigQueryClient } from "./bigquery-client.ts";
import { tablePath } from "./table.ts";

/** Pages on their way while one is transcoded. */
const pagesAhead = 1;

const maxPageTries = 3;

export interface ReadOptions {
  /** Rows asked for at once; BigQuery may send fewer. */
  readonly pageRows: number;
  /** Columns and fields to send, as BigQuery takes them; everything unless said. */
  readonly selectedFields?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The rows of a split, page by page, in the snapshot's order. By `startIndex`, so that a page can be fetched again
 * without its predecessors: https://docs.cloud.google.com/bigquery/docs/paging-results
 *
 * @param onPage gets a view that is valid until it resolves.
 * @throws PipelineError `source_snapshot_expired` when the snapshot is gone.
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
  const pages = new PageQueue((startIndex, maxResults) => fetchPage(client, snapshot, startIndex, maxResults, options));
  let row = split.firstRow;
  let pageRows = options.pageRows;
  while (row < end) {
    for (let ahead = 0; ahead <= pagesAhead; ahead++) {
      const start = row + ahead * pageRows;
      if (start < end) pages.request(start, Math.min(pageRows, end - start));
    }
    const page = await transcodeNext(pages, row, Math.min(pageRows, end - row), transcoder);
    if (page.rowCount === 0) {
      throw new PipelineError("source_response_invalid", "BigQuery sent no rows where there are some", { row });
    }
    await onPage(page);
    const isShort = page.rowCount < Math.min(pageRows, end - row);
    row += page.rowCount;
    // BigQuery cuts pages by size; asking for what it sends makes the page ahead the right one.
    if (isShort) {
      pageRows = page.rowCount;
      pages.clear();
    }
  }
}

/** A page that arrives garbled is fetched again, a few times. */
async function transcodeNext(
  pages: PageQueue,
  row: number,
  maxResults: number,
  transcoder: PageTranscoder,
): Promise<TranscodedPage> {
  for (let tries = 1; ; tries++) {
    try {
      return transcoder.transcode(await pages.take(row));
    } catch (error) {
      const isGarbled = error instanceof PipelineError && error.code === "source_response_invalid";
      if (!isGarbled || tries === maxPageTries) throw inSnapshot(error, row);
      pages.request(row, maxResults);
    }
  }
}

/** A refused cell by its row in the snapshot: the page means nothing to a person. */
function inSnapshot(error: unknown, firstRow: number): unknown {
  if (!(error instanceof PipelineError) || error.code !== "value_not_representable") return error;
  const { column, row_in_page, reason } = error.facts;
  const row = firstRow + Number(row_in_page);
  const message = `column "${column}" cannot be carried over in row ${row} of the snapshot: ${reason}`;
  return new PipelineError(error.code, message, { column, row, reason });
}

/** Pages that were asked for, by their first row. */
class PageQueue {
  readonly #fetch: (startIndex: number, maxResults: number) => Promise<Uint8Array>;
  readonly #pages = new Map<number, Promise<Uint8Array>>();

  constructor(fetch: (startIndex: number, maxResults: number) => Promise<Uint8Array>) {
    this.#fetch = fetch;
  }

  request(startIndex: number, maxResults: number): void {
    if (this.#pages.has(startIndex)) return;
    const page = this.#fetch(startIndex, maxResults);
    // It is awaited later, or not at all when an earlier page fails.
    page.catch(() => undefined);
    this.#pages.set(startIndex, page);
  }

  async take(startIndex: number): Promise<Uint8Array> {
    const page = this.#pages.get(startIndex)!;
    this.#pages.delete(startIndex);
    return page;
  }

  clear(): void {
    this.#pages.clear();
  }
}

async function fetchPage(
  client: BigQueryClient,
  { project, dataset, table }: Snapshot,
  startIndex: number,
  maxResults: number,
  { selectedFields, signal }: ReadOptions,
): Promise<Uint8Array> {
  const path = `${tablePath({ projectId: project, datasetId: dataset, tableId: table })}/data`;
  const query = { startIndex, maxResults, selectedFields, "formatOptions.useInt64Timestamp": "true" };
  try {
    return await client.page({ path, query }, signal, assertComplete);
  } catch (error) {
    if (!(error instanceof PipelineError) || error.code !== "source_not_found") throw error;
    throw new PipelineError("source_snapshot_expired", "the snapshot that the run reads is gone", {}, { cause: error });
  }
}

/** A body cut short without a length, as proxies do, does not end like JSON. */
function assertComplete(bytes: Uint8Array): Uint8Array {
  const last = bytes.findLast((byte) => byte > 0x20);
  if (last === 0x7d) return bytes;
  throw new PipelineError("source_response_invalid", "BigQuery's page was cut short", { byte_count: bytes.length });
}
