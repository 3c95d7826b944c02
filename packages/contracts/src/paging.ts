/** Lists that come in parts. */

/** Some of a list; the rest begins after `next_cursor`. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null at the end of the list. */
  readonly next_cursor: string | null;
}

/** Which part of a list: at most so many, after a cursor that the list gave. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
