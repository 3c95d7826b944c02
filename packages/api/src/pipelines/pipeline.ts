/** A pipeline: in requests, as stored, and in responses. */
import { z } from "zod";

import { time, uuid } from "../scalars.ts";
import { catchUp } from "./catch-up.ts";
import { destination, destinationInput, type DestinationConfig } from "./destination.ts";
import { mappingBody, mappingView } from "./mapping.ts";
import { pipelineDefaults } from "./pipeline-defaults.ts";
import { isTimeZone, timeZoneAdvice } from "../time-zones.ts";
import { longestSeconds, maxJitterSeconds } from "../values.ts";
import { checkPipeline } from "./pipeline-rules.ts";
import { retryPolicy } from "./retry-policy.ts";
import { source, sourceInput, type SourceConfig } from "./source.ts";
import { modes } from "./write-modes.ts";

const emptyToNull = (value: unknown): unknown => (value === "" ? null : value);

export const pipelineName = z.string().trim().min(1).max(200).meta({
  title: "Name",
  description: "Unique among the pipelines.",
});

/**
 * Every option of a pipeline, as stored: with defaults, without secrets. A new one is declared here, and its default in
 * `pipeline-defaults.ts`. The order is that of files and answers.
 */
const options = {
  name: pipelineName,
  description: z.string().max(10_000).nullable().meta({ title: "Description", description: "Text for people." }),
  source_type: z.literal("bigquery").meta({ title: "Source type", description: "System that is read." }),
  source_config: source,
  destination_type: z.enum(["postgres", "postgresql"]).meta({
    title: "Destination type",
    description: "System that is written. Both values mean PostgreSQL.",
  }),
  destination_config: destination,
  mode: z.enum(modes).meta({
    title: "Mode",
    description: "`batch` and `stream` take the write mode from the destination. `stream` runs every few seconds.",
  }),
  schedule: z.string().trim().max(200).nullable().meta({
    title: "Schedule",
    description: "Cron expression. Null: runs start manually or by API.",
  }),
  timezone: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .refine(isTimeZone, timeZoneAdvice)
    .meta({ title: "Time zone", description: "IANA time zone of the schedule." }),
  schedule_jitter_seconds: z.int().min(1).max(maxJitterSeconds).nullable().meta({
    title: "Jitter",
    description: "Runs start up to this many seconds later than due, each pipeline by its own share. Null: at once.",
  }),
  batch_size: z.int().min(1).max(1_000_000).nullable().meta({
    title: "Batch size",
    description: "Most rows in a batch. The planner uses fewer for wide rows.",
  }),
  mapping: mappingView.nullable().meta({ description: "Null: every column as in docs/types.md." }),
  catch_up: catchUp.nullable(),
  max_wait: z
    .int()
    .min(1)
    .max(longestSeconds)
    .nullable()
    .meta({
      title: "Longest wait",
      description:
        "Seconds for which a run waits for a source or destination that is away, busy, locked, full, read-only or throttled, before " +
        "it fails. Null: an hour.",
    }),
  deadline_seconds: z.int().min(1).max(longestSeconds).nullable().meta({
    title: "Deadline",
    description: "A run that takes longer, from the moment it begins, fails. Null: none.",
  }),
  retry: retryPolicy.nullable(),
};

/**
 * Everything that a client sets in a pipeline, without secrets: runs, versions, files and copies carry it as one value.
 */
export const pipelineConfiguration = z.object(options).meta({ id: "PipelineConfiguration" });
export type PipelineConfiguration = z.infer<typeof pipelineConfiguration>;

/** The configuration of a run: with its connections' fields when the run was admitted. */
export type RunConfiguration = Omit<PipelineConfiguration, "source_config" | "destination_config"> & {
  readonly source_config: SourceConfig;
  readonly destination_config: DestinationConfig;
};

type Defaulted = Exclude<keyof typeof options, "name" | "source_config" | "destination_config">;

/** The options; all but these three are optional. */
function withDefaults(): { readonly [Option in Defaulted]: z.ZodDefault<(typeof options)[Option]> } {
  const defaults: { readonly [Option in Defaulted]: z.output<(typeof options)[Option]> } = pipelineDefaults;
  const optional = Object.entries(defaults).map(([name, value]) => [
    name,
    (options[name as Defaulted] as z.ZodType).default(value),
  ]);
  return Object.fromEntries(optional) as ReturnType<typeof withDefaults>;
}

const defaulted = withDefaults();

export const pipelineBody = z
  .strictObject({
    ...options,
    ...defaulted,
    source_config: sourceInput,
    destination_config: destinationInput,
    schedule: z.preprocess(emptyToNull, defaulted.schedule),
    mapping: mappingBody.nullish(),
  })
  .superRefine(checkPipeline)
  .meta({ id: "PipelineInput" });

const pipelineStatuses = ["active", "paused"] as const;

export const pipelineView = z
  .object({
    id: uuid,
    ...options,
    is_active: z.boolean().meta({ description: "False while it is paused." }),
    status: z.enum(pipelineStatuses).meta({ description: "The same as a word." }),
    version: z.int().meta({ description: "Grows with every change." }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "Pipeline" });
export type PipelineView = z.infer<typeof pipelineView>;

/** Query parameters that filter pipelines. */
export const pipelineFilter = {
  status: z.enum(pipelineStatuses).optional(),
  mode: z.enum(modes).optional(),
  q: z.string().min(1).max(200).optional().meta({ description: "Part of the name or the description." }),
};
export type PipelineFilter = z.infer<z.ZodObject<typeof pipelineFilter>>;

/** Selects the configuration from an object that has more, such as a view. */
export function configurationOf(pipeline: PipelineConfiguration): PipelineConfiguration {
  const names = Object.keys(options) as (keyof PipelineConfiguration)[];
  return Object.fromEntries(names.map((name) => [name, pipeline[name]])) as PipelineConfiguration;
}
