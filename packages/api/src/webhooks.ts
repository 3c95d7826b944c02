import { z } from "zod";

import { time, uuid } from "./scalars.ts";
import { httpUrl } from "./connections/servers.ts";
import { webhookEventTypes } from "./values.ts";

/** Types of deliveries: the events, a test, and for `openlineage` the start of a run. */
export const deliveryEventTypes = [...webhookEventTypes, "run_started", "test"] as const;
export type DeliveryEventType = (typeof deliveryEventTypes)[number];

/** Credentials in a URL would be sent to its server. */
const url = httpUrl
  .max(2_048)
  .refine((text) => !URL.canParse(text) || new URL(text).username === "", { error: "must not have a user" })
  .meta({ description: "Write-only: never shown again in full.", format: "uri" });

const fields = {
  name: z.string().trim().min(1).max(200),
  url,
  pipeline_id: z.uuid().nullable().meta({ description: "Null: every pipeline." }),
  event_types: z.array(z.enum(webhookEventTypes)).min(1).readonly(),
};

export const webhookBody = z
  .strictObject({
    ...fields,
    format: z.enum(["standard", "slack"]).default("standard").meta({
      description:
        "`standard`: signed JSON (standardwebhooks.com). `slack`: a sentence for an incoming webhook of Slack.",
    }),
    pipeline_id: fields.pipeline_id.default(null),
    event_types: fields.event_types.default(["run_succeeded", "run_failed", "run_cancelled"]),
  })
  .meta({ id: "WebhookInput" });
export type WebhookInput = z.output<typeof webhookBody>;

export const webhookBodyExample: z.input<typeof webhookBody> = {
  name: "on call",
  url: "https://example.com/hooks/datamantri",
  event_types: ["run_failed"],
};

export const webhookChange = z
  .strictObject({ ...fields, is_active: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: "has no field to change" })
  .meta({ id: "WebhookChange" });
export type WebhookChange = z.infer<typeof webhookChange>;

const webhookFormat = z.enum(["standard", "slack", "openlineage"]);
export type WebhookFormat = z.infer<typeof webhookFormat>;

export const webhookView = z
  .object({
    id: uuid,
    name: z.string(),
    url_shown: z
      .string()
      .meta({ description: "URL without its secret parts: for Slack the host, otherwise without the query." }),
    format: webhookFormat.meta({
      description: "The registry's settings create the one receiver of OpenLineage events.",
    }),
    pipeline_id: uuid.nullable(),
    event_types: z.array(z.enum(webhookEventTypes)).readonly(),
    is_active: z.boolean(),
    disabled_reason: z.string().nullable().meta({ description: "Why the registry disabled it." }),
    created_by: z.string(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.infer<typeof webhookView>;

export const webhookExample: WebhookView = {
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
  name: "on call",
  url_shown: "https://example.com/hooks/datamantri",
  format: "standard",
  pipeline_id: null,
  event_types: ["run_failed"],
  is_active: true,
  disabled_reason: null,
  created_by: "admin@example.com",
  created_at: "2026-01-31T08:00:00.000Z",
  updated_at: "2026-01-31T08:00:00.000Z",
};

const secret = z.string().meta({ description: "Signs the messages. Not shown again." });

export const createdWebhookView = z
  .object({ webhook: webhookView, secret: secret.nullable() })
  .meta({ id: "CreatedWebhook" });
export const secretView = z.object({ secret }).meta({ id: "WebhookSecret" });
export const secretExample = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const deliveryStatus = z.enum(["pending", "delivered", "failed"]);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

const attempt = z.object({
  at: time,
  status: z.int().nullable().meta({ description: "HTTP status; null without an answer." }),
  error: z.string().nullable(),
  duration_ms: z.int(),
});

export const deliveryView = z
  .object({
    id: uuid.meta({ description: "The same in retries and replays." }),
    webhook_id: uuid,
    event_type: z.enum(deliveryEventTypes),
    run_id: uuid.nullable(),
    status: deliveryStatus,
    created_at: time,
    next_attempt_at: time.nullable(),
    attempts: z.array(attempt).readonly().meta({ description: "Oldest first." }),
  })
  .meta({ id: "WebhookDelivery" });
export type DeliveryView = z.infer<typeof deliveryView>;

export const deliveryExample: DeliveryView = {
  id: "0198c1f3-22d2-8a3c-b0a4-5d1c9e7f2a40",
  webhook_id: webhookExample.id,
  event_type: "run_failed",
  run_id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
  status: "delivered",
  created_at: "2026-01-31T08:00:04.120Z",
  next_attempt_at: null,
  attempts: [{ at: "2026-01-31T08:00:04.500Z", status: 204, error: null, duration_ms: 81 }],
};
