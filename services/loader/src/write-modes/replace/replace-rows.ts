import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import type { DestinationConfig } from "@datamantri/api";

import { insertFromStaging } from "../../staging/staging.ts";
import { assertDeletesStay, targetTable } from "../../target/target-table.ts";

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
  columns: readonly Column[],
): Promise<void> {
  const target = targetTable(config);
  await client.query(`lock table ${target} in share row exclusive mode`);
  await assertDeletesStay(client, config);
  // Row security must stop the run, not hide old rows from the DELETE. New rows are subject to it.
  await client.query(`
    set local row_security = off;
    delete from ${target};
    set local row_security = on
  `);
  await client.query(insertFromStaging(runId, config, columns));
}
