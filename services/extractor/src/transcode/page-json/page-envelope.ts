import { isUtf8 } from "node:buffer";
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./ascii.ts";
import { endOfValue, parseJson, skipSpace } from "./json-scan.ts";
import { invalidPage } from "../unrepresentable/refusal.ts";

/** Fields of a page beside its rows. */
export interface PageEnvelope {
  totalRows: bigint | null;
  pageToken: string | null;
  jobComplete: boolean | null;
}

/**
 * Walks the page's top-level keys in any order, skips unknown ones, and passes the rows on. Source: REST reference of
 * `tabledata.list` and `jobs.getQueryResults`; `rows` is absent when there are none.
 *
 * @param encodeRows takes the position of the first row and returns the position after the array's `]`; not called when
 *   there are no rows.
 * @throws PipelineError source_response_invalid
 */
export function readEnvelope(page: Buffer, encodeRows: (firstRow: number) => number): PageEnvelope {
  // Checked once for the whole page (about 10 GB/s), so no encoder has to.
  if (!isUtf8(page)) throw invalidPage("it is not UTF-8", 0);
  const envelope: PageEnvelope = { totalRows: null, pageToken: null, jobComplete: null };
  let rowsSeen = false;
  let position = expect(page, 0, OPEN_BRACE);
  if (page[position] === CLOSE_BRACE) return endPage(page, position + 1, envelope);
  for (;;) {
    const keyEnd = page[position] === QUOTE ? endOfValue(page, position) : position;
    const key = parseJson(page, position, keyEnd);
    position = expect(page, keyEnd, COLON);
    if (key === "rows") {
      if (rowsSeen) throw invalidPage("it has rows twice", position);
      rowsSeen = true;
      position = readRows(page, position, encodeRows);
    } else {
      const valueEnd = endOfValue(page, position);
      readField(envelope, String(key), parseJson(page, position, valueEnd), position);
      position = valueEnd;
    }
    position = skipSpace(page, position);
    if (page[position] === CLOSE_BRACE) return endPage(page, position + 1, envelope);
    position = expect(page, position, COMMA);
  }
}

function readRows(page: Buffer, at: number, encodeRows: (firstRow: number) => number): number {
  if (page.toString("latin1", at, at + 4) === "null") return at + 4;
  const firstRow = expect(page, at, OPEN_BRACKET);
  return page[firstRow] === CLOSE_BRACKET ? firstRow + 1 : encodeRows(firstRow);
}

/** Position after `byte`, white space skipped. */
function expect(page: Buffer, at: number, byte: number): number {
  const position = skipSpace(page, at);
  if (position >= page.length) throw invalidPage("it is truncated", page.length);
  if (page[position] !== byte) throw invalidPage(`"${String.fromCharCode(byte)}" was expected`, position);
  return skipSpace(page, position + 1);
}

function endPage(page: Buffer, at: number, envelope: PageEnvelope): PageEnvelope {
  const position = skipSpace(page, at);
  if (position < page.length) throw invalidPage("something follows its end", position);
  return envelope;
}

/** Some servers write null for a field that BigQuery leaves out. */
function readField(envelope: PageEnvelope, key: string, value: unknown, at: number): void {
  if (value === null) return;
  if (key === "totalRows") {
    // Other servers write a number.
    const digits = typeof value === "number" ? String(value) : value;
    if (typeof digits !== "string" || !/^\d{1,19}$/.test(digits)) throw invalidPage("totalRows is not a count", at);
    envelope.totalRows = BigInt(digits);
  } else if (key === "pageToken") {
    if (typeof value !== "string") throw invalidPage("pageToken is not a string", at);
    // An empty token means that there is none.
    envelope.pageToken = value === "" ? null : value;
  } else if (key === "jobComplete") {
    if (typeof value !== "boolean") throw invalidPage("jobComplete is not a boolean", at);
    envelope.jobComplete = value;
  }
}
