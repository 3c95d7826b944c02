import { onRunEvent, type RegistryContext } from "./handle.ts";
import { storeProgress } from "./pipelines/store-progress.ts";
import { advanceRun } from "./runs/advance-run.ts";
import { addLogEntry } from "./runs/run-log.ts";

/** The target holds the rows. */
export const onRunFinalized = (context: RegistryContext) =>
  onRunEvent<"RunFinalized">(context, async (tx, run, { warnings, watermark, replacement }, { eventId, timeMs }) => {
    const messages = replacement === "" ? warnings : [...warnings, replacement];
    for (const [i, message] of messages.entries()) {
      await addLogEntry(tx, { runId: run.id, eventId: `${eventId}:${i}`, name: "RunFinalized", message, timeMs });
    }
    // Before the next run of the pipeline is released: it goes on from here.
    // A backfill says nothing about how far the pipeline has read.
    if (run.state === "finalizing" && run.range === null) await storeProgress(tx, run, watermark);
    await advanceRun(tx, run, "finalized");
  });
