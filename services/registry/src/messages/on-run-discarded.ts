import { onRunEvent, type RegistryContext } from "./handle.ts";
import { addLogEntry } from "../runs/run-log.ts";

/** The abandoned run left nothing behind in the destination. */
export const onRunDiscarded = (context: RegistryContext) =>
  onRunEvent<"RunDiscarded">(context, async (tx, run, _event, { eventId, timeMs }) => {
    await tx.updateTable("runs").set({ waiting_reason: null }).where("id", "=", run.id).execute();
    const message = "discarded: the staging table is gone, the target was not touched";
    await addLogEntry(tx, { runId: run.id, eventId, name: "RunDiscarded", message, timeMs });
  });
