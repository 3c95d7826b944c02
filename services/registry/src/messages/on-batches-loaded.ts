import { onRunEvent, type RegistryContext } from "./handle.ts";
import { addToOutbox, toRegistryEvent } from "../outbox/outbox.ts";
import type { Tx } from "../database/open-database.ts";
import { advanceRun, keepSplitCounts } from "../runs/advance-run.ts";
import { ProgressPace } from "../runs/progress-pace.ts";
import { isComplete, type Run } from "../runs/run.ts";

/**
 * Rows are committed in the staging table, or in the rejects. Each batch counts once, however often it is reported; when
 * the planned number of rows is there, and the source verified where that is asked for, the run is finalized. Of a
 * failed run that is kept, stragglers count too: a run that goes on from there need not read them again.
 */
export const onBatchesLoaded = (context: RegistryContext) => {
  const pace = new ProgressPace();
  return onRunEvent<"BatchesLoaded">(context, async (tx, run, event) => {
    if ((run.state !== "loading" && run.resumable_until === null) || event.batches.length === 0) return;
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
    if (run.state !== "loading") {
      await keepSplitCounts(
        tx,
        run.id,
        event.batches.map(({ split }) => split),
      );
      return;
    }
    const counted = { ...run, loaded_row_count: loaded, rejected_row_count: rejected };
    if (loaded + rejected >= run.row_count! || pace.isDue(run.id)) await sayProgress(tx, run, loaded);
    if (isComplete(counted)) await advanceRun(tx, run, "loaded");
  });
};

async function sayProgress(tx: Tx, run: Run, loadedRowCount: number): Promise<void> {
  const event = { runId: run.id, pipelineId: run.pipeline_id, loadedRowCount, rowCount: run.row_count! };
  const eventId = `${run.id}:RunProgressed:${loadedRowCount}`;
  await addToOutbox(tx, [toRegistryEvent("RunProgressed", event, eventId)], run.id);
}
