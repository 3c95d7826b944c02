import { randomUUID } from "node:crypto";
import { sql, type Selectable } from "kysely";

import type { DeliveryView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";
import type { WebhookDeliveriesTable } from "../database/webhook-tables.ts";
import { isForeignKeyViolation } from "../database/violations.ts";
import { testPayload } from "./payload.ts";
import { getWebhook, refuseBuiltIn } from "./webhooks.ts";
import { insertDeliveries } from "./queue-deliveries.ts";

type Delivery = Selectable<WebhookDeliveriesTable>;

/** Newest first. @throws PipelineError `not_found` */
export async function listDeliveries(db: Db, webhookId: string, limit: number): Promise<readonly DeliveryView[]> {
  await getWebhook(db, webhookId);
  const deliveries = await db
    .selectFrom("webhook_deliveries")
    .selectAll()
    .where("webhook_id", "=", webhookId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
  return withAttempts(db, deliveries);
}

/**
 * Queues a test message.
 *
 * Failure: one statement; a repeat of the request finds the message by its event.
 *
 * @param requestId the same for a request's repeats.
 * @throws PipelineError `not_found`; `request_invalid` for OpenLineage.
 */
export async function queueTest(db: Db, webhookId: string, requestId: string = randomUUID()): Promise<DeliveryView> {
  const { name } = refuseBuiltIn(await getWebhook(db, webhookId));
  const event_id = `test:${requestId}`;
  const payload = JSON.stringify(testPayload(name));
  await insertDeliveries(db, [{ webhook_id: webhookId, event_id, event_type: "test", run_id: null, payload }])
    // The webhook was deleted at the same time.
    .catch((error: unknown) => (isForeignKeyViolation(error) ? notFound("webhook", webhookId) : Promise.reject(error)));
  const { id } = await db
    .selectFrom("webhook_deliveries")
    .select("id")
    .where("webhook_id", "=", webhookId)
    .where("event_id", "=", event_id)
    .executeTakeFirstOrThrow();
  return getDelivery(db, webhookId, id);
}

/** Queues a delivery again, with the full number of attempts. @throws PipelineError `not_found` */
export async function replayDelivery(db: Db, webhookId: string, id: string): Promise<DeliveryView> {
  await db
    .updateTable("webhook_deliveries")
    .set({ status: "pending", attempt_count: 0, next_attempt_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("webhook_id", "=", webhookId)
    .execute();
  return getDelivery(db, webhookId, id);
}

async function getDelivery(db: Db, webhookId: string, id: string): Promise<DeliveryView> {
  const found = await db
    .selectFrom("webhook_deliveries")
    .selectAll()
    .where("id", "=", id)
    .where("webhook_id", "=", webhookId)
    .execute();
  const [delivery] = await withAttempts(db, found);
  if (!delivery) throw new PipelineError("not_found", `the webhook has no delivery ${id}`);
  return delivery;
}

async function withAttempts(db: Db, deliveries: readonly Delivery[]): Promise<readonly DeliveryView[]> {
  if (deliveries.length === 0) return [];
  const ids = deliveries.map(({ id }) => id);
  const attempts = await db
    .selectFrom("webhook_attempts")
    .selectAll()
    .where("delivery_id", "in", ids)
    .orderBy("id")
    .execute();
  return deliveries.map(({ id, webhook_id, event_type, run_id, status, created_at, next_attempt_at }) => ({
    id,
    webhook_id,
    event_type,
    run_id,
    status,
    created_at: created_at.toISOString(),
    next_attempt_at: next_attempt_at?.toISOString() ?? null,
    attempts: attempts
      .filter((attempt) => attempt.delivery_id === id)
      .map(({ at, status, error, duration_ms }) => ({ at: at.toISOString(), status, error, duration_ms })),
  }));
}
