import { inSharedTransaction, type RegistryContext } from "./handle.ts";
import { admitDueTicks } from "../occurrences/admit-due-ticks.ts";
import { holdEarly, toDue } from "../occurrences/early-ticks.ts";
import { keepPresent } from "../occurrences/present-ticks.ts";

/**
 * Fires a due schedule, not before it is due by the database's clock, and only if the pipeline has it still. The occurrence
 * has one run, however many schedulers publish the tick.
 */
export const onTick = (context: RegistryContext) =>
  inSharedTransaction<"Tick">(
    context,
    ({ pipelineId }) => pipelineId,
    async (tx, ticks) => {
      const present = await keepPresent(tx, context.bus, ticks);
      const due = await holdEarly(tx, present, await context.now(tx));
      await admitDueTicks(tx, due.map(toDue));
    },
  );
