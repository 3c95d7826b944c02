import { dataOf } from "@datamantri/client";
import { useNavigate } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import { tellFailure } from "../../parts/tell.ts";

/** Opens the page of a saved pipeline, or starts a run and opens that. */
export function useOpenSaved(): (pipelineId: string, isRunning: boolean) => Promise<void> {
  const navigate = useNavigate();
  return async (pipelineId, isRunning) => {
    const toPipeline = () => navigate({ to: "/pipelines/$pipelineId", params: { pipelineId } });
    if (!isRunning) return toPipeline();
    try {
      const params = { path: { id: pipelineId } };
      const { run_id } = await dataOf(api.POST("/api/v1/pipelines/{id}/trigger", { params }));
      return await navigate({ to: "/runs/$runId", params: { runId: run_id } });
    } catch (error) {
      // The pipeline is saved: saving it again would create a second one.
      tellFailure(error, "Saved, but not started: ");
      return toPipeline();
    }
  };
}
