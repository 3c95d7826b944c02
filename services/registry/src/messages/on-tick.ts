import { inSharedTransaction, type RegistryContext } from "./handle.ts";
import { holdEarly } from "../occurrences/early-ticks.ts";
import { admitDueTicks } from "../occurrences/admit-due-ticks.ts";

/** Fires a due schedule, not before it is due by the database's clock. The occurrence has one run, however many schedulers publish the tick. */
export const onTick = (context: RegistryContext) =>
  inSharedTransaction<"Tick">(
    context,
    ({ pipelineId }) => pipelineId,
    async (tx, ticks) => {
      const due = ticks.map(({ pipelineId, scheduledForMs }) => ({
        pipelineId,
        scheduledFor: new Date(scheduledForMs),
      }));
      await admitDueTicks(tx, await holdEarly(tx, due, await context.now(tx)));
    },
  );
