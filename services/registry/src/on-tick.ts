import { scheduledRunId } from "@datamantri/contracts";

import { inTransaction, type RegistryContext } from "./handle.ts";
import { admitRun } from "./runs/admit-run.ts";

/** A schedule came due. However many schedulers say so, the occurrence has one run. */
export const onTick = (context: RegistryContext) =>
  inTransaction<"Tick">(context, async (tx, { pipelineId, scheduledForMs }) => {
    await admitRun(tx, {
      runId: scheduledRunId(pipelineId, scheduledForMs),
      pipelineId,
      cause: "schedule",
      triggeredBy: "schedule",
      scheduledFor: new Date(scheduledForMs),
      range: null,
    });
  });
