import { createServer, type IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";

import type { DeliveryView, WebhookInput } from "@datamantri/api";
import { EgressGuard } from "@datamantri/runtime";
import { BombServer, makeBomb, measureGrowth, waitFor } from "@datamantri/testkit";

import { listDeliveries, queueTest, replayDelivery } from "../src/webhooks/deliveries.ts";
import { makeSigningSecret } from "../src/webhooks/sign.ts";
import { WebhookSender } from "../src/webhooks/webhook-sender.ts";
import { changeWebhook, createWebhook, deleteWebhook, getWebhook, rotateSecret } from "../src/webhooks/webhooks.ts";
import { ownRegistryTest as test } from "./fixtures.ts";
import { log, TestRegistry } from "./test-registry.ts";
import { allBatches, TestRun } from "./test-run.ts";

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
let stop: AbortController;
let sending: Promise<unknown>;
const received: Received[] = [];
/** The receiver's next answers; 204 after that. `hang` sends no answer. */
const answers: (number | "hang")[] = [];

const receiver = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    received.push({ path: request.url!, headers: request.headers, body });
    const status = answers.shift() ?? 204;
    if (status !== "hang") response.writeHead(status, { location: "/elsewhere" }).end();
  });
});

beforeAll(async () => {
  await once(receiver.listen(0, "127.0.0.1"), "listening");
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
});

test.beforeEach(async ({ registry }) => {
  stop = new AbortController();
  received.length = answers.length = 0;
  sending = startSender(registry, "127.0.0.0/8");
});
afterEach(async () => {
  stop.abort();
  await sending;
});

function startSender(registry: TestRegistry, allowed: string): Promise<void> {
  const guard = new EgressGuard({ allowsInside: false, allowed });
  const options = { retryMs: [10, 20], timeoutMs: 1_000, pollMs: 10 };
  return new WebhookSender(registry.db, registry.sealer, guard, log, options).run(stop.signal);
}

/** Verifies a message as a receiver does; throws if it is forged or too old. */
function verify(secret: string, { headers, body }: Pick<Received, "headers" | "body">): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

function urlOf(path: string): string {
  return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
}

async function newRun(registry: TestRegistry): Promise<TestRun> {
  return new TestRun(registry, (await registry.createPipeline()).id);
}

async function create(registry: TestRegistry, more: Partial<WebhookInput> = {}) {
  const webhook: WebhookInput = {
    name: "w",
    url: urlOf("/hook?token=secret"),
    format: "standard",
    pipeline_id: null,
    event_types: ["run_queued", "run_succeeded", "run_failed", "run_cancelled"],
    ...more,
  };
  return createWebhook(registry.db, registry.sealer, { webhook, requested_by: "tester" });
}

async function ended(registry: TestRegistry, webhookId: string, count = 1): Promise<readonly DeliveryView[]> {
  return waitFor(
    async () => {
      const all = await listDeliveries(registry.db, webhookId, 100);
      return all.length >= count && all.every(({ status }) => status !== "pending") && all;
    },
    { what: "the deliveries to end" },
  );
}

describe("a webhook", () => {
  test("receives events of runs, signed, once each", async ({ registry }) => {
    const { webhook, secret } = await create(registry);
    const run = await newRun(registry);
    await run.start();
    await run.start();
    await run.planned();
    await run.prepared();
    await run.loaded();
    await run.finalized();
    const [succeeded, queued] = await ended(registry, webhook.id, 2);
    expect([queued, succeeded].map((delivery) => delivery?.event_type)).toEqual(["run_queued", "run_succeeded"]);
    expect(received).toHaveLength(2);
    for (const { headers, body, path } of received) {
      expect(path).toBe("/hook?token=secret");
      // Also that the timestamp is less than five minutes old.
      expect(verify(secret!, { headers, body })).toEqual(JSON.parse(body));
    }
    const bodies = received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(bodies.find(({ type }) => type === "run_succeeded")).toMatchObject({
      timestamp: expect.stringMatching(/Z$/),
      data: { run_id: run.runId, pipeline_id: run.ids.pipelineId, records_processed: 150 },
    });
  });

  test("receives how many rows arrived, without rejected ones", async ({ registry }) => {
    const { webhook } = await create(registry, { event_types: ["run_succeeded"] });
    const run = await newRun(registry);
    await run.start();
    await run.planned();
    await run.prepared();
    await run.loaded(allBatches.map((batch, i) => (i === 0 ? { ...batch, rowCount: 43, rejectedCount: 7 } : batch)));
    await run.finalized({ rowCount: 143, rejectedCount: 7 });
    await ended(registry, webhook.id);
    expect(JSON.parse(received[0]!.body)).toMatchObject({ data: { records_processed: 143 } });
  });

  test.for(["gzip", "1,000 times gzip", "br"] as const)(
    "whose receiver answers with a bomb (%s) gets its message, and the answer is not decompressed",
    async (kind, { registry }) => {
      await using server = await BombServer.start(await makeBomb(kind));
      const { webhook } = await create(registry, { url: server.url });
      const growth = await measureGrowth(async () => {
        await queueTest(registry.db, webhook.id);
        const [delivery] = await ended(registry, webhook.id);
        expect(delivery).toMatchObject({ status: "delivered", attempts: [{ status: 200, error: null }] });
      });
      expect(growth).toBeLessThan(100 * 2 ** 20);
    },
  );

  test("of one pipeline, or of some events, receives nothing else", async ({ registry }) => {
    const [run, other] = [await newRun(registry), await newRun(registry)];
    const mine = await create(registry, { pipeline_id: run.ids.pipelineId, event_types: ["run_cancelled"] });
    await run.start();
    await other.start();
    await registry.handle("CancelRun", { runId: run.runId, requestedBy: "tester", requestId: "" });
    await registry.handle("CancelRun", { runId: other.runId, requestedBy: "tester", requestId: "" });
    const deliveries = await ended(registry, mine.webhook.id);
    expect(deliveries.map(({ run_id, event_type }) => [run_id, event_type])).toEqual([[run.runId, "run_cancelled"]]);
  });

  test("that fails is retried under the same id, and each attempt is recorded", async ({ registry }) => {
    answers.push(500, "hang");
    const { webhook } = await create(registry);
    await queueTest(registry.db, webhook.id);
    const [delivery] = await ended(registry, webhook.id);
    expect(delivery).toMatchObject({ status: "delivered", next_attempt_at: null });
    expect(delivery!.attempts.map(({ status, error }) => [status, error])).toEqual([
      [500, null],
      [null, "timeout"],
      [204, null],
    ]);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("that keeps failing is given up, and can be sent again", async ({ registry }) => {
    answers.push(500, 302, 404);
    const { webhook } = await create(registry);
    const { id } = await queueTest(registry.db, webhook.id);
    expect(await ended(registry, webhook.id)).toMatchObject([{ id, status: "failed" }]);
    // A redirect is not followed.
    expect(received.map(({ path }) => path)).toEqual(received.map(() => "/hook?token=secret"));
    await replayDelivery(registry.db, webhook.id, id);
    const [again] = await ended(registry, webhook.id);
    expect([again!.status, again!.attempts.length]).toEqual(["delivered", 4]);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("whose receiver answers 410 is disabled, and enabled again by a user", async ({ registry }) => {
    answers.push(410);
    const { webhook } = await create(registry);
    await queueTest(registry.db, webhook.id);
    expect(await ended(registry, webhook.id)).toMatchObject([{ status: "failed" }]);
    expect(await getWebhook(registry.db, webhook.id)).toMatchObject({
      is_active: false,
      disabled_reason: expect.stringContaining("410"),
    });
    const run = await newRun(registry);
    await run.start();
    expect(await listDeliveries(registry.db, webhook.id, 10)).toHaveLength(1);
    const change = { is_active: true };
    expect(await changeWebhook(registry.db, registry.sealer, { id: webhook.id, change })).toMatchObject({
      is_active: true,
      disabled_reason: null,
    });
  });

  test("with a new secret signs with both for a day", async ({ registry }) => {
    const { webhook, secret } = await create(registry);
    const { secret: next } = await rotateSecret(registry.db, registry.sealer, { id: webhook.id });
    await queueTest(registry.db, webhook.id);
    await ended(registry, webhook.id);
    const [message] = received as [Received];
    for (const known of [next, secret!]) expect(verify(known, message)).toEqual(JSON.parse(message.body));
    expect(String(message.headers["webhook-signature"]).split(" ")).toHaveLength(2);
    expect(() => verify(makeSigningSecret(), message)).toThrow("No matching signature found");
  });

  test("for Slack is a sentence without a signature", async ({ registry }) => {
    const { webhook, secret } = await create(registry, { format: "slack" });
    expect([secret, webhook.url_shown]).toEqual([null, new URL(urlOf("")).origin + "/…"]);
    await queueTest(registry.db, webhook.id);
    await ended(registry, webhook.id);
    expect(JSON.parse(received[0]!.body)).toEqual({ text: 'This is a test of the webhook "w".' });
    expect(received[0]!.headers["webhook-signature"]).toBeUndefined();
  });

  test("shows its secrets to nobody", async ({ registry }) => {
    const { webhook, secret } = await create(registry);
    const stored = JSON.stringify(await registry.db.selectFrom("webhooks").selectAll().execute());
    for (const text of [JSON.stringify(webhook), stored]) {
      expect(text).not.toContain(secret!.slice(6, 20));
      expect(text).not.toContain("token=secret");
    }
    await deleteWebhook(registry.db, webhook.id);
    await expect(getWebhook(registry.db, webhook.id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("reaches no private address that is not allowed: the delivery fails at once, and can be sent again", async ({
    registry,
  }) => {
    const restart = async (allowed: string): Promise<void> => {
      stop.abort();
      await sending;
      stop = new AbortController();
      sending = startSender(registry, allowed);
    };
    await restart("");
    const { port } = receiver.address() as AddressInfo;
    const refused: { readonly webhookId: string; readonly id: string }[] = [];
    for (const host of ["127.0.0.1", "localhost", "[::1]", "169.254.169.254"]) {
      const { webhook } = await create(registry, { url: `http://${host}:${port}/hook` });
      await queueTest(registry.db, webhook.id);
      const [delivery] = await ended(registry, webhook.id);
      expect(delivery).toMatchObject({ status: "failed", next_attempt_at: null });
      expect(delivery!.attempts).toMatchObject([{ status: null, error: "egress_refused" }]);
      refused.push({ webhookId: webhook.id, id: delivery!.id });
    }
    expect(received).toEqual([]);
    // The operator has allowed it meanwhile.
    await restart("127.0.0.0/8");
    const { webhookId, id } = refused[0]!;
    await replayDelivery(registry.db, webhookId, id);
    const [again] = await ended(registry, webhookId);
    expect(again).toMatchObject({ status: "delivered", attempts: [{ error: "egress_refused" }, { status: 204 }] });
  });

  test("that hangs delays no other, and two registries send each message once", async ({ registry }) => {
    const second = startSender(registry, "127.0.0.0/8");
    answers.push("hang");
    const slow = await create(registry, { name: "slow" });
    await queueTest(registry.db, slow.webhook.id);
    await waitFor(() => received.length === 1, { what: "the slow one to be asked" });
    const quick = await create(registry, { name: "quick" });
    for (let i = 0; i < 20; i++) await queueTest(registry.db, quick.webhook.id);
    await ended(registry, quick.webhook.id, 20);
    await ended(registry, slow.webhook.id);
    expect(received.filter(({ body }) => body.includes("quick"))).toHaveLength(20);
    stop.abort();
    await second;
  });
});
