import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { notWaiting } from "../runs/waiting.ts";

/** Records that a discarded run has nothing left in the destination. An abandoned run has its end by it. */
export const onRunDiscarded = (context: RegistryContext) =>
  onRunEvent<"RunDiscarded">(context, async (tx, run, _event, { eventId, timeMs }) => {
    await tx.updateTable("runs").set(notWaiting).where("id", "=", run.id).execute();
    const line = "discarded: staging table dropped, target unchanged";
    await recordRunEvent(tx, { run, name: "RunDiscarded", eventId, timeMs, line });
    await advanceRun(tx, run, "discarded");
  });
