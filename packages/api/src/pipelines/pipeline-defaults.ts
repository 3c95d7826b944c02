/**
 * What each option of a pipeline is when a client leaves it out, and in pipelines, versions and runs that were stored before
 * it existed. No schemas, because registry and console use it. `pipeline.ts` does not compile if one is missing.
 */
export const pipelineDefaults = {
  description: null,
  source_type: "bigquery",
  destination_type: "postgres",
  mode: "batch",
  schedule: null,
  timezone: "UTC",
  batch_size: null,
  mapping: null,
  catch_up: null,
} as const;
