import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/advance-run.ts";
import { lockRun } from "../runs/lock-run.ts";
import { addLogEntry } from "../runs/run-log.ts";
import { isComplete } from "../runs/run.ts";

/** The destination is ready: the splits go out. A snapshot without rows has none, so it can be finalized at once. */
export const onRunPrepared = (context: RegistryContext) =>
  onRunEvent<"RunPrepared">(context, async (tx, run, _event, { eventId, timeMs }) => {
    const next = await advanceRun(tx, run, "prepared");
    if (next !== "loading") return;
    const { retry_of, resumed_run_ids } = run;
    const resumedRunIds = resumed_run_ids.length === 0 ? "" : `; it has those that run ${retry_of} had loaded`;
    const message = `prepared: the destination takes the rows${resumedRunIds}`;
    await addLogEntry(tx, { runId: run.id, eventId, name: "RunPrepared", message, timeMs });
    const loading = (await lockRun(tx, run.id))!;
    if (isComplete(loading)) await advanceRun(tx, loading, "loaded");
  });
