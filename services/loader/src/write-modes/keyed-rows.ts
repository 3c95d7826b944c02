/**
 * Rows that have a key: merge, mirror and history. Never by ON CONFLICT, which needs an index that a target may not have
 * and stops at a key that occurs twice. All statements run in the finalizing transaction, after the target was locked
 * against other writers; readers go on.
 */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { deletedAt, validFrom, validTo, type TargetShape } from "../target/target-shape.ts";

/**
 * Leaves one staged row per key: the one with the greatest cursor.
 *
 * @throws PipelineError `sink_key_invalid` when a key is NULL, or occurs twice and there is no cursor.
 */
export async function resolveKeys(client: pg.PoolClient, shape: TargetShape): Promise<void> {
  const { staging, key, cursor } = shape;
  const isNull = key.map((column) => `${column} is null`).join(" or ");
  const nulls = await count(client, `select count(*) from ${staging} where ${isNull}`);
  if (nulls > 0) throw new PipelineError("sink_key_invalid", `${nulls} rows have NULL in the key ${key.join(", ")}`);
  const twice = await count(
    client,
    `select count(*) from (select from ${staging} group by ${key.join(", ")} having count(*) > 1) as twice`,
  );
  if (twice === 0) return;
  if (cursor === null) {
    const reason = `${twice} keys (${key.join(", ")}) occur more than once, and no cursor_column tells which row is the latest`;
    throw new PipelineError("sink_key_invalid", reason);
  }
  // Equal cursors are settled by the row's text, so that a repeat settles them alike.
  await client.query(`
    delete from ${staging} as staged
    using (
      select ctid as place,
        row_number() over (partition by ${key.join(", ")} order by ${cursor} desc nulls last, numbered::text) as number
      from ${staging} as numbered
    ) as ranked
    where staged.ctid = ranked.place and ranked.number > 1
  `);
}

/** Inserts new rows and changes those that differ; the others are not touched. */
export async function mergeRows(client: pg.PoolClient, shape: TargetShape, staged: string): Promise<void> {
  const { target, values, columns, key } = shape;
  if (values.length > 0) {
    await client.query(`
      update ${target} as old
      set (${values.join(", ")}) = row(${of("new", values)})
      from ${staged} as new
      where ${sameKey(key)} and ${isOther(values)}
    `);
  }
  await client.query(`
    insert into ${target} (${columns.join(", ")})
    select ${of("new", columns)}
    from ${staged} as new
    where not exists (select from ${target} as old where ${sameKey(key)})
  `);
}

/** Removes what the source no longer has. */
export async function deleteGoneRows(
  client: pg.PoolClient,
  { target, key }: TargetShape,
  staged: string,
): Promise<void> {
  await client.query(`
    delete from ${target} as old
    where not exists (select from ${staged} as new where ${sameKey(key)})
  `);
}

/** Says since when the source no longer has a row, and that one is back. */
export async function markGoneRows(
  client: pg.PoolClient,
  shape: TargetShape,
  staged: string,
  takenAt: Date,
): Promise<void> {
  const { target, key } = shape;
  await unmarkRows(client, shape, staged);
  await client.query(
    `
    update ${target} as old
    set "${deletedAt}" = $1
    where "${deletedAt}" is null and not exists (select from ${staged} as new where ${sameKey(key)})
  `,
    [takenAt],
  );
}

/** Says of rows that the source has after all that they are back. */
export async function unmarkRows(client: pg.PoolClient, { target, key }: TargetShape, staged: string): Promise<void> {
  await client.query(`
    update ${target} as old
    set "${deletedAt}" = null
    where "${deletedAt}" is not null and exists (select from ${staged} as new where ${sameKey(key)})
  `);
}

/**
 * Ends the versions that changed, and those that are gone, and begins the new ones (slowly changing dimension, type 2).
 *
 * @param isWhole whether the staged rows are all of the source: only then what they lack is gone.
 */
export async function addVersions(
  client: pg.PoolClient,
  shape: TargetShape,
  staged: string,
  takenAt: Date,
  isWhole: boolean,
): Promise<void> {
  const { target, key, values, columns } = shape;
  const isChanged = values.length === 0 ? "false" : isOther(values);
  const hasEnded = isWhole
    ? `not exists (select from ${staged} as new where ${sameKey(key)} and not (${isChanged}))`
    : `exists (select from ${staged} as new where ${sameKey(key)} and ${isChanged})`;
  await client.query(
    `
    update ${target} as old
    set "${validTo}" = $1
    where "${validTo}" is null and ${hasEnded}
  `,
    [takenAt],
  );
  await client.query(
    `
    insert into ${target} (${columns.join(", ")}, "${validFrom}")
    select ${of("new", columns)}, $1
    from ${staged} as new
    where not exists (select from ${target} as old where "${validTo}" is null and ${sameKey(key)})
  `,
    [takenAt],
  );
}

function sameKey(key: readonly string[]): string {
  return key.map((column) => `old.${column} = new.${column}`).join(" and ");
}

/**
 * Compares the rows' images (as records: two bare row constructors would be compared column by column): -0 and 0, 1.0 and 1.00 are equal but not the same, and json has no equality at all.
 * https://www.postgresql.org/docs/current/functions-comparisons.html#COMPOSITE-TYPE-COMPARISON
 */
function isOther(values: readonly string[]): string {
  return `row(${of("old", values)})::record *<> row(${of("new", values)})::record`;
}

function of(alias: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${column}`).join(", ");
}

async function count(client: pg.PoolClient, statement: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(statement);
  return Number(rows[0]!.count);
}
