import { z } from "@hono/zod-openapi";

import type { AppliedPipeline } from "@datamantri/contracts";

import { fieldChange } from "./pipeline-history.ts";
import { pipelineExample, pipelineView } from "./pipelines.ts";

export const appliedView = z
  .object({
    action: z.enum(["created", "updated", "unchanged"]),
    changes: z
      .array(fieldChange)
      .readonly()
      .meta({ description: "Field by field; of a secret only that it is another one." }),
    pipeline: pipelineView.nullable().meta({ description: "Null when it would be created." }),
  })
  .meta({ id: "AppliedPipeline" }) satisfies z.ZodType<AppliedPipeline>;

export const appliedExample: AppliedPipeline = {
  action: "updated",
  changes: [{ field: "schedule", before: null, after: "0 5 * * *" }],
  pipeline: pipelineExample,
};
