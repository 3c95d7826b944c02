import { inSharedTransaction, type RegistryContext } from "./handle.ts";
import { admitDueTicks } from "../occurrences/admit-due-ticks.ts";

/** Fires a due schedule. However many schedulers publish the tick, the occurrence has one run. */
export const onTick = (context: RegistryContext) =>
  inSharedTransaction<"Tick">(
    context,
    ({ pipelineId }) => pipelineId,
    async (tx, ticks) => {
      const due = ticks.map(({ pipelineId, scheduledForMs }) => ({
        pipelineId,
        scheduledFor: new Date(scheduledForMs),
      }));
      await admitDueTicks(tx, due);
    },
  );
