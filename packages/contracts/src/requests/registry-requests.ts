/**
 * Operations of the registry by request and reply: JSON on core NATS, subject `registry.<operation>`, answered by any
 * one instance. Views are snake_case because the gateway returns them unchanged.
 */
import type {
  RetryFrom,
  RunDetail,
  RunEventView,
  RunFilter,
  RunSummary,
  RunView,
  SplitView,
  VerificationReport,
} from "@datamantri/api";

import type { ConnectionsApi } from "./connections-requests.ts";
import type { IdentityApi } from "./identity-requests.ts";
import type { Page, PageRequest } from "../paging.ts";
import type { PipelinesApi } from "./pipelines-requests.ts";
import type { SystemApi } from "./system-requests.ts";
import type { WebhooksApi } from "./webhooks-requests.ts";

/** Operation → [request, reply]. A failed operation replies with an error's code and message. */
export interface RegistryApi extends PipelinesApi, IdentityApi, WebhooksApi, ConnectionsApi, SystemApi {
  /** Also of an archived pipeline. */
  "runs.list": [PageRequest & { pipeline_id: string }, Page<RunView>];
  "runs.search": [PageRequest & RunFilter, Page<RunSummary>];
  /** `shows_vendor_message` for users who may read rows; by default it is null. */
  "runs.get": [{ id: string; shows_vendor_message?: boolean }, RunDetail];
  "runs.verification": [{ id: string }, VerificationReport];
  "runs.splits": [PageRequest & { id: string }, Page<SplitView>];
  "runs.events": [PageRequest & { id: string }, Page<RunEventView>];
  /**
   * Creates run `run_id`, which retries run `id` with the pipeline's current configuration. `from`: the start by
   * default.
   */
  "runs.retry": [{ id: string; run_id: string; requested_by: string; from?: RetryFrom | undefined }, RunView];
  /** Creates run `run_id`, which undoes run `id`. */
  "runs.undo": [{ id: string; run_id: string; requested_by: string }, RunView];
  /** Discards the loaded rows of a failed run. */
  "runs.discard": [{ id: string; requested_by: string }, RunView];
  /** Loads the rejects of a finished run, if no other run of the pipeline is open. */
  "runs.replay": [{ id: string; requested_by: string }, RunView];
}
