import pg from "pg";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { targetTree } from "../target/target-table.ts";
import { ask } from "../connect/ask.ts";
import { assertWritten, insertRows, updateRows } from "./counted-writes.ts";
import { isNoOlder, isOther, listOf, sameKey, valuesOf, type StagedRows } from "./keyed-rows.ts";

const uniqueViolation = "23505";

/** Inserts new rows and updates those that differ; the others are not touched. */
export async function mergeRows(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { shape, source } = rows;
  if (valuesOf(shape).length > 0) await changeRows(client, rows);
  const isKnown = `exists (select from ${shape.target} as old where ${sameKey(shape)})`;
  const select = `select ${listOf("new", shape.columns)} from ${source} as new where not ${isKnown}`;
  await insertRows(client, shape, shape.columns, select);
}

/** A unique value may move from one row to another: an update checks each row while the other still has the value. */
async function changeRows(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { shape, source } = rows;
  const values = valuesOf(shape);
  const where = `${sameKey(shape)} and ${isOther(values)}${isNoOlder(rows)}`;
  const set = `(${values.join(", ")}) = row(${listOf("new", values)})`;
  await client.query("savepoint changes");
  try {
    await updateRows(client, shape, set, { from: `${source} as new`, where });
    await client.query("release savepoint changes");
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== uniqueViolation) throw error;
    await client.query("rollback to savepoint changes");
    if (shape.isIntercepted || (await ask(client, deleteDoesMore, shape.target))) throw error;
    await exchangeRows(client, rows, where);
  }
}

/** Whether deleting a row, or writing it anew, changes more than that: by foreign keys, or by triggers. */
const deleteDoesMore = `
  select exists (
    select from pg_constraint
    where contype = 'f' and confrelid in ${targetTree} and (confdeltype <> 'a' or confupdtype <> 'a')
  ) or exists (
    select from pg_trigger
    where (tgrelid = to_regclass($1) or tgrelid in (select relid from pg_partition_tree(to_regclass($1))))
      and not tgisinternal and tgenabled in ('O', 'A') and tgtype & 8 = 8
  ) as answer
`;

/** All columns that a statement may write: generated ones follow. */
const writableColumns = `
  select attname as name
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''
  order by attnum
`;

/**
 * Deletes the rows that differ and inserts them with their new values, in one statement: foreign keys are checked at its
 * end. The order makes PostgreSQL delete all of them before it inserts the first.
 */
async function exchangeRows(client: pg.PoolClient, { shape, source }: StagedRows, where: string): Promise<void> {
  const { target, columns, key } = shape;
  const { rows: found } = await client.query<{ name: string }>(writableColumns, [target]);
  const all = found.map(({ name }) => quoteIdentifier(name));
  const list = all.map((column) => (columns.includes(column) ? `new.${column}` : `old.${column}`));
  const changed = `select count(*) from ${target} as old, ${source} as new where ${where}`;
  const { rows: counted } = await client.query<{ count: string }>(changed);
  const { rowCount } = await client.query(`
    with gone as (
      delete from ${target} as old using ${source} as new where ${where} returning old.*
    )
    insert into ${target} (${all.join(", ")}) overriding system value
    select ${list.join(", ")} from gone as old join ${source} as new on ${sameKey(shape)}
    order by ${listOf("old", key)}
  `);
  assertWritten(target, Number(counted[0]!.count), rowCount ?? 0);
}
