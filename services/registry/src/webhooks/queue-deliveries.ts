import { sql, type Insertable } from "kysely";

import { toStreamedEventView, type PublicEvent } from "@datamantri/contracts";
import type { WebhookEventType } from "@datamantri/api";
import { webhookEventTypes } from "@datamantri/api/values";

import type { Db, Tx } from "../database/open-database.ts";
import type { WebhookDeliveriesTable } from "../database/webhook-tables.ts";
import { toPayload } from "./payload.ts";

/** Queues deliveries of events, so that none is lost when NATS or this process stops. */
export async function queueDeliveries(tx: Tx, events: readonly PublicEvent[]): Promise<void> {
  const views = events.map(toStreamedEventView).filter(({ type }) => isWebhookEventType(type));
  if (views.length === 0) return;
  const pipelineIds = views.map(({ pipeline_id }) => pipeline_id);
  const webhooks = await tx
    .selectFrom("webhooks")
    .innerJoin("pipelines", (join) =>
      join.on((row) =>
        row.or([row("webhooks.pipeline_id", "is", null), row("webhooks.pipeline_id", "=", row.ref("pipelines.id"))]),
      ),
    )
    .select(["webhooks.id", "webhooks.event_types", "pipelines.id as pipeline_id", "pipelines.name as pipeline_name"])
    .where("webhooks.is_active", "=", true)
    .where(sql<boolean>`pipelines.id = any(${pipelineIds})`)
    .execute();
  const deliveries = views.flatMap((view) => {
    const { type } = view;
    if (!isWebhookEventType(type)) return [];
    return webhooks
      .filter(({ pipeline_id, event_types }) => pipeline_id === view.pipeline_id && event_types.includes(type))
      .map(({ id, pipeline_name }) => ({
        webhook_id: id,
        event_id: view.event_id,
        event_type: type,
        run_id: view.run_id,
        payload: JSON.stringify(toPayload(type, view, pipeline_name)),
      }));
  });
  await insertDeliveries(tx, deliveries);
}

/** Failure: one statement; each webhook gets one delivery of an event. */
export async function insertDeliveries(
  db: Db,
  deliveries: readonly Insertable<WebhookDeliveriesTable>[],
): Promise<void> {
  if (deliveries.length === 0) return;
  await db
    .insertInto("webhook_deliveries")
    .values(deliveries)
    .onConflict((conflict) => conflict.columns(["webhook_id", "event_id"]).doNothing())
    .execute();
}

function isWebhookEventType(type: string): type is WebhookEventType {
  return (webhookEventTypes as readonly string[]).includes(type);
}
