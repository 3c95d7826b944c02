/**
 * Default of each option of a pipeline: if a client omits it, and for pipelines, versions and runs stored before it
 * existed. No schemas, because registry and console use it. `pipeline.ts` does not compile if one is missing.
 */
export const pipelineDefaults = {
  description: null,
  source_type: "bigquery",
  destination_type: "postgres",
  mode: "batch",
  schedule: null,
  timezone: "UTC",
  schedule_jitter_seconds: null,
  batch_size: null,
  mapping: null,
  catch_up: null,
  max_wait: null,
  deadline_seconds: null,
  retry: null,
} as const;
