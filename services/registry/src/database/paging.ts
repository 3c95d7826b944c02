/** Lists by keyset: a page begins after a row, so that rows that come or go meanwhile move nothing. */
import { sql, type RawBuilder } from "kysely";

import type { Page } from "@datamantri/contracts";

/** For lists by `created_at desc, id desc`: the rows after the one with this id, none for an unknown id. */
export function isAfter(table: "pipelines" | "runs", id: string): RawBuilder<boolean> {
  const [createdAt, ownId] = [sql.ref(`${table}.created_at`), sql.ref(`${table}.id`)];
  return sql<boolean>`(${createdAt}, ${ownId}) < (select before.created_at, before.id from ${sql.table(table)} as before where before.id = ${id})`;
}

/** @param rows one more than `limit`, when there are more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toCursor: (last: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), next_cursor: last && rows.length > limit ? toCursor(last) : null };
}
