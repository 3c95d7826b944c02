import { onRunEvent, type RegistryContext } from "./handle.ts";
import { addLogEntry, describeDelayed } from "../runs/run-log.ts";
import { isTerminal } from "../runs/state-machine.ts";

/** The run waits, and says why. */
export const onStepDelayed = (context: RegistryContext) =>
  onRunEvent<"StepDelayed">(context, async (tx, run, event, { eventId, timeMs }) => {
    if (isTerminal(run.state) && event.step !== "discard") return;
    const message = describeDelayed(event);
    await tx
      .updateTable("runs")
      .set({ waiting_reason: message, waiting_code: event.code })
      .where("id", "=", run.id)
      .execute();
    await addLogEntry(tx, { runId: run.id, eventId, name: "StepDelayed", message, timeMs });
  });
