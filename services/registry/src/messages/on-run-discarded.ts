import { onRunEvent, type RegistryContext } from "./handle.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";

/** Records that a discarded run has nothing left in the destination. */
export const onRunDiscarded = (context: RegistryContext) =>
  onRunEvent<"RunDiscarded">(context, async (tx, run, _event, { eventId, timeMs }) => {
    await tx.updateTable("runs").set({ waiting_reason: null }).where("id", "=", run.id).execute();
    const line = "discarded: staging table dropped, target unchanged";
    await recordRunEvent(tx, { run, name: "RunDiscarded", eventId, timeMs, line });
  });
