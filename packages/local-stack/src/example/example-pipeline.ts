import type { ApiClient } from "../api/api-client.ts";
import type { PipelineView, RunView } from "@datamantri/api";
import type { StackAccess } from "../stack/start-stack.ts";
import { warehouseOf } from "./warehouse.ts";

/** The source table in the sandbox and the target table in PostgreSQL: 3 million flights. */
export const exampleTable = "flights_3m";

/**
 * Ensures that the example pipeline exists and uses this stack's PostgreSQL and sandbox.
 * @returns `isNew` if it was created
 */
export async function ensureExamplePipeline(
  api: ApiClient,
  access: StackAccess,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const pipelines = await api.get<readonly PipelineView[]>("/api/v1/pipelines");
  const present = pipelines.find((pipeline) => pipeline.name === exampleTable);
  const wanted = examplePipeline(access);
  if (present !== undefined && leadsTo(present, wanted)) return { id: present.id, isNew: false };
  // Another program has taken a port since, so the pipeline's addresses are wrong.
  if (present !== undefined) await api.delete(`/api/v1/pipelines/${present.id}`);
  const created = await api.post<PipelineView>("/api/v1/pipelines", wanted);
  return { id: created.id, isNew: present === undefined };
}

/** Starts a run. @returns its id */
export async function triggerRun(api: ApiClient, pipelineId: string): Promise<string> {
  const answer = await api.post<{ run_id: string }>(`/api/v1/pipelines/${pipelineId}/trigger`);
  return answer.run_id;
}

/** True if the run has ended. */
export function hasEnded(run: RunView): boolean {
  return run.status === "success" || run.status === "failed" || run.status === "cancelled";
}

function examplePipeline(access: StackAccess) {
  return {
    name: exampleTable,
    description: "3 million US flights of 2001, from the BigQuery sandbox into PostgreSQL",
    source_type: "bigquery",
    source_config: { project: "sandbox", dataset: "flights", table: exampleTable, api_endpoint: access.bigquery },
    destination_type: "postgres",
    destination_config: {
      ...warehouseOf(access),
      schema: "public",
      table: exampleTable,
    },
    mode: "replace",
    schedule: null,
  };
}

function leadsTo(present: PipelineView, wanted: ReturnType<typeof examplePipeline>): boolean {
  return (
    present.destination_config.port === wanted.destination_config.port &&
    present.source_config.api_endpoint === wanted.source_config.api_endpoint
  );
}
