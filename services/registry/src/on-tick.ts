import { inTransaction, type RegistryContext } from "./handle.ts";
import { fireOccurrence } from "./occurrences/fire-occurrence.ts";

/** A schedule came due. However many schedulers say so, the occurrence has one run. */
export const onTick = (context: RegistryContext) =>
  inTransaction<"Tick">(context, async (tx, { pipelineId, scheduledForMs }) => {
    await fireOccurrence(tx, pipelineId, new Date(scheduledForMs));
  });
