import type { Watermark } from "@datamantri/contracts";

import { onRunEvent, type RegistryContext } from "./handle.ts";
import type { Tx } from "./outbox/outbox.ts";
import { advanceRun } from "./runs/advance-run.ts";
import { addLogEntry } from "./runs/run-log.ts";

/** The target holds the rows. */
export const onRunFinalized = (context: RegistryContext) =>
  onRunEvent<"RunFinalized">(context, async (tx, run, { warnings, watermark }, { eventId, timeMs }) => {
    for (const [i, message] of warnings.entries()) {
      await addLogEntry(tx, { runId: run.id, eventId: `${eventId}:${i}`, name: "RunFinalized", message, timeMs });
    }
    // Before the next run of the pipeline is released: it goes on from here.
    if (run.state === "finalizing" && watermark.column !== "") await storeWatermark(tx, run.pipeline_id, watermark);
    await advanceRun(tx, run, "finalized");
  });

async function storeWatermark(tx: Tx, pipelineId: string, watermark: Watermark): Promise<void> {
  await tx
    .updateTable("pipelines")
    .set({ watermark: JSON.stringify(watermark) })
    .where("id", "=", pipelineId)
    .execute();
}
