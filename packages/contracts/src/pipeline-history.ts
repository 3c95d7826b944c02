/** What became of a pipeline since it was made: every version of it, by whom, and what was different. */
import type { Page, PageRequest } from "./paging.ts";
import type { FieldChange, PipelineView } from "./pipelines.ts";

/** `copied`: created by duplicating another pipeline. `applied`: changed by a file. */
export const pipelineActions = ["created", "copied", "changed", "applied", "paused", "resumed", "archived"] as const;
export type PipelineAction = (typeof pipelineActions)[number];

/** Everything that a client gives a pipeline, without secrets. */
export type PipelineConfiguration = Omit<PipelineView, "id" | "is_active" | "version" | "created_at" | "updated_at">;

/** Out of anything that has more: a row, a view. */
export function configurationOf(pipeline: PipelineConfiguration): PipelineConfiguration {
  const { name, description, source_type, source_config, destination_type, destination_config } = pipeline;
  const { mode, schedule, timezone, batch_size, mapping, catch_up } = pipeline;
  return {
    name,
    description,
    source_type,
    source_config,
    destination_type,
    destination_config,
    mode,
    schedule,
    timezone,
    batch_size,
    mapping,
    catch_up,
  };
}

/** One version of a pipeline. */
export interface PipelineChange {
  readonly version: number;
  readonly action: PipelineAction;
  /** E-mail address. */
  readonly changed_by: string;
  /** RFC 3339, UTC. */
  readonly changed_at: string;
  /** From the version before; nothing in the first one. */
  readonly changes: readonly FieldChange[];
  /** Fields of the secrets that were given, replaced or removed, such as `destination_config.password`. */
  readonly secrets_changed: readonly string[];
}

/** A version with everything that it was. With its changes besides, two large ones would not fit into an answer. */
export interface PipelineVersion extends Omit<PipelineChange, "changes"> {
  readonly configuration: PipelineConfiguration;
  /** What putting this configuration back would change now. */
  readonly restoring: readonly FieldChange[];
}

/** The operations of `RegistryApi` about the history of pipelines; also of archived ones. */
export interface PipelineHistoryApi {
  /** Newest first. */
  "pipelines.changes": [PageRequest & { id: string }, Page<PipelineChange>];
  "pipelines.version": [{ id: string; version: number }, PipelineVersion];
}
