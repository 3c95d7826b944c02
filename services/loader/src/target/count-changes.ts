/**
 * Counts the rows of a table that the current transaction inserted, changed and deleted, from PostgreSQL's statistics.
 */
import type pg from "pg";

export interface RowChanges {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** Counts for a table so far. */
export interface TableCount extends RowChanges {
  /** Identifies the table across renames; null when no table has this name. */
  readonly oid: number | null;
}

/**
 * Counts for a table and its partitions. Earlier transactions of the session may be included, so only differences
 * within one transaction are meaningful; the counters do not decrease meanwhile.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-STATS-VIEWS
 */
const readCount = `
  select
    to_regclass($1)::oid as oid,
    coalesce(sum(n_tup_ins), 0)::bigint as inserted,
    coalesce(sum(n_tup_upd), 0)::bigint as updated,
    coalesce(sum(n_tup_del), 0)::bigint as deleted
  from pg_stat_xact_user_tables
  where relid = to_regclass($1) or relid in (select relid from pg_partition_tree(to_regclass($1)))
`;

export async function countTable(client: pg.PoolClient, table: string): Promise<TableCount> {
  const { rows } = await client.query<Record<keyof RowChanges, string> & { oid: number | null }>(readCount, [table]);
  const { oid, inserted, updated, deleted } = rows[0]!;
  return { oid, inserted: Number(inserted), updated: Number(updated), deleted: Number(deleted) };
}

/** @param before counts of any tables; a table that is not among them was created since. */
export function changesSince(before: readonly TableCount[], now: TableCount): RowChanges {
  const start = before.find(({ oid }) => oid === now.oid);
  return {
    inserted: now.inserted - (start?.inserted ?? 0),
    updated: now.updated - (start?.updated ?? 0),
    deleted: now.deleted - (start?.deleted ?? 0),
  };
}
