/** Lists that are returned in pages. */

/** A page of a list; the rest begins after `next_cursor`. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null at the end of the list. */
  readonly next_cursor: string | null;
}

/** Requests a page: the maximum number of items, after a cursor from the list. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
