import { inTransaction, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";
import { lockRun } from "../runs/lock-run.ts";

/** Cancels a run, unless its rows are already being moved into the target. */
export const onCancelRun = (context: RegistryContext) =>
  inTransaction<"CancelRun">(context, async (tx, { runId, requestedBy }) => {
    const run = await lockRun(tx, runId);
    if (run) await advanceRun(tx, run, "cancel", { code: "cancelled", message: requestedBy });
  });
