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

/** Changes that were rolled back to a savepoint, which the counters include, by table; a setting of the transaction. */
const undone = `coalesce(nullif(current_setting('datamantri.undone', true), ''), '{}')::jsonb`;

/** Inserted, updated and deleted rows, by the table's oid. */
type Counters = Readonly<Record<string, readonly [inserted: number, updated: number, deleted: number]>>;

const readCounts = `
  select coalesce(jsonb_object_agg(relid, jsonb_build_array(n_tup_ins, n_tup_upd, n_tup_del)), '{}') as counters,
    ${undone} as undone
  from pg_stat_xact_user_tables
  where n_tup_ins + n_tup_upd + n_tup_del > 0
`;

/** Counts for all tables, before a savepoint. */
export async function readCounters(client: pg.PoolClient): Promise<Counters> {
  const { rows } = await client.query<{ counters: Counters }>(readCounts);
  return rows[0]!.counters;
}

/**
 * After the rollback to the savepoint: what has been counted since is not counted.
 *
 * @param before counts at the savepoint.
 */
export async function leaveOutUndone(client: pg.PoolClient, before: Counters): Promise<void> {
  const { rows } = await client.query<{ counters: Counters; undone: Counters }>(readCounts);
  const { counters, undone: earlier } = rows[0]!;
  // What was set since the savepoint is gone, so nothing is left out twice.
  const all = Object.entries(counters).map(([oid, now]) => {
    const [start, known] = [before[oid] ?? [0, 0, 0], earlier[oid] ?? [0, 0, 0]];
    return [oid, now.map((count, index) => known[index]! + count - start[index]!)] as const;
  });
  await client.query("select set_config('datamantri.undone', $1, true)", [JSON.stringify(Object.fromEntries(all))]);
}

/**
 * Counts for a table and its partitions. Earlier transactions of the session may be included, so only differences
 * within one transaction are meaningful; the counters do not decrease meanwhile.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-STATS-VIEWS
 */
const readCount = `
  select
    to_regclass($1)::oid as oid,
    coalesce(sum(n_tup_ins - coalesce((left_out -> 0)::bigint, 0)), 0)::bigint as inserted,
    coalesce(sum(n_tup_upd - coalesce((left_out -> 1)::bigint, 0)), 0)::bigint as updated,
    coalesce(sum(n_tup_del - coalesce((left_out -> 2)::bigint, 0)), 0)::bigint as deleted
  from pg_stat_xact_user_tables
  left join jsonb_each(${undone}) as found (oid, left_out) on found.oid = relid::text
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
