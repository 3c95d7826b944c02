/** Operations of `RegistryApi` about pipelines. */
import type {
  AppliedPipeline,
  OccurrenceStatus,
  OccurrenceView,
  PipelineChange,
  PipelineConfiguration,
  PipelineEstimate,
  PipelineFilter,
  PipelineSecrets,
  PipelineVersion,
  PipelineView,
  TypeReport,
} from "@datamantri/api";

import type { Page, PageRequest } from "../paging.ts";

/** The wanted state of a pipeline. */
interface WantedPipeline {
  pipeline: PipelineConfiguration;
  secrets: PipelineSecrets;
  requested_by: string;
  estimate?: PipelineEstimate | undefined;
}

export interface PipelinesApi {
  /** `id`: derived from the Idempotency-Key, so that a repeated request creates no second pipeline. */
  "pipelines.create": [WantedPipeline & { id?: string | undefined }, PipelineView];
  "pipelines.list": [PageRequest & PipelineFilter, Page<PipelineView>];
  "pipelines.get": [{ id: string }, PipelineView];
  "pipelines.estimate": [{ id: string }, PipelineEstimate];
  /** From the last planned run, or from the pipeline's creation; null before its source was inspected. */
  "pipelines.type_report": [{ id: string }, TypeReport | null];
  /** `version`: the expected one; null or absent: any. */
  "pipelines.archive": [{ id: string; version?: number | null; requested_by: string }, PipelineView];
  /** `version`: the one that the change is based on; null replaces any. */
  "pipelines.replace": [WantedPipeline & { id: string; version: number | null }, PipelineView];
  /**
   * Applies a configuration to the pipeline of this name, or lists what that would change. If there is none, that of
   * `previous_name` is renamed.
   */
  "pipelines.apply": [WantedPipeline & { dry_run: boolean; previous_name?: string | undefined }, AppliedPipeline];
  "pipelines.get_by_name": [{ name: string }, PipelineView];
  "pipelines.set_active": [{ id: string; is_active: boolean; requested_by: string }, PipelineView];
  /** The copy is paused. Without a name it gets a new one. `copy_id` as the `id` of `pipelines.create`. */
  "pipelines.duplicate": [
    { id: string; copy_id?: string | undefined; name?: string | undefined; requested_by: string },
    PipelineView,
  ];
  /** Newest first; also of an archived pipeline. */
  "pipelines.occurrences": [PageRequest & { id: string; status?: OccurrenceStatus | undefined }, Page<OccurrenceView>];
  /** Newest first; also of an archived pipeline. */
  "pipelines.changes": [PageRequest & { id: string }, Page<PipelineChange>];
  "pipelines.version": [{ id: string; version: number }, PipelineVersion];
}
