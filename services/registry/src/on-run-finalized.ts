import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "./runs/advance-run.ts";

/** The target holds the rows. */
export const onRunFinalized = (context: RegistryContext) =>
  onRunEvent<"RunFinalized">(context, async (tx, run) => {
    await advanceRun(tx, run, "finalized");
  });
