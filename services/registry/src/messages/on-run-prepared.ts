import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { isTerminal } from "../runs/steps/state-machine.ts";
import { lockRun } from "../runs/lock-run.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { describePrepared } from "../runs/run-log.ts";
import { isComplete, type Run } from "../runs/run.ts";

/**
 * Issues the splits once the destination is ready. A snapshot without rows has none; its run is finalized at once. That a
 * run was prepared is also recorded when it has ended meanwhile: its staging table is to be discarded.
 */
export const onRunPrepared = (context: RegistryContext) =>
  onRunEvent<"RunPrepared">(context, async (tx, run, _event, { eventId, timeMs }) => {
    const next = await advanceRun(tx, run, "prepared");
    if (next !== "loading" && !wasPreparedLate(run)) return;
    await recordRunEvent(tx, { run, name: "RunPrepared", eventId, timeMs, line: describePrepared(run) });
    if (next !== "loading") return;
    const loading = (await lockRun(tx, run.id))!;
    if (isComplete(loading)) await advanceRun(tx, loading, "loaded");
  });

/** True if the run ended while a loader prepared it. */
function wasPreparedLate({ state, plan, phase_times }: Run): boolean {
  return isTerminal(state) && plan !== null && phase_times["loading"] === undefined;
}
