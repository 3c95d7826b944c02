import { sql } from "kysely";

import type { OutgoingMessage } from "@datamantri/bus";

import type { Tx } from "../database/open-database.ts";
import { toSplitTask } from "./tasks.ts";
import type { Run } from "./run.ts";

/** Tasks for the splits whose rows are not all loaded or rejected, as far as loaders reported: all of them at first. */
export async function missingSplitTasks(tx: Tx, run: Run): Promise<OutgoingMessage[]> {
  const { rows } = await sql<{ split: number; first_row: number; row_count: number }>`
    select split, first_row, row_count
    from run_splits
    where run_id = ${run.id}
      and row_count > (
        select coalesce(sum(row_count + rejected_count), 0)
        from run_batches
        where run_batches.run_id = run_splits.run_id and run_batches.split = run_splits.split
      )
    order by split
  `.execute(tx);
  return rows.map(({ split, first_row, row_count }) =>
    toSplitTask(run, { split, firstRow: first_row, rowCount: row_count }),
  );
}
