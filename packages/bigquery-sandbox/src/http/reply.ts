/** An answer: an object, and its rows, already as JSON text. */
export interface Reply {
  readonly envelope: Readonly<Record<string, unknown>>;
  /** The text inside the brackets of `rows`; undefined omits `rows`, as BigQuery does when there are none. */
  readonly rows?: AsyncIterable<Uint8Array> | undefined;
  /** 200 by default. A reply with another status is small and has no rows. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}
