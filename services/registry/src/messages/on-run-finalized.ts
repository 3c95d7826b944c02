import type { Verification } from "@datamantri/contracts";

import { onRunEvent, type RegistryContext } from "./handle.ts";
import type { Tx } from "../database/open-database.ts";
import { storeProgress } from "../pipelines/store-progress.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { recordRunEvents } from "../runs/record-run-event.ts";
import type { Run } from "../runs/run.ts";

/** Marks a run as successful: its rows are in the target. */
export const onRunFinalized = (context: RegistryContext) =>
  onRunEvent<"RunFinalized">(context, async (tx, run, event, { eventId, timeMs }) => {
    const { warnings, watermark, replacement, verification } = event;
    const lines = replacement === "" ? warnings : [...warnings, replacement];
    await recordRunEvents(
      tx,
      lines.map((line, i) => ({ run, name: "RunFinalized", eventId: `${eventId}:${i}`, timeMs, line })),
    );
    // Stored before the pipeline's next run is released, which begins here. A backfill does not change how far the
    // pipeline has read.
    const isNew = run.state === "finalizing" || run.state === "abandoned";
    if (isNew && run.range === null && run.undo_of === null) await storeProgress(tx, run, watermark);
    if (isNew) await storeUndoable(tx, run, event.undoableRunIds);
    if (isNew && run.undo_of !== null) await storeRestored(tx, run, event.rowCount);
    if (isNew && verification.level !== "none") await storeVerification(tx, run.id, verification);
    await advanceRun(tx, run, "finalized");
  });

async function storeUndoable(tx: Tx, { pipeline_id }: Run, undoable_run_ids: string[]): Promise<void> {
  await tx.updateTable("pipelines").set({ undoable_run_ids }).where("id", "=", pipeline_id).execute();
}

/** The target is no longer as the source: the next run is not skipped. */
async function storeRestored(tx: Tx, { id, pipeline_id }: Run, rowCount: number): Promise<void> {
  await tx.updateTable("runs").set({ row_count: rowCount, loaded_row_count: rowCount }).where("id", "=", id).execute();
  await tx
    .updateTable("pipelines")
    .set({ source_version: null, source_version_by: null })
    .where("id", "=", pipeline_id)
    .execute();
}

async function storeVerification(tx: Tx, runId: string, verification: Verification): Promise<void> {
  await tx
    .updateTable("runs")
    .set({ verification: JSON.stringify(verification) })
    .where("id", "=", runId)
    .execute();
}
