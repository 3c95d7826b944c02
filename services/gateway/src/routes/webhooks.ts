import { createRoute, z } from "@hono/zod-openapi";

import type { Backend } from "../backend.ts";
import { toRequestedId } from "../idempotency.ts";
import { jsonAnswer, jsonBody } from "../openapi/content.ts";
import { problems, signedIn, withBody } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { idempotencyKey, idOf, limitUpTo, deliveryParams } from "../openapi/parameters.ts";
import {
  messageView,
  createdWebhookView,
  deliveryExample,
  deliveryView,
  secretExample,
  secretView,
  webhookBody,
  webhookBodyExample,
  webhookChange,
  webhookExample,
  webhookView,
} from "@datamantri/api";

const tags = ["Webhooks"];
const params = idOf("webhook");
const one = (description: string) => ({ 200: jsonAnswer(description, webhookView, webhookExample) });
const queued = { 202: jsonAnswer("The queued delivery.", deliveryView, { ...deliveryExample, status: "pending" }) };

const list = createRoute({
  method: "get",
  path: "/",
  operationId: "listWebhooks",
  summary: "List webhooks",
  tags,
  responses: {
    200: jsonAnswer("The webhooks, newest first.", z.array(webhookView).readonly(), [webhookExample]),
    ...problems(...signedIn),
  },
});

const create = createRoute({
  method: "post",
  path: "/",
  operationId: "createWebhook",
  summary: "Create a webhook",
  tags,
  description: "Messages are signed JSON (Standard Webhooks) or sentences for Slack (docs/events.md).",
  request: { headers: idempotencyKey, body: jsonBody(webhookBody, webhookBodyExample) },
  responses: {
    201: jsonAnswer("The webhook with its secret, which is not shown again.", createdWebhookView, {
      webhook: webhookExample,
      secret: secretExample,
    }),
    ...problems(...signedIn, ...withBody, 409),
  },
});

const get = createRoute({
  method: "get",
  path: "/{id}",
  operationId: "getWebhook",
  summary: "Get a webhook",
  tags,
  request: { params },
  responses: { ...one("The webhook."), ...problems(...signedIn, 404) },
});

const change = createRoute({
  method: "patch",
  path: "/{id}",
  operationId: "changeWebhook",
  summary: "Change a webhook",
  tags,
  request: { params, body: jsonBody(webhookChange, { is_active: false }) },
  responses: { ...one("The changed webhook."), ...problems(...signedIn, ...withBody, 404) },
});

const remove = createRoute({
  method: "delete",
  path: "/{id}",
  operationId: "deleteWebhook",
  summary: "Delete a webhook",
  tags,
  request: { params },
  responses: {
    200: jsonAnswer("The webhook and its deliveries were deleted.", messageView, {
      message: 'Webhook "on call" was deleted.',
    }),
    ...problems(...signedIn, 404),
  },
});

const rotate = createRoute({
  method: "post",
  path: "/{id}/rotate-secret",
  operationId: "rotateWebhookSecret",
  tags,
  summary: "Rotate a webhook's secret",
  description: "For one day, messages are also signed with the previous secret.",
  request: { params, headers: idempotencyKey },
  responses: {
    200: jsonAnswer("The new secret, which is not shown again.", secretView, { secret: secretExample }),
    ...problems(...signedIn, 404, 409),
  },
});

const test = createRoute({
  method: "post",
  path: "/{id}/test",
  operationId: "testWebhook",
  summary: "Send a test message",
  tags,
  request: { params, headers: idempotencyKey },
  responses: { ...queued, ...problems(...signedIn, 404) },
});

const deliveries = createRoute({
  method: "get",
  path: "/{id}/deliveries",
  operationId: "listWebhookDeliveries",
  tags,
  summary: "List a webhook's deliveries",
  request: { params, query: z.object({ limit: limitUpTo(100) }) },
  responses: {
    200: jsonAnswer("The deliveries of 30 days, newest first.", z.array(deliveryView).readonly(), [deliveryExample]),
    ...problems(...signedIn, 404),
  },
});

const replay = createRoute({
  method: "post",
  path: "/{id}/deliveries/{delivery_id}/replay",
  operationId: "replayWebhookDelivery",
  tags,
  summary: "Replay a delivery",
  description: "Sends the message again with the same `webhook-id`, whether it was delivered or not.",
  request: { params: deliveryParams },
  responses: { ...queued, ...problems(...signedIn, 404) },
});

/** Under /api/v1/webhooks */
export function webhookRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => context.json(await backend.registry("webhooks.list", {}), 200));

  routes.openapi(create, async (context) => {
    const requested_by = context.get("user").email;
    const id = toRequestedId("webhook", context.get("user"), context.req.valid("header")["Idempotency-Key"]);
    const webhook = context.req.valid("json");
    const created = await backend.registry("webhooks.create", { id, webhook, requested_by });
    context.header("cache-control", "no-store");
    return context.json(created, 201);
  });

  routes.openapi(get, async (context) => {
    return context.json(await backend.registry("webhooks.get", context.req.valid("param")), 200);
  });

  routes.openapi(change, async (context) => {
    const { id } = context.req.valid("param");
    const wanted = context.req.valid("json");
    return context.json(await backend.registry("webhooks.change", { id, change: wanted }), 200);
  });

  routes.openapi(remove, async (context) => {
    const { name } = await backend.registry("webhooks.delete", context.req.valid("param"));
    return context.json({ message: `Webhook "${name}" was deleted.` }, 200);
  });

  routes.openapi(rotate, async (context) => {
    const { id } = context.req.valid("param");
    const key = context.req.valid("header")["Idempotency-Key"];
    const request_id = toRequestedId("webhook-secret", context.get("user"), key && `${id}:${key}`);
    const rotated = await backend.registry("webhooks.rotate_secret", { id, request_id });
    context.header("cache-control", "no-store");
    return context.json(rotated, 200);
  });

  routes.openapi(test, async (context) => {
    const { id } = context.req.valid("param");
    const key = context.req.valid("header")["Idempotency-Key"];
    const request_id = toRequestedId("webhook-test", context.get("user"), key);
    return context.json(await backend.registry("webhooks.test", { id, request_id }), 202);
  });

  routes.openapi(deliveries, async (context) => {
    const { id } = context.req.valid("param");
    const { limit } = context.req.valid("query");
    return context.json(await backend.registry("webhooks.deliveries", { id, limit }), 200);
  });

  routes.openapi(replay, async (context) => {
    return context.json(await backend.registry("webhooks.replay", context.req.valid("param")), 202);
  });
  return routes;
}
