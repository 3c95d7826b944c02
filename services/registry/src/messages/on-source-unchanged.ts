import { onRunEvent, type RegistryContext } from "./handle.ts";
import { advanceRun } from "../runs/advance-run.ts";

/** There is nothing to read. Too late when a repeat of the task found something meanwhile: the plan counts. */
export const onSourceUnchanged = (context: RegistryContext) =>
  onRunEvent<"SourceUnchanged">(context, async (tx, run) => {
    await advanceRun(tx, run, "unchanged");
  });
