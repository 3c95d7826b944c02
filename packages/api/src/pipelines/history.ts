/** The history of a pipeline: every version, its author and its changes. */
import { z } from "zod";

import { time } from "../scalars.ts";
import { pipelineConfiguration } from "./pipeline.ts";
import { pipelineExample } from "./pipeline-example.ts";

export const pipelineActions = ["created", "copied", "changed", "applied", "paused", "resumed", "archived"] as const;
export type PipelineAction = (typeof pipelineActions)[number];

/** One field whose value a change replaces. */
export const fieldChange = z
  .object({
    field: z.string().meta({ description: "Path, such as destination_config.table." }),
    before: z.unknown().meta({ description: "Null: no value." }),
    after: z.unknown().meta({ description: "Null: no value." }),
  })
  .meta({ id: "FieldChange" });
export type FieldChange = z.infer<typeof fieldChange>;

export const changeView = z
  .object({
    version: z.int(),
    action: z.enum(pipelineActions).meta({
      description: "`copied`: a duplicate of another pipeline. `applied`: changed by a file.",
    }),
    changed_by: z.string().meta({ description: "E-mail address." }),
    changed_at: time,
    changes: z
      .array(fieldChange)
      .readonly()
      .meta({ description: "Changes from the previous version, field by field; empty in the first version." }),
    secrets_changed: z
      .array(z.string())
      .readonly()
      .meta({ description: "Secrets that were set, replaced or removed, such as destination_config.password." }),
  })
  .meta({ id: "PipelineChange" });
export type PipelineChange = z.infer<typeof changeView>;

export const changeExample: PipelineChange = {
  version: 2,
  action: "changed",
  changed_by: "ada@example.com",
  changed_at: "2026-01-31T08:00:00.000Z",
  changes: [{ field: "schedule", before: null, after: "0 5 * * *" }],
  secrets_changed: ["destination_config.password"],
};

/** A version with its whole configuration. With its changes too, two large ones would not fit into a response. */
export const versionView = changeView
  .omit({ changes: true })
  .extend({
    configuration: pipelineConfiguration,
    restoring: z
      .array(fieldChange)
      .readonly()
      .meta({ description: "Changes that restoring this configuration would make now." }),
  })
  .meta({ id: "PipelineVersion" });
export type PipelineVersion = z.infer<typeof versionView>;

const { changes: _changes, ...cause } = changeExample;

export const versionExample: PipelineVersion = {
  ...cause,
  configuration: pipelineConfiguration.parse(pipelineExample),
  restoring: [{ field: "schedule", before: "0 6 * * *", after: "0 5 * * *" }],
};
