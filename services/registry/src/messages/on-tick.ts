import { inSharedTransaction, type RegistryContext } from "./handle.ts";
import { fireOccurrences } from "../occurrences/fire-occurrences.ts";

/** A schedule came due. However many schedulers say so, the occurrence has one run. */
export const onTick = (context: RegistryContext) =>
  inSharedTransaction<"Tick">(
    context,
    ({ pipelineId }) => pipelineId,
    async (tx, ticks) => {
      const due = ticks.map(({ pipelineId, scheduledForMs }) => ({
        pipelineId,
        scheduledFor: new Date(scheduledForMs),
      }));
      await fireOccurrences(tx, due);
    },
  );
