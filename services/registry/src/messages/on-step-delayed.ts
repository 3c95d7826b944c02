import { onRunEvent, type RegistryContext } from "./handle.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { describeDelayed } from "../runs/run-log.ts";
import { hasEnded } from "../runs/steps/state-machine.ts";

/** Records why a run waits. */
export const onStepDelayed = (context: RegistryContext) =>
  onRunEvent<"StepDelayed">(context, async (tx, run, event, { eventId, timeMs }) => {
    if (hasEnded(run.state) && event.step !== "discard") return;
    const line = describeDelayed(event);
    await tx
      .updateTable("runs")
      .set({ waiting_reason: line, waiting_code: event.code })
      .where("id", "=", run.id)
      .execute();
    await recordRunEvent(tx, { run, name: "StepDelayed", eventId, timeMs, line });
  });
