/** Messages about runs to an OpenLineage server over HTTP, each validated against the specification's schema. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";

import type { PipelineConfiguration } from "@datamantri/api";
import { EgressGuard, Secret } from "@datamantri/runtime";
import { waitFor } from "@datamantri/testkit";

import type { LineageEvent } from "../src/lineage/open-lineage.ts";
import { lineageReceiverId, setLineageReceiver } from "../src/lineage/lineage-receiver.ts";
import { listDeliveries, queueTest } from "../src/webhooks/deliveries.ts";
import { WebhookSender } from "../src/webhooks/webhook-sender.ts";
import { changeWebhook, deleteWebhook, getWebhook, rotateSecret } from "../src/webhooks/webhooks.ts";
import { ownRegistryTest as test } from "./fixtures.ts";
import { runEventSchema } from "./open-lineage-schema.ts";
import { log, TestRegistry } from "./test-registry.ts";
import { columns, TestRun } from "./test-run.ts";

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly event: LineageEvent;
}

const ajv = new Ajv2020({
  formats: {
    uri: (text: string) => URL.canParse(text),
    uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  },
});
const isRunEvent = ajv.compile(runEventSchema);
let stop: AbortController;
let sending: Promise<unknown> | undefined;
const received: Received[] = [];
/** The server's next answers; 201 after that. */
const answers: number[] = [];

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    received.push({ path: request.url!, headers: request.headers, event: JSON.parse(body) as LineageEvent });
    response.writeHead(answers.shift() ?? 201).end();
  });
});

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});

test.beforeEach(async ({ registry }) => {
  stop = new AbortController();
  sending = undefined;
  received.length = answers.length = 0;
  await set(registry);
});
afterEach(async () => {
  stop.abort();
  await sending;
});

const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function set(registry: TestRegistry, more: { url?: string; apiKey?: string } = {}): Promise<void> {
  const { url = base(), apiKey = "" } = more;
  return setLineageReceiver(registry.db, registry.sealer, { url, apiKey: new Secret(apiKey), namespace: "here" });
}

/** Private networks are blocked for webhooks here; the operator's own server is exempt. */
function startSending(registry: TestRegistry, pollMs = 10): void {
  const options = { retryMs: [10, 20], timeoutMs: 1_000, pollMs };
  const guard = new EgressGuard({ allowsInside: false });
  sending = new WebhookSender(registry.db, registry.sealer, guard, log, options).run(stop.signal);
}

async function newRun(registry: TestRegistry, pipeline: Partial<PipelineConfiguration> = {}): Promise<TestRun> {
  return new TestRun(registry, (await registry.createPipeline({ name: "flights", ...pipeline })).id);
}

/** The received events in order, each validated against the specification. */
async function told(registry: TestRegistry, count: number): Promise<readonly LineageEvent[]> {
  if (!sending) startSending(registry);
  await waitFor(
    async () => {
      const all = await listDeliveries(registry.db, lineageReceiverId, 100);
      return all.length >= count && all.every(({ status }) => status !== "pending");
    },
    { what: `${count} events to be told` },
  );
  for (const { event } of received) expect(isRunEvent(event), JSON.stringify(isRunEvent.errors)).toBe(true);
  return received.map(({ event }) => event);
}

const typesOf = (events: readonly LineageEvent[]) => events.map(({ eventType }) => eventType);

describe("of a run", () => {
  test("that succeeds reports its start and its end, with its inputs and outputs", async ({ registry }) => {
    await set(registry, { apiKey: "canary-key" });
    const run = await newRun(registry);
    await run.start();
    await run.start();
    await told(registry, 1);
    const nested = { ...columns[0]!, name: "who", type: "STRUCT", fields: [{ ...columns[0]!, type: "STRING" }] };
    const flat = { ...columns[0]!, name: "to_city", type: "STRING", sourcePath: ["to", "city"], targetType: "citext" };
    await run.planned({ columns: [columns[0]!, nested, flat] });
    await run.prepared();
    await run.loaded();
    await run.finalized();
    await run.finalized();
    const [start, complete, ...others] = await told(registry, 2);
    expect(others).toEqual([]);
    expect(start).toMatchObject({
      eventType: "START",
      run: { runId: run.runId, facets: {} },
      job: { namespace: "here", name: "flights" },
      inputs: [{ namespace: "bigquery", name: "p.d.t" }],
      outputs: [{ namespace: "postgres://db:5432", name: "w.public.t" }],
      schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    });
    expect(complete).toMatchObject({ eventType: "COMPLETE", run: { runId: run.runId }, job: start!.job });
    expect(complete!.inputs[0]!.facets).toMatchObject({
      schema: {
        fields: [
          { name: "id", type: "INT64" },
          { name: "who", type: "STRUCT", fields: [{ name: "id", type: "STRING" }] },
          { name: "to.city", type: "STRING" },
        ],
      },
    });
    expect(complete!.outputs[0]).toMatchObject({
      facets: {
        schema: {
          fields: [
            { name: "id", type: "bigint" },
            { name: "who", type: "jsonb" },
            { name: "to_city", type: "citext" },
          ],
        },
      },
      outputFacets: { outputStatistics: { rowCount: 150 } },
    });
    for (const { path, headers } of received) {
      expect([path, headers.authorization]).toEqual(["/api/v1/lineage", "Bearer canary-key"]);
    }
  });

  test("that a schedule started reports the planned time", async ({ registry }) => {
    const { id } = await registry.createPipeline({ schedule: "0 8 * * *" });
    const due = Date.UTC(2100, 0, 31, 8);
    await registry.handle("Tick", { pipelineId: id, scheduledForMs: due, version: 0 });
    const [start] = await told(registry, 1);
    expect(start!.run.facets).toMatchObject({ nominalTime: { nominalStartTime: "2100-01-31T08:00:00.000Z" } });
  });

  test("that fails or is cancelled reports so; one that never began reports nothing", async ({ registry }) => {
    const failed = await (await newRun(registry)).reach("failed");
    const cancelled = await (await newRun(registry, { name: "other" })).reach("planning");
    const waiting = new TestRun(registry, cancelled.pipelineId);
    await waiting.start();
    await waiting.cancel();
    await cancelled.cancel();
    const events = await told(registry, 4);
    const endOf = (run: TestRun) => events.filter((event) => event.run.runId === run.runId);
    expect(typesOf(endOf(failed)).toSorted()).toEqual(["FAIL", "START"]);
    expect(endOf(failed).find(({ eventType }) => eventType === "FAIL")!.run.facets).toMatchObject({
      errorMessage: { message: "load: it broke (sink_rejected)", programmingLanguage: "TypeScript" },
    });
    expect(typesOf(endOf(cancelled)).toSorted()).toEqual(["ABORT", "START"]);
    expect(endOf(waiting)).toEqual([]);
  });

  test("that found nothing new reports no output: the table has no new version", async ({ registry }) => {
    const run = await newRun(registry);
    await run.start();
    await registry.handle("SourceUnchanged", run.ids);
    const complete = (await told(registry, 2)).find(({ eventType }) => eventType === "COMPLETE");
    expect(complete).toMatchObject({ inputs: [{ name: "p.d.t" }], outputs: [] });
  });

  test("of a query reports no input: its SQL is not parsed", async ({ registry }) => {
    const run = await newRun(registry, { source_config: { project: "p", query: "select * from d.t" } });
    await run.start();
    const [start] = await told(registry, 1);
    expect(start).toMatchObject({ inputs: [], outputs: [{ name: "w.public.t" }] });
    expect(JSON.stringify(start)).not.toContain("select");
  });
});

describe("sending", () => {
  test("waits for a registry that sends and a server that answers", async ({ registry }) => {
    await (await newRun(registry)).reach("success");
    answers.push(503, 302);
    expect(typesOf(await told(registry, 2)).length).toBe(4);
    const ids = received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(2);
  });

  test("sends the next message at once", async ({ registry }) => {
    for (const name of ["a", "b", "c"]) await (await newRun(registry, { name })).reach("success");
    startSending(registry, 600_000);
    expect(await told(registry, 6)).toHaveLength(6);
  });

  test("is off without an address, and then queues nothing", async ({ registry }) => {
    await set(registry, { url: "" });
    await (await newRun(registry)).reach("success");
    expect(await listDeliveries(registry.db, lineageReceiverId, 10)).toEqual([]);
    expect(await getWebhook(registry.db, lineageReceiverId)).toMatchObject({
      is_active: false,
      disabled_reason: "OPENLINEAGE_URL is not set",
    });
    await expect(set(registry, { url: "marquez:5000" })).rejects.toMatchObject({ code: "config_invalid" });
  });

  test("belongs to the operator: the API cannot change the receiver or read its secrets", async ({ registry }) => {
    await set(registry, { url: "https://lineage.example/base/?key=canary-query", apiKey: "canary-key" });
    const { db, sealer } = registry;
    const stored = await db.selectFrom("webhooks").selectAll().execute();
    const shown = await getWebhook(db, lineageReceiverId);
    expect(shown).toMatchObject({ format: "openlineage", url_shown: "https://lineage.example/base/api/v1/lineage" });
    expect(JSON.stringify([stored, shown])).not.toContain("canary");
    const refused = expect.objectContaining({ code: "request_invalid" }) as Error;
    const change = { id: lineageReceiverId, change: { is_active: false } };
    await expect(changeWebhook(db, sealer, change)).rejects.toEqual(refused);
    await expect(rotateSecret(db, sealer, { id: lineageReceiverId })).rejects.toEqual(refused);
    await expect(deleteWebhook(db, lineageReceiverId)).rejects.toEqual(refused);
    await expect(queueTest(db, lineageReceiverId)).rejects.toEqual(refused);
  });
});
