import type { Watermark } from "@datamantri/contracts";

import { onRunEvent, type RegistryContext } from "./handle.ts";
import type { Tx } from "./outbox/outbox.ts";
import { advanceRun } from "./runs/advance-run.ts";
import { addLogEntry } from "./runs/run-log.ts";
import type { Run } from "./runs/tasks.ts";

/** The target holds the rows. */
export const onRunFinalized = (context: RegistryContext) =>
  onRunEvent<"RunFinalized">(context, async (tx, run, { warnings, watermark }, { eventId, timeMs }) => {
    for (const [i, message] of warnings.entries()) {
      await addLogEntry(tx, { runId: run.id, eventId: `${eventId}:${i}`, name: "RunFinalized", message, timeMs });
    }
    // Before the next run of the pipeline is released: it goes on from here.
    // A backfill says nothing about how far the pipeline has read.
    if (run.state === "finalizing" && run.range === null) await storeProgress(tx, run, watermark);
    await advanceRun(tx, run, "finalized");
  });

/** How far the pipeline has read, and what its source looked like then. */
async function storeProgress(tx: Tx, run: Run, watermark: Watermark): Promise<void> {
  await tx
    .updateTable("pipelines")
    .set({
      source_version: run.source_version,
      source_version_by: run.pipeline_version,
      ...(watermark.column === "" ? {} : { watermark: JSON.stringify(watermark) }),
    })
    .where("id", "=", run.pipeline_id)
    .execute();
}
