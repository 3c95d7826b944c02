import type { ApiHandlers } from "@datamantri/bus";
import type { WebhooksApi } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { listDeliveries, queueTest, replayDelivery } from "../webhooks/deliveries.ts";
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateSecret,
} from "../webhooks/webhooks.ts";

/** Answers requests about webhooks. */
export function answerWebhookRequests(db: Db, sealer: Sealer): ApiHandlers<WebhooksApi> {
  return {
    "webhooks.create": (request) => createWebhook(db, sealer, request),
    "webhooks.list": () => listWebhooks(db),
    "webhooks.get": ({ id }) => getWebhook(db, id),
    "webhooks.change": (request) => changeWebhook(db, sealer, request),
    "webhooks.delete": ({ id }) => deleteWebhook(db, id),
    "webhooks.rotate_secret": (request) => rotateSecret(db, sealer, request),
    "webhooks.test": ({ id, request_id }) => queueTest(db, id, request_id),
    "webhooks.deliveries": ({ id, limit }) => listDeliveries(db, id, limit),
    "webhooks.replay": ({ id, delivery_id }) => replayDelivery(db, id, delivery_id),
  };
}
