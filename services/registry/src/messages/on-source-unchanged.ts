import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/steps/advance-run.ts";

/** There is nothing to read. Ignored if a repeat of the task has already planned the run. */
export const onSourceUnchanged = (context: RegistryContext) =>
  onRunEvent<"SourceUnchanged">(context, async (tx, run) => {
    await advanceRun(tx, run, "unchanged");
  });
