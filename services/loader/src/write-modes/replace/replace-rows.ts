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
 * @throws PipelineError `sink_table_mismatch` when that would change other tables too; PostgreSQL's errors.
 */
export async function replaceRows(
  client: pg.PoolClient,
  config: DestinationConfig,
  shape: TargetShape,
  expected: number,
): Promise<void> {
  const { target } = shape;
  await client.query(`lock table ${target} in share row exclusive mode`);
  await assertDeletesStay(client, config);
  // Under the lock nobody can add a policy or a child any more.
  await assertSeesAllRows(client, config, "replace");
  const insert = insertStaged(shape);
  if (await ask(client, references, target)) {
    await assertReplacedStay(client, shape);
    return exchangeAll(client, shape, insert, expected);
  }
  await deleteRows(client, shape, { where: "true" });
  const { rowCount } = await client.query(insert);
  assertWritten(target, expected, rowCount ?? 0);
}
