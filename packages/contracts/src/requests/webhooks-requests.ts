import type { DeliveryView, WebhookChange, WebhookInput, WebhookView } from "@datamantri/api";

/** Operations of `RegistryApi` about webhooks. */
export interface WebhooksApi {
  /**
   * `id`: derived from the Idempotency-Key, so that a repeated request creates no second one. `secret`: the signing
   * secret, returned only to this request; null for Slack, and in a repeat after a rotation.
   */
  "webhooks.create": [
    { id?: string | undefined; webhook: WebhookInput; requested_by: string },
    { readonly webhook: WebhookView; readonly secret: string | null },
  ];
  "webhooks.list": [Record<string, never>, readonly WebhookView[]];
  "webhooks.get": [{ id: string }, WebhookView];
  "webhooks.change": [{ id: string; change: WebhookChange }, WebhookView];
  "webhooks.delete": [{ id: string }, WebhookView];
  /** For a day deliveries are signed with the previous secret too. `request_id` as the `id` of `webhooks.create`. */
  "webhooks.rotate_secret": [{ id: string; request_id?: string | undefined }, { readonly secret: string }];
  /** `request_id` as the `id` of `webhooks.create`. */
  "webhooks.test": [{ id: string; request_id?: string | undefined }, DeliveryView];
  "webhooks.deliveries": [{ id: string; limit: number }, readonly DeliveryView[]];
  /** Sends a delivery again, in any state. */
  "webhooks.replay": [{ id: string; delivery_id: string }, DeliveryView];
}
