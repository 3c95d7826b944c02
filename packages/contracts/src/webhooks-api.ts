/** What the gateway may ask the registry about webhooks. */
import type { EventType } from "./subjects.ts";

/** What a webhook can be told: the changes of a run's state that people and programs act on. */
export const webhookEventTypes = [
  "run_queued",
  "run_succeeded",
  "run_failed",
  "run_cancelled",
  "run_skipped",
] as const satisfies readonly EventType[];

export type WebhookEventType = (typeof webhookEventTypes)[number];

/** What a delivery may tell: besides events a test, and to `openlineage` that a run began. */
export const deliveryEventTypes = [...webhookEventTypes, "run_started", "test"] as const;

export type DeliveryEventType = (typeof deliveryEventTypes)[number];

/**
 * `standard`: signed, as https://www.standardwebhooks.com says. `slack`: a sentence, for incoming webhooks of Slack.
 * `openlineage`: the one receiver that the registry's settings make.
 */
export type WebhookFormat = "standard" | "slack" | "openlineage";

export interface WebhookInput {
  readonly name: string;
  /** Write-only: it may carry a secret. */
  readonly url: string;
  readonly format: Exclude<WebhookFormat, "openlineage">;
  /** Null for every pipeline. */
  readonly pipeline_id: string | null;
  readonly event_types: readonly WebhookEventType[];
}

/** What is to be otherwise. */
export type WebhookChange = Partial<Omit<WebhookInput, "format"> & { readonly is_active: boolean }>;

export interface WebhookView {
  readonly id: string;
  /** Of `openlineage` the namespace of its jobs. */
  readonly name: string;
  /** Without what may be secret: of a Slack address the host, of others no query. */
  readonly url_shown: string;
  readonly format: WebhookFormat;
  readonly pipeline_id: string | null;
  readonly event_types: readonly WebhookEventType[];
  readonly is_active: boolean;
  /** Why the product itself switched it off. */
  readonly disabled_reason: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export type DeliveryStatus = "pending" | "delivered" | "failed";

export interface DeliveryAttemptView {
  readonly at: string;
  /** Of the answer; null when there was none. */
  readonly status: number | null;
  readonly error: string | null;
  readonly duration_ms: number;
}

export interface DeliveryView {
  /** Stays through retries and replays; `webhook-id` is made of it. */
  readonly id: string;
  readonly webhook_id: string;
  readonly event_type: DeliveryEventType;
  readonly run_id: string | null;
  readonly status: DeliveryStatus;
  readonly created_at: string;
  /** Null when there is none to come. */
  readonly next_attempt_at: string | null;
  /** Newest last. */
  readonly attempts: readonly DeliveryAttemptView[];
}

/** The operations of `RegistryApi` about webhooks. */
export interface WebhooksApi {
  /**
   * `id`: what a repeated request derives alike, so that it makes no second one. `secret`: signs; shown to this request
   * only; null for Slack, and in a repeat once it was rotated.
   */
  "webhooks.create": [
    { id?: string | undefined; webhook: WebhookInput; requested_by: string },
    { readonly webhook: WebhookView; readonly secret: string | null },
  ];
  "webhooks.list": [Record<string, never>, readonly WebhookView[]];
  "webhooks.get": [{ id: string }, WebhookView];
  "webhooks.change": [{ id: string; change: WebhookChange }, WebhookView];
  "webhooks.delete": [{ id: string }, WebhookView];
  /** For a day what is sent is signed with the secret before, too. `request_id` as the `id` of `webhooks.create`. */
  "webhooks.rotate_secret": [{ id: string; request_id?: string | undefined }, { readonly secret: string }];
  /** `request_id` as the `id` of `webhooks.create`. */
  "webhooks.test": [{ id: string; request_id?: string | undefined }, DeliveryView];
  "webhooks.deliveries": [{ id: string; limit: number }, readonly DeliveryView[]];
  /** Sends a delivery again, whatever became of it. */
  "webhooks.replay": [{ id: string; delivery_id: string }, DeliveryView];
}
