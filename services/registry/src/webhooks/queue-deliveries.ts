import { sql } from "kysely";

import { toStreamedEventView, webhookEventTypes, type PublicEvent, type WebhookEventType } from "@datamantri/contracts";

import type { Tx } from "../outbox/outbox.ts";
import { toPayload } from "./payload.ts";

/**
 * Writes down whom an event is to be told, in the transaction that made it true: nobody is told what did not happen, and
 * nobody is forgotten when NATS or this process dies.
 */
export async function queueDeliveries(tx: Tx, event: PublicEvent): Promise<void> {
  const view = toStreamedEventView(event);
  if (!isWebhookEventType(view.type)) return;
  const { type } = view;
  const webhooks = await tx
    .selectFrom("webhooks")
    .innerJoin("pipelines", (join) => join.on("pipelines.id", "=", view.pipeline_id))
    .select(["webhooks.id", "pipelines.name as pipeline_name"])
    .where("webhooks.is_active", "=", true)
    .where((webhook) =>
      webhook.or([webhook("webhooks.pipeline_id", "is", null), webhook("webhooks.pipeline_id", "=", view.pipeline_id)]),
    )
    .where(sql<boolean>`${type} = any(webhooks.event_types)`)
    .execute();
  if (webhooks.length === 0) return;
  await tx
    .insertInto("webhook_deliveries")
    .values(
      webhooks.map(({ id, pipeline_name }) => ({
        webhook_id: id,
        event_id: view.event_id,
        event_type: type,
        run_id: view.run_id,
        payload: JSON.stringify(toPayload(type, view, pipeline_name)),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function isWebhookEventType(type: string): type is WebhookEventType {
  return (webhookEventTypes as readonly string[]).includes(type);
}
