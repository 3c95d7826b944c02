import { sql } from "kysely";

import type { Split } from "@datamantri/contracts";

import type { Tx } from "../../database/open-database.ts";
import { addToOutbox, type OutboxMessage } from "../../outbox/outbox.ts";
import type { Run } from "../run.ts";
import { tasksOf } from "./tasks.ts";

/**
 * Issues the tasks that runs need in their current state. The reconciler calls it again, with another attempt, for lost
 * tasks.
 *
 * Failure: part of the transaction that changed the runs; the outbox publishes the tasks afterwards.
 *
 * @returns the number of tasks.
 */
export async function issueTasks(tx: Tx, runs: readonly Run[]): Promise<number> {
  const tasks: OutboxMessage[] = [];
  for (const run of runs)
    tasks.push(...tasksOf(run, run.state === "loading" ? await findMissingSplits(tx, run.id) : []));
  await addToOutbox(tx, tasks);
  return tasks.length;
}

/**
 * Finds the splits whose rows are not all loaded or rejected, according to the loaders' reports; at first all splits.
 */
async function findMissingSplits(tx: Tx, runId: string): Promise<readonly Split[]> {
  const { rows } = await sql<Split>`
    select split, first_row as "firstRow", row_count as "rowCount"
    from run_splits
    where run_id = ${runId}
      and row_count > (
        select coalesce(sum(row_count + rejected_count), 0)
        from run_batches
        where run_batches.run_id = run_splits.run_id and run_batches.split = run_splits.split
      )
    order by split
  `.execute(tx);
  return rows;
}
