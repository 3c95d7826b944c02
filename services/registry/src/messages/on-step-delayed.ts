import { onRunEvent, type RegistryContext } from "./handle.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { describeDelayed, withoutRetry } from "../runs/run-log.ts";
import { unknownOutcome } from "../runs/run-status.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { hasEnded } from "../runs/steps/state-machine.ts";
import { addWait, hasWaitedTooLong } from "../runs/waiting.ts";

/** Records why a run waits, once for each reason, and fails it when it has waited for longer than its pipeline allows. */
export const onStepDelayed = (context: RegistryContext) =>
  onRunEvent<"StepDelayed">(context, async (tx, run, event, { eventId, timeMs }) => {
    if (hasEnded(run.state) && event.step !== "discard") return;
    const { code, step, message } = event;
    const line = describeDelayed(event);
    const wait = addWait(run, code, timeMs);
    const isOver = hasWaitedTooLong(wait, run.configuration);
    // Rows may be moving: only the ledger says how such a run ended. That nobody knows stays true until then.
    const isUnknown = run.state === "finalizing" && (isOver || run.waiting_code === unknownOutcome);
    await tx
      .updateTable("runs")
      .set({ waiting_reason: line, waiting_code: isUnknown ? unknownOutcome : code, ...wait })
      .where("id", "=", run.id)
      .execute();
    // A line for each try would hide the others of a run that waits for days: each step tries again every 30 seconds.
    if (withoutRetry(line) !== withoutRetry(run.waiting_reason ?? ""))
      await recordRunEvent(tx, { run, name: "StepDelayed", eventId, timeMs, line });
    if (!isOver) return;
    const waited = `${step}: ${message}; waited for ${Math.round(wait.waited_ms / 1_000)} s (max_wait)`;
    await advanceRun(tx, run, "step_failed", { code, message: waited, keepMs: context.resumableMs });
  });
