import { inSharedTransaction, type RegistryContext } from "./handle.ts";
import { admitRuns } from "../runs/admit-runs.ts";

/** Somebody asked for a run. A repeat of the command finds the run there. */
export const onStartRun = (context: RegistryContext) =>
  inSharedTransaction<"StartRun">(
    context,
    ({ pipelineId }) => pipelineId,
    async (tx, commands) => {
      const admissions = commands.map(({ runId, pipelineId, cause, requestedBy, range }) => ({
        runId,
        pipelineId,
        cause,
        triggeredBy: requestedBy,
        scheduledFor: null,
        range: range.column === "" ? null : range,
      }));
      await admitRuns(tx, admissions);
    },
  );
