import type { ReplacedCell } from "./rows-to-copy/row-encoder.ts";

/** One page of BigQuery's REST answer as rows in PostgreSQL's binary COPY format. */
export interface TranscodedPage {
  readonly rowCount: number;
  /**
   * Binary COPY tuples without the file's header and trailer: int16 field count, then per field int32 length (-1 for
   * NULL) and the bytes. Valid until the next transcode() call.
   * Source: PostgreSQL manual, COPY, "Binary Format".
   */
  readonly tuples: Uint8Array;
  /** Offset in `tuples` after each row. Valid until the next transcode() call. */
  readonly rowEnds: Uint32Array;
  /** Cells changed by the policies `replace` and `null`. */
  readonly replaced: readonly ReplacedCell[];
  /** Rows that the policy `reject` removed from `tuples`, in order; each ends where the previous row does. */
  readonly rejects: readonly RejectedRow[];
  /** Rows of the whole result; null if the page does not contain it. */
  readonly totalRows: bigint | null;
  /** Null on the last page. */
  readonly pageToken: string | null;
  /** Null if the page does not contain it (`tabledata.list`). */
  readonly jobComplete: boolean | null;
}

/** A row with cells that PostgreSQL cannot store. */
export interface RejectedRow {
  /** Row number in the page. */
  readonly row: number;
  /** Columns of the tuple whose cells PostgreSQL cannot store. */
  readonly fields: readonly number[];
  /** Reason for the first of them; never quotes the value. */
  readonly reason: string;
  /** The row as BigQuery sent it, without masked columns: a JSON object of its columns. */
  readonly sourceRow: string;
  /** The tuple after the policy `replace`; NULL where there is no replacement. */
  readonly tuple: Uint8Array;
}

export interface PageTranscoder {
  /** For logs and metrics; both produce the same bytes and errors. */
  readonly implementation: "wasm" | "typescript";
  /** Memory reserved for the next page: the largest size so far. */
  readonly heldBytes: number;
  /**
   * @param page the whole uncompressed body of a `tabledata.list` or `jobs.getQueryResults` answer, requested with
   *   `formatOptions.useInt64Timestamp`.
   * @throws PipelineError `source_response_invalid` when the page is truncated or malformed, `value_not_representable`
   *   when PostgreSQL cannot store a cell and no policy handles it. Such a page gives no rows.
   */
  transcode(page: Uint8Array): TranscodedPage;
}
