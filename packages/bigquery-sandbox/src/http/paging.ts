import { invalid } from "../errors.ts";
import { planPage, readPage, type RowRange } from "../storage/page.ts";
import type { StoredColumn, StoredTable } from "../storage/stored-table.ts";
import type { TimestampFormat } from "../wire/cell-sql.ts";
import { readUnsigned, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";

/** Logical bytes at which a page of tabledata.list ends. https://cloud.google.com/bigquery/docs/paging-results */
export const TABLE_PAGE_BYTES = 10_000_000;
/** The same for getQueryResults. */
export const RESULT_PAGE_BYTES = 20_000_000;
/** The same for the first page, which jobs.query returns itself. */
export const QUERY_PAGE_BYTES = 10_000_000;

/** Start and size of a requested page. */
export interface PageParameters {
  readonly startIndex?: string | null | undefined;
  readonly pageToken?: string | null | undefined;
  readonly maxResults?: string | null | undefined;
}

/** The rows to read, with the name that is part of their page tokens. */
export interface PageSource {
  readonly tokenScope: string;
  readonly table: StoredTable;
  readonly columns: readonly StoredColumn[];
  readonly format: TimestampFormat;
  readonly maxBytes: number;
}

/** `totalRows`, `pageToken` and the rows. */
export async function pageOf(services: Services, source: PageSource, parameters: PageParameters): Promise<Reply> {
  const { table } = source;
  const startIndex = readStart(source, parameters);
  const maxResults = readUnsigned(parameters.maxResults, "maxResults") ?? Number.MAX_SAFE_INTEGER;
  const range = await planPage(services.pages, table, { startIndex, maxResults, maxBytes: source.maxBytes });
  const hasMore = range.to < table.rowCount && maxResults > 0;
  return {
    envelope: {
      totalRows: String(table.rowCount),
      ...(hasMore ? { pageToken: toPageToken(source.tokenScope, range) } : {}),
    },
    rows: range.from === range.to ? undefined : readPage(services, table, source.columns, range, source.format),
  };
}

function readStart(source: PageSource, parameters: PageParameters): number {
  const start = readUnsigned(parameters.startIndex, "startIndex");
  const token = parameters.pageToken;
  if (token === null || token === undefined || token === "") return start ?? 0;
  // Java's client sends startIndex=0 beside each token.
  if (start !== undefined && start !== 0) throw invalid("Cannot set both startIndex and pageToken.");
  return readPageToken(source.tokenScope, token);
}

function toPageToken(scope: string, range: RowRange): string {
  return Buffer.from(JSON.stringify([scope, range.to])).toString("base64url");
}

function readPageToken(scope: string, token: string): number {
  try {
    const [tokenScope, row] = JSON.parse(Buffer.from(token, "base64url").toString()) as unknown[];
    if (tokenScope === scope && typeof row === "number") return row;
  } catch {
    // Not one of ours: said below.
  }
  throw invalid(`Invalid page token: ${token}`);
}
