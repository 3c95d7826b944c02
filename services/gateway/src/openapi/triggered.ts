/** The answer of every route that starts a run. */
import { z } from "@hono/zod-openapi";

import { runExample, triggeredView } from "@datamantri/api";
import { jsonAnswer } from "./content.ts";

const bodyOf = (runId: string) => ({ run_id: runId, task_id: runId, status: "triggered" as const });

export const triggeredAnswer = {
  ...jsonAnswer("The run was requested.", triggeredView, bodyOf(runExample.id)),
  headers: z.object({ Location: z.string().meta({ description: "Path of the run." }) }),
};

/** For `context.json`. */
export function toTriggered(runId: string) {
  return [bodyOf(runId), 202, { location: `/api/v1/runs/${runId}` }] as const;
}
