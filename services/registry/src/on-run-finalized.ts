import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "./runs/advance-run.ts";
import { addLogEntry } from "./runs/run-log.ts";

/** The target holds the rows. */
export const onRunFinalized = (context: RegistryContext) =>
  onRunEvent<"RunFinalized">(context, async (tx, run, { warnings }, { eventId, timeMs }) => {
    for (const [i, message] of warnings.entries()) {
      await addLogEntry(tx, { runId: run.id, eventId: `${eventId}:${i}`, name: "RunFinalized", message, timeMs });
    }
    await advanceRun(tx, run, "finalized");
  });
