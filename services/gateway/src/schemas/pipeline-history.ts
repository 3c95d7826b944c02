import { z } from "@hono/zod-openapi";

import { pipelineActions, type FieldChange, type PipelineChange, type PipelineVersion } from "@datamantri/contracts";

import { idOf } from "./parameters.ts";
import { pipelineExample, pipelineView } from "./pipelines.ts";

export const fieldChange = z
  .object({
    field: z.string().meta({ description: "Path, such as destination_config.table." }),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: "FieldChange" }) satisfies z.ZodType<FieldChange>;

export const changeView = z
  .object({
    version: z.int(),
    action: z
      .enum(pipelineActions)
      .meta({ description: "`found`: as it was when its history began, because the pipeline is older." }),
    changed_by: z.string(),
    changed_at: z.string().meta({ format: "date-time" }),
    changes: z
      .array(fieldChange)
      .readonly()
      .meta({ description: "From the version before, field by field; nothing in the first one." }),
    secrets_changed: z
      .array(z.string())
      .readonly()
      .meta({ description: "Secrets that were given, replaced or removed, such as destination_config.password." }),
  })
  .meta({ id: "PipelineChange" }) satisfies z.ZodType<PipelineChange>;

export const changeExample: PipelineChange = {
  version: 2,
  action: "changed",
  changed_by: "ada@example.com",
  changed_at: "2026-01-31T08:00:00.000Z",
  changes: [{ field: "schedule", before: null, after: "0 5 * * *" }],
  secrets_changed: ["destination_config.password"],
};

const configurationView = pipelineView
  .omit({ id: true, is_active: true, version: true, created_at: true, updated_at: true })
  .meta({ id: "PipelineConfiguration" });

export const versionView = changeView
  .omit({ changes: true })
  .extend({
    configuration: configurationView,
    restoring: z
      .array(fieldChange)
      .readonly()
      .meta({ description: "What putting the configuration back would change now." }),
  })
  .meta({ id: "PipelineVersion" }) satisfies z.ZodType<PipelineVersion>;

const { changes: _changes, ...cause } = changeExample;
const {
  id: _id,
  is_active: _isActive,
  version: _version,
  created_at: _createdAt,
  updated_at: _updatedAt,
  ...configuration
} = pipelineExample;

export const versionExample: PipelineVersion = {
  ...cause,
  configuration,
  restoring: [{ field: "schedule", before: "0 6 * * *", after: "0 5 * * *" }],
};

export const versionParams = idOf("pipeline").extend({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: (issue) => `no version is called ${String(issue.input)}` })
    .transform(Number)
    .meta({ type: "integer", minimum: 1, example: 2 }),
});
