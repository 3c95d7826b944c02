/**
 * What can be asked of the registry by request and reply: JSON on core NATS, subject `registry.<operation>`, answered by any
 * one instance. Views are snake_case because the gateway hands them out as they are.
 */

import type { VerificationReport } from "./verifications.ts";
import type { ConnectionsApi } from "./connections-api.ts";
import type { PipelineEstimate } from "./extractor-api.ts";
import type { IdentityApi } from "./identity-api.ts";
import type { TypeReport } from "./mapping.ts";
import type { Page, PageRequest } from "./paging.ts";
import type { PipelineHistoryApi } from "./pipeline-history.ts";
import type { AppliedPipeline, PipelineFilter, PipelineInput, PipelineSecrets, PipelineView } from "./pipelines.ts";
import type {
  RetryFrom,
  RunDestination,
  RunDetail,
  RunEventView,
  RunFilter,
  RunSource,
  RunSummary,
  RunView,
  SplitView,
} from "./runs.ts";
import type { OccurrenceStatus, OccurrenceView } from "./schedules.ts";
import type { StoredSecretsApi } from "./stored-secrets-api.ts";
import type { SystemApi } from "./system.ts";
import type { WebhooksApi } from "./webhooks-api.ts";

/** Operation → [request, reply]. A failed operation replies with an error's code and message. */
export interface RegistryApi
  extends IdentityApi, WebhooksApi, ConnectionsApi, PipelineHistoryApi, StoredSecretsApi, SystemApi {
  /** `id`: what a repeated request derives alike, so that it makes no second pipeline. */
  "pipelines.create": [
    {
      id?: string | undefined;
      pipeline: PipelineInput;
      secrets: PipelineSecrets;
      requested_by: string;
      estimate?: PipelineEstimate;
    },
    PipelineView,
  ];
  "pipelines.list": [PageRequest & PipelineFilter, Page<PipelineView>];
  "pipelines.get": [{ id: string }, PipelineView];
  "pipelines.estimate": [{ id: string }, PipelineEstimate];
  /** Made by the last run that was planned, or when the pipeline was made; null when its source was not seen yet. */
  "pipelines.type_report": [{ id: string }, TypeReport | null];
  /** `version` as in `pipelines.replace`; any unless said. */
  "pipelines.archive": [{ id: string; version?: number | null; requested_by: string }, PipelineView];
  /** `version`: the one that the change was made to; null replaces any. */
  "pipelines.replace": [
    {
      id: string;
      version: number | null;
      pipeline: PipelineInput;
      secrets: PipelineSecrets;
      requested_by: string;
      estimate?: PipelineEstimate | undefined;
    },
    PipelineView,
  ];
  /** Makes the pipeline of this name be like this, or tells what that would change. */
  "pipelines.apply": [
    {
      pipeline: PipelineInput;
      secrets: PipelineSecrets;
      requested_by: string;
      dry_run: boolean;
      estimate?: PipelineEstimate | undefined;
    },
    AppliedPipeline,
  ];
  "pipelines.get_by_name": [{ name: string }, PipelineView];
  "pipelines.set_active": [{ id: string; is_active: boolean; requested_by: string }, PipelineView];
  /** The copy is paused. Without a name it gets one of its own. `copy_id` as the `id` of `pipelines.create`. */
  "pipelines.duplicate": [
    { id: string; copy_id?: string | undefined; name?: string | undefined; requested_by: string },
    PipelineView,
  ];
  /** Also of an archived pipeline. */
  "runs.list": [PageRequest & { pipeline_id: string }, Page<RunView>];
  /** Newest first; also of an archived pipeline. */
  "pipelines.occurrences": [PageRequest & { id: string; status?: OccurrenceStatus | undefined }, Page<OccurrenceView>];
  "runs.search": [PageRequest & RunFilter, Page<RunSummary>];
  "runs.get": [{ id: string }, RunDetail];
  "runs.verification": [{ id: string }, VerificationReport];
  "runs.splits": [PageRequest & { id: string }, Page<SplitView>];
  "runs.events": [PageRequest & { id: string }, Page<RunEventView>];
  /** Makes run `run_id`, which repeats run `id` with the pipeline's present configuration; `from` the start unless said. */
  "runs.retry": [{ id: string; run_id: string; requested_by: string; from?: RetryFrom | undefined }, RunView];
  /** Gives up what is kept of a failed run. */
  "runs.discard": [{ id: string; requested_by: string }, RunView];
  /** Has the rejects of a finished run loaded, if no other run of the pipeline is open. */
  "runs.replay": [{ id: string; requested_by: string }, RunView];
  "runs.source": [{ run_id: string }, RunSource];
  "runs.destination": [{ run_id: string }, RunDestination];
}
