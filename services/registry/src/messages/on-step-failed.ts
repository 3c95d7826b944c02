import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";

/** Steps that belong to ended runs. */
const afterTheEnd: Readonly<Record<string, string>> = {
  discard: "drop the run's staging table manually",
  replay: "the rejects are unchanged",
};

/**
 * Fails the run of a step that gave up. A failed discard or replay is only logged, because its run had already ended.
 */
export const onStepFailed = (context: RegistryContext) =>
  onRunEvent<"StepFailed">(context, async (tx, run, event, { eventId, timeMs }) => {
    const { step, code, message } = event;
    const advice = afterTheEnd[step];
    if (advice !== undefined) {
      const line = `${step} failed: ${message} (${code}); ${advice}`;
      await recordRunEvent(tx, { run, name: "StepFailed", eventId, timeMs, line });
      return;
    }
    const input = step === "finalize" ? "finalize_failed" : "step_failed";
    await advanceRun(tx, run, input, { code, message: `${step}: ${message}`, keepMs: context.resumableMs });
  });
