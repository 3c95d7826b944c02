import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "./runs/advance-run.ts";
import { isComplete } from "./runs/tasks.ts";

/**
 * Rows are committed in the staging table, or in the rejects. Each batch counts once, however often it is reported; when
 * the planned number of rows is there, and the source certified where that is asked for, the run is finalized.
 */
export const onBatchesLoaded = (context: RegistryContext) =>
  onRunEvent<"BatchesLoaded">(context, async (tx, run, event) => {
    if (run.state !== "loading" || event.batches.length === 0) return;
    const fresh = await tx
      .insertInto("run_batches")
      .values(
        event.batches.map(({ split, sequence, part, rowCount, rejectedCount }) => ({
          run_id: run.id,
          split,
          sequence,
          part,
          row_count: rowCount,
          rejected_count: rejectedCount,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning(["row_count", "rejected_count"])
      .execute();
    const loaded = run.loaded_row_count + fresh.reduce((sum, batch) => sum + batch.row_count, 0);
    const rejected = run.rejected_row_count + fresh.reduce((sum, batch) => sum + batch.rejected_count, 0);
    await tx
      .updateTable("runs")
      .set({
        loaded_row_count: loaded,
        rejected_row_count: rejected,
        loaded_batch_count: run.loaded_batch_count + fresh.length,
        progress_at: new Date(),
        waiting_reason: null,
      })
      .where("id", "=", run.id)
      .execute();
    const counted = { ...run, loaded_row_count: loaded, rejected_row_count: rejected };
    if (isComplete(counted)) await advanceRun(tx, run, "loaded");
  });
