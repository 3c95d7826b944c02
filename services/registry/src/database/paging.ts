/** Keyset pagination: a page starts after a row, so that new items do not shift pages. */
import { sql, type RawBuilder } from "kysely";

import type { Page } from "@datamantri/contracts";

/** For lists ordered by `created_at desc, id desc`: selects the rows after this id; none for an unknown id. */
export function isAfter(table: "pipelines" | "runs", id: string): RawBuilder<boolean> {
  const [createdAt, ownId] = [sql.ref(`${table}.created_at`), sql.ref(`${table}.id`)];
  return sql<boolean>`(${createdAt}, ${ownId}) < (select before.created_at, before.id from ${sql.table(table)} as before where before.id = ${id})`;
}

/** An answer is one message, at most 8 MB in NATS. The uncounted parts of a view fit into the rest. */
const maxPageBytes = 4 * 2 ** 20;

/** Number of items, from the first, that fit into an answer: at least one. */
export function countFitting(sizes: readonly number[]): number {
  let sum = 0;
  const end = sizes.findIndex((size) => (sum += size) > maxPageBytes);
  return end === -1 ? sizes.length : Math.max(1, end);
}

/**
 * Makes a page, with fewer than `limit` items when they are large.
 * @param rows one more than `limit`, if there are more.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toCursor: (last: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const candidates = rows.slice(0, limit).map(toItem);
  const items = candidates.slice(0, countFitting(candidates.map((item) => Buffer.byteLength(JSON.stringify(item)))));
  const last = rows[items.length - 1];
  return { items, next_cursor: last && rows.length > items.length ? toCursor(last) : null };
}
