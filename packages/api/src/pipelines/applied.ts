import { z } from "zod";

import { fieldChange } from "./history.ts";
import { pipelineView } from "./pipeline.ts";
import { pipelineExample } from "./pipeline-example.ts";

/** Changes that applying a file made to a pipeline, or would make. */
export const appliedView = z
  .object({
    action: z.enum(["created", "updated", "renamed", "unchanged"]).meta({
      description:
        "`renamed`: the pipeline of `previous_name` got the name; `changes` has it and other changed fields.",
    }),
    changes: z.array(fieldChange).readonly().meta({ description: "Field by field; secret values are never shown." }),
    pipeline: pipelineView.nullable().meta({ description: "Null if it would be created." }),
  })
  .meta({ id: "AppliedPipeline" });
export type AppliedPipeline = z.infer<typeof appliedView>;

export const appliedExample: AppliedPipeline = {
  action: "updated",
  changes: [{ field: "schedule", before: null, after: "0 5 * * *" }],
  pipeline: pipelineExample,
};
