import pg from "pg";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { targetTree } from "../target/target-table.ts";
import { ask } from "../connect/ask.ts";
import { assertWritten, deleteRows, insertRows, updateRows } from "./counted-writes.ts";
import { isNoOlder, isOther, listOf, sameKey, valuesOf, type StagedRows } from "./keyed-rows.ts";

/** unique_violation, exclusion_violation: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isTaken: ReadonlySet<string | undefined> = new Set(["23505", "23P01"]);

/**
 * Inserts new rows and updates those that differ; the others are not touched.
 *
 * @param gone condition for rows `old` to delete before: a new row may have a unique value of a deleted one.
 */
export async function mergeRows(client: pg.PoolClient, rows: StagedRows, gone?: string): Promise<void> {
  const { shape, source } = rows;
  const isKnown = `exists (select from ${shape.target} as old where ${sameKey(shape)})`;
  const select = `select ${listOf("new", shape.columns)} from ${source} as new where not ${isKnown}`;
  if (await ask(client, refersToItself, shape.target)) return writeAtOnce(client, rows, select, gone);
  if (gone !== undefined) await deleteRows(client, shape, { where: gone });
  if (valuesOf(shape).length > 0) await changeRows(client, rows);
  await insertRows(client, shape, shape.columns, select);
}

/** A foreign key to the table itself that is checked at the end of each statement. */
const refersToItself = `
  select exists (
    select from pg_constraint where contype = 'f' and conrelid = to_regclass($1) and confrelid = conrelid and not condeferred
  ) as answer
`;

/** A row may refer to one that is new, and no longer to one that is gone: only at the end all of it holds. */
async function writeAtOnce(client: pg.PoolClient, rows: StagedRows, fresh: string, gone = "false"): Promise<void> {
  const { shape, source } = rows;
  const { target, columns } = shape;
  const values = valuesOf(shape);
  const differs = values.length === 0 ? "false" : `${sameKey(shape)} and ${isOther(values)}${isNoOlder(rows)}`;
  const set = values.length === 0 ? shape.key.map((column) => `${column} = old.${column}`).join(", ") : setOf(values);
  const counts = (from: readonly string[]) =>
    `select ${from.map((one) => `(select count(*) from ${one})`).join(" + ")} as count`;
  const wanted = counts([
    `${target} as old where ${gone}`,
    `${target} as old, ${source} as new where ${differs}`,
    `(${fresh}) as added`,
  ]);
  const written = `
    with gone as (delete from ${target} as old where ${gone} returning 1),
      changed as (update ${target} as old set ${set} from ${source} as new where ${differs} returning 1),
      added as (insert into ${target} (${columns.join(", ")}) ${fresh} returning 1)
    ${counts(["gone", "changed", "added"])}
  `;
  const count = async (statement: string): Promise<number> => {
    const found = await client.query<{ count: string }>(statement);
    return Number(found.rows[0]!.count);
  };
  const expected = await count(wanted);
  assertWritten(target, expected, await count(written));
}

function setOf(values: readonly string[]): string {
  return `(${values.join(", ")}) = row(${listOf("new", values)})`;
}

/** A unique value may move from one row to another: an update checks each row while the other still has the value. */
async function changeRows(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { shape, source } = rows;
  const values = valuesOf(shape);
  const where = `${sameKey(shape)} and ${isOther(values)}${isNoOlder(rows)}`;
  await client.query("savepoint changes");
  try {
    await updateRows(client, shape, setOf(values), { from: `${source} as new`, where });
    await client.query("release savepoint changes");
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isTaken.has(error.code)) throw error;
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
