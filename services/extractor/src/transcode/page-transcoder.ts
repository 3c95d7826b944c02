import type { ReplacedCell } from "./rows-to-copy/row-encoder.ts";

/** One page of BigQuery's REST answer as rows of PostgreSQL's binary COPY. */
export interface TranscodedPage {
  readonly rowCount: number;
  /**
   * Binary COPY tuples without the file's header and trailer: int16 field count, then per field int32 length (-1 for
   * NULL) and the bytes. Valid until the next transcode() call.
   * Source: PostgreSQL manual, COPY, "Binary Format".
   */
  readonly tuples: Uint8Array;
  /** Offset in `tuples` behind each row. Valid until the next transcode() call. */
  readonly rowEnds: Uint32Array;
  /** What the policies `replace` and `null` changed. */
  readonly replaced: readonly ReplacedCell[];
  /** Rows that the policy `reject` took out of `tuples`, in order; each ends where the row before it does. */
  readonly rejects: readonly RejectedRow[];
  /** Rows of the whole result; null when the page does not say. */
  readonly totalRows: bigint | null;
  /** Null on the last page. */
  readonly pageToken: string | null;
  /** Null when the page does not say (`tabledata.list`). */
  readonly jobComplete: boolean | null;
}

/** A row with cells that PostgreSQL cannot hold. */
export interface RejectedRow {
  /** In the page. */
  readonly row: number;
  /** Columns of the tuple whose cells PostgreSQL cannot hold. */
  readonly fields: readonly number[];
  /** Of the first of them; never quotes the value. */
  readonly reason: string;
  /** The row as BigQuery sent it, without what is masked: JSON, an object of its columns. */
  readonly sourceRow: string;
  /** As the policy `replace` would have made it; NULL where it has nothing to replace by. */
  readonly tuple: Uint8Array;
}

export interface PageTranscoder {
  /** For logs and metrics; both give the same bytes and the same errors. */
  readonly implementation: "wasm" | "typescript";
  /** Memory that it keeps for the next page: it grew to the largest so far. */
  readonly heldBytes: number;
  /**
   * @param page The whole body of a `tabledata.list` or `jobs.getQueryResults` answer, uncompressed, asked for with
   *   `formatOptions.useInt64Timestamp`.
   * @throws PipelineError `source_response_invalid` when the page is cut short or not of the expected shape,
   *   `value_not_representable` when PostgreSQL cannot hold a cell and the policy does not say what to do. No rows come
   *   of such a page.
   */
  transcode(page: Uint8Array): TranscodedPage;
}
