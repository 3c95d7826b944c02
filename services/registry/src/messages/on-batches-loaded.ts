import { readNow } from "../database/read-now.ts";
import { ProgressPace } from "../runs/progress-pace.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { toProgressEvent } from "../runs/run-events.ts";
import { isComplete } from "../runs/run.ts";
import { keepSplitCounts } from "../runs/split-counts.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { notWaiting } from "../runs/waiting.ts";
import { onRunEvent, type RegistryContext } from "./handle.ts";

/**
 * Records rows committed in the staging table or the rejects. Each batch counts once, however often it is reported. The
 * run is finalized when all planned rows are loaded and, if requested, the source is verified. Late batches of a
 * resumable failed run count too: the run that resumes it need not read them again.
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
    const progress = {
      loaded_row_count: loaded,
      rejected_row_count: rejected,
      loaded_batch_count: run.loaded_batch_count + fresh.length,
      progress_at: await readNow(tx),
      ...notWaiting,
    };
    const counted = { ...run, ...progress };
    await tx.updateTable("runs").set(progress).where("id", "=", run.id).execute();
    if (run.state !== "loading") {
      await keepSplitCounts(
        tx,
        run.id,
        event.batches.map(({ split }) => split),
      );
      return;
    }
    if (loaded + rejected >= run.row_count! || pace.isDue(run.id)) await recordRunEvent(tx, toProgressEvent(counted));
    if (isComplete(counted)) await advanceRun(tx, run, "loaded");
  });
};
