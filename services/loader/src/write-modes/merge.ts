import pg from "pg";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { insertRows, updateRows } from "./counted-writes.ts";
import { isOther, listOf, sameKey, valuesOf, type StagedRows } from "./keyed-rows.ts";

const uniqueViolation = "23505";

/** Inserts new rows and updates those that differ; the others are not touched. */
export async function mergeRows(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { shape, source } = rows;
  if (valuesOf(shape).length > 0) await changeRows(client, rows);
  const isKnown = `exists (select from ${shape.rows} as old where ${sameKey(shape)})`;
  const select = `select ${listOf("new", shape.columns)} from ${source} as new where not ${isKnown}`;
  await insertRows(client, shape, shape.columns, select);
}

/** A unique value may move from one row to another: an update checks each row while the other still has the value. */
async function changeRows(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { shape, source } = rows;
  const values = valuesOf(shape);
  const where = `${sameKey(shape)} and ${isOther(values)}`;
  const set = `(${values.join(", ")}) = row(${listOf("new", values)})`;
  await client.query("savepoint changes");
  try {
    await updateRows(client, shape, set, { from: `${source} as new`, where });
    await client.query("release savepoint changes");
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== uniqueViolation || shape.isIntercepted) throw error;
    await client.query("rollback to savepoint changes");
    await exchangeRows(client, rows, where);
  }
}

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
  const { target, rows, columns, key } = shape;
  const { rows: found } = await client.query<{ name: string }>(writableColumns, [target]);
  const all = found.map(({ name }) => quoteIdentifier(name));
  const list = all.map((column) => (columns.includes(column) ? `new.${column}` : `old.${column}`));
  await client.query(`
    with gone as (
      delete from ${rows} as old using ${source} as new where ${where} returning old.*
    )
    insert into ${target} (${all.join(", ")}) overriding system value
    select ${list.join(", ")} from gone as old join ${source} as new on ${sameKey(shape)}
    order by ${listOf("old", key)}
  `);
}
