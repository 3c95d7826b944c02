import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/advance-run.ts";
import { addLogEntry } from "../runs/run-log.ts";

/** A step gave up. A failed discard or replay changes nothing but the log: the run had ended before. */
export const onStepFailed = (context: RegistryContext) =>
  onRunEvent<"StepFailed">(context, async (tx, run, event, { eventId, timeMs }) => {
    const { step, code, message } = event;
    if (step === "discard") {
      const line = `discard failed: ${message} (${code}); drop the run's staging table by hand`;
      await addLogEntry(tx, { runId: run.id, eventId, name: "StepFailed", message: line, timeMs });
      return;
    }
    if (step === "replay") {
      const line = `replay failed: ${message} (${code}); the rejects are as they were`;
      await addLogEntry(tx, { runId: run.id, eventId, name: "StepFailed", message: line, timeMs });
      return;
    }
    const input = step === "finalize" ? "finalize_failed" : "step_failed";
    await advanceRun(tx, run, input, { code, message: `${step}: ${message}`, keepMs: context.resumableMs });
  });
