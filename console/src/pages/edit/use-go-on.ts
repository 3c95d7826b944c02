import { dataOf } from "@datamantri/client";
import { useNavigate } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import { tellFailure } from "../../parts/tell.ts";

/** Goes on after a pipeline was saved: to its page, or to its run when one was wanted. */
export function useGoOn(): (pipelineId: string, isRunning: boolean) => Promise<void> {
  const navigate = useNavigate();
  return async (pipelineId, isRunning) => {
    const toPipeline = () => navigate({ to: "/pipelines/$pipelineId", params: { pipelineId } });
    if (!isRunning) return toPipeline();
    try {
      const params = { path: { id: pipelineId } };
      const { task_id } = await dataOf(api.POST("/api/v1/pipelines/{id}/trigger", { params }));
      return await navigate({ to: "/runs/$runId", params: { runId: task_id } });
    } catch (error) {
      // It is saved: to save it again would make another one.
      tellFailure(error, "Saved, but not started: ");
      return toPipeline();
    }
  };
}
