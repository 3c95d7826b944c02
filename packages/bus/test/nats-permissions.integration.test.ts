/** What each service's user may do on a real server. That it may do enough, the end-to-end tests show: they run with it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { serviceNames, type ServiceName } from "@datamantri/api";
import { openLog, Secret } from "@datamantri/runtime";
import type { TestNats } from "@datamantri/testkit";

import { ensureTopology, openBus, request, serveRequests, type Bus } from "../src/index.ts";
import { startTestNats } from "./open-test-bus.ts";

interface TestApi {
  [operation: string]: [request: object, reply: object];
}

let nats: TestNats;
const buses = {} as Record<ServiceName, Bus>;
const log = openLog("registry", "silent");

beforeAll(async () => {
  nats = await startTestNats();
  for (const service of serviceNames) {
    const url = new Secret(nats.serviceUrls[service]);
    buses[service] = await openBus({
      url,
      service,
      log,
      onClosed: () => undefined,
      signal: new AbortController().signal,
    });
  }
  await ensureTopology(buses.registry, { maxBatchMessages: 10, replicas: 1 });
});
afterAll(async () => {
  for (const bus of Object.values(buses)) await bus[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

/** What the server says when a service does something: what it refused. */
async function refusals(service: ServiceName, work: (bus: Bus) => void): Promise<string[]> {
  const { control } = buses[service];
  const told: string[] = [];
  const statuses = control.status() as ReturnType<typeof control.status> & { stop(): void };
  const listening = (async () => {
    for await (const status of statuses) if (status.type === "error") told.push(status.error.message);
  })();
  work(buses[service]);
  // The server answers in order: what it refused is told before this.
  await control.flush();
  statuses.stop();
  await listening;
  return told;
}

const publishTo = (subject: string) => (bus: Bus) => bus.control.publish(subject, "{}");
const listenTo = (subject: string) => (bus: Bus) => {
  bus.control.subscribe(subject, { callback: () => undefined });
};

describe("the user of", () => {
  test.each<[ServiceName, string]>([
    // Secrets are for the worker that needs them.
    ["gateway", "registry.runs.source"],
    ["gateway", "registry.runs.destination"],
    ["gateway", "registry.connections.source"],
    ["gateway", "registry.connections.destination"],
    ["extractor", "registry.runs.destination"],
    ["extractor", "registry.connections.destination"],
    ["loader", "registry.runs.source"],
    ["loader", "registry.connections.source"],
    ["scheduler", "registry.runs.source"],
    // What only others say.
    ["extractor", "registry.users.create"],
    ["loader", "registry.users.create"],
    ["extractor", "cmd.run.start"],
    ["loader", "cmd.run.cancel"],
    ["scheduler", "cmd.run.start"],
    ["gateway", "tick.1"],
    ["gateway", "answer.1"],
    ["loader", "answer.1"],
    ["gateway", "task.discard.1"],
    ["loader", "batch.1.1.1"],
    ["extractor", "task.finalize.1"],
    ["gateway", "event.run.1.1.run_succeeded"],
    ["extractor", "event.run.1.1.run_succeeded"],
    ["loader", "event.run.1.1.run_planned"],
    // Rows are for the loader.
    ["gateway", "$JS.API.STREAM.MSG.GET.BATCHES"],
    ["gateway", "$JS.API.CONSUMER.CREATE.BATCHES.x"],
    ["gateway", "$JS.API.CONSUMER.MSG.NEXT.BATCHES.loader-batches-0"],
    ["scheduler", "$JS.API.CONSUMER.CREATE.BATCHES.x"],
    ["extractor", "$JS.API.STREAM.MSG.GET.OBJECTS"],
    // Streams are the registry's.
    ["gateway", "$JS.API.STREAM.DELETE.EVENTS"],
    ["loader", "$JS.API.STREAM.PURGE.TASKS"],
    ["extractor", "$JS.API.CONSUMER.DELETE.TASKS.loader-tasks"],
  ])("%s does not say %s", async (service, subject) => {
    expect(await refusals(service, publishTo(subject))).toEqual([expect.stringContaining(subject)]);
  });

  test.each<[ServiceName, string]>([
    ["gateway", "_INBOX.>"],
    ["gateway", "_INBOX_loader.>"],
    ["extractor", "_INBOX_loader.>"],
    ["loader", "_INBOX_extractor.>"],
    ["scheduler", ">"],
    ["extractor", "answer.*"],
    ["gateway", "registry.>"],
    ["extractor", "batch.>"],
    ["scheduler", "object.>"],
  ])("%s does not hear %s", async (service, subject) => {
    expect(await refusals(service, listenTo(subject))).toEqual([expect.stringContaining(subject)]);
  });

  test("the registry answers, and another worker's secret is not even asked for", async () => {
    const server = serveRequests<TestApi>(buses.registry, { "runs.source": async () => ({ credentials: "secret" }) });
    await server.listening;
    const ask = (bus: Bus) => request<TestApi, "runs.source">(bus, "registry", "runs.source", { run_id: "1" }, 500);
    expect(await ask(buses.extractor)).toEqual({ credentials: "secret" });
    await expect(ask(buses.loader)).rejects.toMatchObject({ code: "bus_unavailable" });
    await server.close();
  });
});
