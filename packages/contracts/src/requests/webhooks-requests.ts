import type { DeliveryView, WebhookChange, WebhookInput, WebhookView } from "@datamantri/api";

/** The operations of `RegistryApi` about webhooks. */
export interface WebhooksApi {
  /**
   * `id`: derived from the Idempotency-Key, so that a repeated request makes no second one. `secret`: signs; shown to this request
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
  /** Sends a delivery again, in any state. */
  "webhooks.replay": [{ id: string; delivery_id: string }, DeliveryView];
}
