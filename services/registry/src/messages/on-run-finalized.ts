import type { Verification } from "@datamantri/contracts";

import { onRunEvent, type RegistryContext } from "./handle.ts";
import type { Tx } from "../database/open-database.ts";
import { storeProgress } from "../pipelines/store-progress.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { recordRunEvents } from "../runs/record-run-event.ts";

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
    if (isNew && run.range === null) await storeProgress(tx, run, watermark);
    if (isNew && verification.level !== "none") await storeVerification(tx, run.id, verification);
    await advanceRun(tx, run, "finalized");
  });

async function storeVerification(tx: Tx, runId: string, verification: Verification): Promise<void> {
  await tx
    .updateTable("runs")
    .set({ verification: JSON.stringify(verification) })
    .where("id", "=", runId)
    .execute();
}
