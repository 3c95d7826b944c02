import type { RetryFrom } from "@datamantri/api";
import { dataOf } from "@datamantri/client";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import { runQuery } from "../../api/queries.ts";
import { useAction } from "../../api/use-action.ts";

/** Retries a run, from the start, from where it failed or from what the destination has, and shows the new one. */
export function useRetry(runId: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useAction(
    (from: RetryFrom) =>
      dataOf(api.POST("/api/v1/runs/{id}/retry", { params: { path: { id: runId } }, body: { from } })),
    ({ run_id }) => {
      // Its loaded rows are discarded.
      void queries.invalidateQueries({ queryKey: runQuery(runId).queryKey });
      void navigate({ to: "/runs/$runId", params: { runId: run_id } });
    },
  );
}
