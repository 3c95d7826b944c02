import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";

/** Skips a run whose source has not changed. Ignored if a redelivery of the task has already planned the run. */
export const onSourceUnchanged = (context: RegistryContext) =>
  onRunEvent<"SourceUnchanged">(context, async (tx, run) => {
    await advanceRun(tx, run, "unchanged");
  });
