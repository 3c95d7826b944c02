/**
 * Constants and types that others than the gateway use at run time. No schemas: building them all costs each process a
 * quarter of a second of CPU time and several MB.
 */
import type { streamedEventTypes } from "./runs/streamed-events.ts";

export { accessFields, accessNames, accessOf, accessSecrets } from "./connections/access.ts";
export { addsRows, needsKey, toWriteMode } from "./pipelines/write-modes.ts";
export { excludedSources } from "./pipelines/excluded-sources.ts";
export { ledgerSchema } from "./pipelines/ledger-schema.ts";
export { pipelineDefaults } from "./pipelines/pipeline-defaults.ts";
export { isTimeZone, timeZoneAdvice } from "./time-zones.ts";
export { findPseudoColumn, isWildcard, nameInRows, type PseudoColumn } from "./pipelines/pseudo-columns.ts";
export { findQueryParameter, isOneExpression, looksLikeSelect, withoutEnd } from "./pipelines/query-text.ts";
export { quoteBigQueryName, quotePostgresName } from "./quote-names.ts";
export { parseTargetType } from "./pipelines/target-types.ts";

export const serviceNames = ["gateway", "scheduler", "registry", "extractor", "loader"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Seconds between the runs of a stream, by default. */
export const defaultIntervalSeconds = 10;

/** A longer delay would be another schedule. */
export const maxJitterSeconds = 3_600;

/** Seconds that a run waits for what is away, by default. */
export const defaultMaxWaitSeconds = 3_600;

/** Longest wait and deadline that an owner can set, in seconds: BigQuery keeps what a run reads for a week. */
export const longestSeconds = 7 * 86_400;

/**
 * Codes of a run that stops because an older state of the destination, or of the metadata database, has come back: a person
 * looks, and retries it from the destination.
 */
export const rolledBackCodes = ["sink_rolled_back", "metadata_rolled_back"] as const;
export type RolledBackCode = (typeof rolledBackCodes)[number];

/** Who has to act on an error that can be retried; a bug fails again. */
export const retriedParties = ["source", "destination", "data", "bus", "operator"] as const;

/** Seconds before now within which missed runs are caught up, by default. */
export const defaultCatchUpSeconds = 86_400;

/** A pipeline's write-only fields: stored sealed, never in a view, message, log or error. */
export interface PipelineSecrets {
  /**
   * A credentials file as downloaded from Google, as JSON text. Absent: unchanged. Null: removed. The others likewise.
   */
  readonly source_credentials?: string | null | undefined;
  readonly destination_password?: string | null | undefined;
  /** Key of the masks `hmac` and salted `sha256`. */
  readonly mask_key?: string | null | undefined;
}

/** Field of each secret in requests. */
export const secretFields = {
  source_credentials: "source_config.credentials",
  destination_password: "destination_config.password",
  mask_key: "mapping.mask_key",
} as const satisfies Record<keyof PipelineSecrets, string>;

/** Events that a webhook can subscribe to: the changes of a run's state that people and programs act on. */
export const webhookEventTypes = [
  "run_queued",
  "run_succeeded",
  "run_failed",
  "run_cancelled",
  "run_skipped",
] as const satisfies readonly (typeof streamedEventTypes)[number][];
export type WebhookEventType = (typeof webhookEventTypes)[number];
