import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { lockRun } from "../runs/lock-run.ts";
import { recordRunEvent } from "../runs/record-run-event.ts";
import { describePrepared } from "../runs/run-log.ts";
import { isComplete } from "../runs/run.ts";

/** Issues the splits once the destination is ready. A snapshot without rows has none; its run is finalized at once. */
export const onRunPrepared = (context: RegistryContext) =>
  onRunEvent<"RunPrepared">(context, async (tx, run, _event, { eventId, timeMs }) => {
    const next = await advanceRun(tx, run, "prepared");
    if (next !== "loading") return;
    await recordRunEvent(tx, { run, name: "RunPrepared", eventId, timeMs, line: describePrepared(run) });
    const loading = (await lockRun(tx, run.id))!;
    if (isComplete(loading)) await advanceRun(tx, loading, "loaded");
  });
