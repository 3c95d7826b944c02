import type pg from "pg";

import type { DestinationConfig } from "@datamantri/api";

import { ask } from "../../connect/ask.ts";
import { assertReplacedStay } from "../../target/references.ts";
import { insertStaged, type TargetShape } from "../../target/target-shape.ts";
import { assertDeletesStay, assertSeesAllRows, targetTree } from "../../target/target-table.ts";
import { assertWritten, deleteRows } from "../counted-writes.ts";

const references = `
  select exists (select from pg_constraint where contype = 'f' and confrelid in ${targetTree}) as answer
`;

const storedColumns = `
  select string_agg(quote_ident(attname), ', ' order by attnum) as columns
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''
`;

/**
 * Both in one statement, at whose end PostgreSQL checks foreign keys: a row that is referenced may go and come again. The
 * count makes it delete all rows before it inserts the first.
 */
async function exchangeAll(
  client: pg.PoolClient,
  { target }: TargetShape,
  insert: string,
  expected: number,
): Promise<void> {
  const { rows: before } = await client.query<{ count: string }>(`select count(*) from ${target}`);
  const { rows } = await client.query<{ gone: string; added: string }>(`
    with gone as (delete from ${target} returning 1),
      added as (${insert} where (select count(*) from gone) >= 0 returning 1)
    select (select count(*) from gone) as gone, (select count(*) from added) as added
  `);
  assertWritten(target, Number(before[0]!.count), Number(rows[0]!.gone));
  assertWritten(target, expected, Number(rows[0]!.added));
}

/**
 * Replaces the rows of a table that stays, with all its dependents. Uses DELETE: after TRUNCATE a reader with an older
 * snapshot would find nothing. Readers never wait; other writers do.
 *
 * @param how where the former rows are kept, if they are; whether former rows are staged, which have a value of every column.
 * @throws PipelineError `sink_table_mismatch` when that would change other tables too; PostgreSQL's errors.
 */
export async function replaceRows(
  client: pg.PoolClient,
  config: DestinationConfig,
  shape: TargetShape,
  expected: number,
  { keepIn, isRestored }: { readonly keepIn: string | null; readonly isRestored: boolean },
): Promise<void> {
  const { target } = shape;
  await client.query(`lock table ${target} in share row exclusive mode`);
  await assertDeletesStay(client, config);
  // Under the lock nobody can add a policy or a child any more.
  await assertSeesAllRows(client, config, "replace");
  if (keepIn !== null) await copyRows(client, shape, keepIn);
  const insert = insertStaged(shape, isRestored ? "overriding system value" : "");
  if (await ask(client, references, target)) {
    await assertReplacedStay(client, shape);
    return exchangeAll(client, shape, insert, expected);
  }
  await deleteRows(client, shape, { where: "true" });
  const { rowCount } = await client.query(insert);
  assertWritten(target, expected, rowCount ?? 0);
}

/** A plain table: a default would bind it to the target's sequence. What PostgreSQL generates, it generates again. */
async function copyRows(client: pg.PoolClient, { target }: TargetShape, keepIn: string): Promise<void> {
  const { rows } = await client.query<{ columns: string }>(storedColumns, [target]);
  await client.query(`create table ${keepIn} as select ${rows[0]!.columns} from ${target}`);
}
