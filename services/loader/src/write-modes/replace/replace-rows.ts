import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";

import { ask } from "../../connect/ask.ts";
import { insertFromStaging } from "../../staging/staging.ts";
import type { TargetShape } from "../../target/target-shape.ts";
import { assertDeletesStay } from "../../target/target-table.ts";
import { assertWritten, deleteRows } from "../counted-writes.ts";

const references = `
  select exists (select from pg_constraint where contype = 'f' and confrelid = to_regclass($1)) as answer
`;

/**
 * Both in one statement, at whose end PostgreSQL checks foreign keys: a row that is referenced may go and come again. The
 * count makes it delete all rows before it inserts the first.
 */
function afterDeleting({ rows }: TargetShape, insert: string): string {
  return `with gone as (delete from ${rows} returning 1) ${insert} where (select count(*) from gone) >= 0`;
}

/**
 * Replaces the rows of a table that stays, with all its dependents. Uses DELETE: after TRUNCATE a reader with an older
 * snapshot would find nothing. Readers never wait; other writers do.
 *
 * @throws PipelineError `sink_table_mismatch` when that would change other tables too; PostgreSQL's errors.
 */
export async function replaceRows(
  client: pg.PoolClient,
  runId: string,
  config: DestinationConfig,
  shape: TargetShape,
  { written, rowCount: expected }: { readonly written: readonly Column[]; readonly rowCount: number },
): Promise<void> {
  const { target } = shape;
  await client.query(`lock table ${target} in share row exclusive mode`);
  await assertDeletesStay(client, config);
  // Policies that came since the check must stop the run, not hide old rows from the DELETE.
  await client.query("set local row_security = off");
  const insert = insertFromStaging(runId, config, written);
  const isReferenced = await ask(client, references, target);
  if (!isReferenced || shape.isIntercepted) await deleteRows(client, shape, { where: "true" });
  const { rowCount } = await client.query(isReferenced && !shape.isIntercepted ? afterDeleting(shape, insert) : insert);
  assertWritten(target, expected, rowCount ?? 0);
  await client.query("set local row_security = on");
}
