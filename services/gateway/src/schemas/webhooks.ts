import { z } from "@hono/zod-openapi";

import { deliveryEventTypes, webhookEventTypes, type DeliveryView, type WebhookView } from "@datamantri/contracts";

import { idOf } from "./parameters.ts";
import { httpUrl } from "./servers.ts";

const time = z.string().meta({ format: "date-time" });
const uuid = z.string().meta({ format: "uuid" });

/** Credentials in an address would be sent to whoever answers there. */
const url = httpUrl
  .max(2_048)
  .refine((text) => !URL.canParse(text) || new URL(text).username === "", { error: "must not have a user" })
  .meta({ description: "Write-only. Not shown again in full.", format: "uri" });

const fields = {
  name: z.string().trim().min(1).max(200),
  url,
  pipeline_id: z.uuid().nullable().meta({ description: "Null for every pipeline." }),
  event_types: z.array(z.enum(webhookEventTypes)).min(1),
};

export const webhookBody = z
  .strictObject({
    ...fields,
    format: z.enum(["standard", "slack"]).default("standard"),
    pipeline_id: fields.pipeline_id.default(null),
    event_types: fields.event_types.default(["run_succeeded", "run_failed", "run_cancelled"]),
  })
  .meta({ id: "WebhookInput" });

export const webhookBodyExample: z.input<typeof webhookBody> = {
  name: "on call",
  url: "https://example.com/hooks/datamantri",
  event_types: ["run_failed"],
};

export const webhookChange = z
  .strictObject({ ...fields, is_active: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: "say what is to change" })
  .meta({ id: "WebhookChange" });

export const webhookView = z
  .object({
    id: uuid,
    name: z.string(),
    url_shown: z.string().meta({ description: "The address without what may be secret." }),
    format: z
      .enum(["standard", "slack", "openlineage"])
      .meta({ description: "The receiver of OpenLineage events is made by the registry's settings." }),
    pipeline_id: uuid.nullable(),
    event_types: z.array(z.enum(webhookEventTypes)).readonly(),
    is_active: z.boolean(),
    disabled_reason: z.string().nullable().meta({ description: "Why the product itself switched it off." }),
    created_by: z.string(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "Webhook" }) satisfies z.ZodType<WebhookView>;

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

const secret = z.string().meta({ description: "Signs what is sent. Not shown again." });

export const createdWebhookView = z
  .object({ webhook: webhookView, secret: secret.nullable() })
  .meta({ id: "CreatedWebhook" });
export const secretView = z.object({ secret }).meta({ id: "WebhookSecret" });
export const secretExample = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export const deliveryView = z
  .object({
    id: uuid,
    webhook_id: uuid,
    event_type: z.enum(deliveryEventTypes),
    run_id: uuid.nullable(),
    status: z.enum(["pending", "delivered", "failed"]),
    created_at: time,
    next_attempt_at: time.nullable(),
    attempts: z
      .array(
        z.object({
          at: time,
          status: z.int().nullable().meta({ description: "Of the answer; null when there was none." }),
          error: z.string().nullable(),
          duration_ms: z.int(),
        }),
      )
      .readonly(),
  })
  .meta({ id: "WebhookDelivery" }) satisfies z.ZodType<DeliveryView>;

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

export const deliveryParams = idOf("webhook").extend({ delivery_id: z.uuid() });
