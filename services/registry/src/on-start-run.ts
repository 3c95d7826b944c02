import { inTransaction, type RegistryContext } from "./handle.ts";
import { admitRun } from "./runs/admit-run.ts";

/** Somebody asked for a run. A repeat of the command finds the run there. */
export const onStartRun = (context: RegistryContext) =>
  inTransaction<"StartRun">(context, async (tx, { runId, pipelineId, cause, requestedBy, range }) => {
    await admitRun(tx, {
      runId,
      pipelineId,
      cause,
      triggeredBy: requestedBy,
      scheduledFor: null,
      range: range.column === "" ? null : range,
    });
  });
