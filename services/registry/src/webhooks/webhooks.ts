import { randomUUID } from "node:crypto";
import { sql, type Selectable } from "kysely";

import type { WebhooksApi } from "@datamantri/contracts";
import type { WebhookFormat, WebhookView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { isForeignKeyViolation } from "../database/violations.ts";
import type { WebhooksTable } from "../database/webhook-tables.ts";
import { notFound } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { earlierResultDeleted, findEarlierResult } from "../requests/idempotency.ts";
import { makeSigningSecret, type WebhookSecrets } from "./sign.ts";

/** How long a rotated secret still signs: time to deploy the new one to every receiver. */
const overlapMs = 86_400_000;

/**
 * Failure: one transaction; a repeat of the request finds the webhook by its id and returns the same.
 *
 * @throws PipelineError `request_invalid` for an unknown pipeline; as `findEarlierResult`.
 */
export async function createWebhook(
  db: Db,
  sealer: Sealer,
  { id: requested, webhook, requested_by }: WebhooksApi["webhooks.create"][0],
): Promise<WebhooksApi["webhooks.create"][1]> {
  return db.transaction().execute(async (tx) => {
    const repeated = await findEarlierResult(tx, sealer, requested, webhook);
    if (repeated !== undefined) return getMade(tx, sealer, repeated);
    const id = requested ?? randomUUID();
    const { url, event_types, ...rest } = webhook;
    const signing = webhook.format === "slack" ? null : makeSigningSecret();
    const row = await tx
      .insertInto("webhooks")
      .values({
        ...rest,
        id,
        url_shown: toShownUrl(webhook.format, url),
        event_types: [...event_types],
        secrets: sealer.seal("webhook", id, { url, signing } satisfies WebhookSecrets),
        created_by: requested_by,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(toUnknownPipeline);
    return { webhook: toView(row), secret: signing };
  });
}

/** Returns the created webhook with its original secret, unless it was rotated. */
async function getMade(tx: Tx, sealer: Sealer, id: string): Promise<WebhooksApi["webhooks.create"][1]> {
  const row = await tx.selectFrom("webhooks").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw earlierResultDeleted("the webhook was deleted");
  const { signing, previous } = sealer.open("webhook", id, row.secrets) as WebhookSecrets;
  return { webhook: toView(row), secret: previous === undefined ? signing : null };
}

/** Newest first. */
export async function listWebhooks(db: Db): Promise<readonly WebhookView[]> {
  const rows = await db.selectFrom("webhooks").selectAll().orderBy("created_at", "desc").limit(1_000).execute();
  return rows.map(toView);
}

/** @throws PipelineError `not_found` */
export async function getWebhook(db: Db, id: string): Promise<WebhookView> {
  return toView(await findWebhook(db, id));
}

/** Enabling a webhook clears the reason why it was disabled. @throws PipelineError `not_found` */
export async function changeWebhook(
  db: Db,
  sealer: Sealer,
  { id, change }: WebhooksApi["webhooks.change"][0],
): Promise<WebhookView> {
  const { url, event_types, is_active, ...rest } = change;
  return db.transaction().execute(async (tx) => {
    const webhook = refuseBuiltIn(await findWebhook(tx, id, true));
    const secrets = sealer.open("webhook", id, webhook.secrets) as WebhookSecrets;
    const row = await tx
      .updateTable("webhooks")
      .set({
        ...rest,
        ...(event_types === undefined ? {} : { event_types: [...event_types] }),
        ...(url === undefined
          ? {}
          : { url_shown: toShownUrl(webhook.format, url), secrets: sealer.seal("webhook", id, { ...secrets, url }) }),
        ...(is_active === undefined ? {} : { is_active, disabled_reason: null }),
        updated_at: sql<Date>`now()`,
      })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(toUnknownPipeline);
    return toView(row);
  });
}

/** Deletes its deliveries too. @throws PipelineError `not_found` */
export async function deleteWebhook(db: Db, id: string): Promise<WebhookView> {
  refuseBuiltIn(await findWebhook(db, id));
  const row = await db.deleteFrom("webhooks").where("id", "=", id).returningAll().executeTakeFirst();
  return toView(row ?? notFound("webhook", id));
}

/**
 * Failure: one transaction. A repeat of the request returns the same secret and rotates nothing; a second rotation
 * would lose the previous secret.
 *
 * @throws PipelineError `not_found`, `request_invalid` for Slack; `conflict` for a repeat when the secret has since
 *   changed.
 */
export async function rotateSecret(
  db: Db,
  sealer: Sealer,
  { id, request_id }: WebhooksApi["webhooks.rotate_secret"][0],
): Promise<{ readonly secret: string }> {
  return db.transaction().execute(async (tx) => {
    const webhook = refuseBuiltIn(await findWebhook(tx, id, true));
    const { url, signing, rotatedBy } = sealer.open("webhook", id, webhook.secrets) as WebhookSecrets;
    const repeated = await findEarlierResult(tx, sealer, request_id, { id });
    if (repeated !== undefined) {
      if (rotatedBy !== repeated || signing === null) throw earlierResultDeleted("the secret was rotated");
      return { secret: signing };
    }
    if (signing === null)
      throw new PipelineError("request_invalid", "a Slack webhook has no secret: its URL is the secret");
    const secret = makeSigningSecret();
    const previous = { signing, untilMs: Date.now() + overlapMs };
    const next: WebhookSecrets = { url, signing: secret, previous, ...(request_id && { rotatedBy: request_id }) };
    const secrets = sealer.seal("webhook", id, next);
    await tx
      .updateTable("webhooks")
      .set({ secrets, updated_at: sql<Date>`now()` })
      .where("id", "=", id)
      .execute();
    return { secret };
  });
}

async function findWebhook(db: Db, id: string, isLocking = false): Promise<Selectable<WebhooksTable>> {
  const query = db.selectFrom("webhooks").selectAll().where("id", "=", id);
  return (await (isLocking ? query.forUpdate() : query).executeTakeFirst()) ?? notFound("webhook", id);
}

function toView({ secrets: _secrets, ...webhook }: Selectable<WebhooksTable>): WebhookView {
  return { ...webhook, created_at: webhook.created_at.toISOString(), updated_at: webhook.updated_at.toISOString() };
}

function toShownUrl(format: WebhookFormat, url: string): string {
  const { origin, pathname } = new URL(url);
  return format === "slack" ? `${origin}/…` : `${origin}${pathname}`;
}

/** @throws PipelineError `request_invalid` for the receiver that the settings create. */
export function refuseBuiltIn<Webhook extends Pick<WebhookView, "format">>(webhook: Webhook): Webhook {
  if (webhook.format !== "openlineage") return webhook;
  throw new PipelineError(
    "request_invalid",
    "the registry's settings OPENLINEAGE_… define this webhook; change them instead",
  );
}

function toUnknownPipeline(error: unknown): never {
  if (isForeignKeyViolation(error)) {
    throw new PipelineError("request_invalid", "pipeline_id: no pipeline has this id", {}, { cause: error });
  }
  throw error;
}
