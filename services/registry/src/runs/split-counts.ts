import { sql } from "kysely";

import type { Tx } from "../database/open-database.ts";

/**
 * Stores each split's loaded rows, because the batches are deleted when a run ends.
 *
 * @param splits the splits to store; null for all.
 */
export async function keepSplitCounts(tx: Tx, runId: string, splits: readonly number[] | null = null): Promise<void> {
  await sql`
    update run_splits
    set loaded_row_count = coalesce(
      (
        select sum(row_count + rejected_count)
        from run_batches
        where run_batches.run_id = run_splits.run_id and run_batches.split = run_splits.split
      ),
      0
    )
    where run_id = ${runId} and (${splits}::int[] is null or split = any (${splits}::int[]))
  `.execute(tx);
}
