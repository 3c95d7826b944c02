import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { extractorPlans, registryEvents } from "@datamantri/contracts";
import { waitFor, type TestNats } from "@datamantri/testkit";

import { consume, ensureTopology, readBroker, type Bus } from "../src/index.ts";
import { gate, openTestBus, sendPlan, startTestNats, stopTestNats, topology } from "./open-test-bus.ts";

let nats: TestNats;
let bus: Bus;

beforeAll(async () => {
  nats = await startTestNats();
  bus = await openTestBus(nats.url);
  await ensureTopology(bus, topology);
});
afterAll(() => stopTestNats(nats));

const queue = async (name: string) => (await readBroker(bus, 2_000)).queues.find((one) => one.name === name)!;

describe("a reading of the broker", () => {
  test("has the server, every stream with its limits and every queue", async () => {
    const { broker, streams, queues } = await readBroker(bus, 2_000);
    expect(broker).toEqual({
      address: new URL(nats.url.split(",")[0]!).host,
      server_name: expect.any(String),
      version: expect.stringMatching(/^2\./),
      cluster: null,
      round_trip_ms: expect.any(Number),
      // deploy/nats/nats.conf: max_payload 8MB.
      max_payload_bytes: 8 * 1024 ** 2,
      needed_payload_bytes: expect.any(Number),
      jetstream: {
        storage_bytes: expect.any(Number),
        max_storage_bytes: null,
        api_requests: expect.any(Number),
        api_errors: expect.any(Number),
      },
      unreadable: [],
    });
    expect(streams.map(({ name }) => name)).toEqual([
      "COMMANDS",
      "TASKS",
      "BATCHES",
      "OBJECTS",
      "EVENTS",
      "DEADLETTERS",
      "KV_schedules",
      "KV_audit",
      "KV_generation",
    ]);
    expect(streams[2]).toMatchObject({
      max_messages: 1_000,
      max_age_seconds: null,
      when_full: "refuses",
      first_at: null,
      leader: null,
      replica_count: 1,
      replicas_behind: [],
    });
    expect(streams[4]).toMatchObject({ max_messages: null, max_age_seconds: 30 * 86_400, when_full: "drops_oldest" });
    expect(queues.map(({ name, service }) => [name, service])).toEqual([
      ["registry-commands", "registry"],
      ["registry-events", "registry"],
      ["extractor-plans", "extractor"],
      ["extractor-splits", "extractor"],
      ["loader-tasks", "loader"],
      ["loader-batches", "loader"],
    ]);
    for (const { waiting, in_work, redelivered, oldest_at } of queues) {
      expect([waiting, in_work, redelivered, oldest_at]).toEqual([0, 0, 0, null]);
    }
  });

  test("shows waiting messages, messages in work, and since when", async () => {
    const before = Date.now();
    await sendPlan(bus, "run-1");
    const between = Date.now();
    await sendPlan(bus, "run-2");
    await waitFor(async () => (await queue("extractor-plans")).waiting === 2, { what: "two plans to wait" });
    const oldestAt = Date.parse((await queue("extractor-plans")).oldest_at!);
    expect(oldestAt).toBeGreaterThanOrEqual(before - 5);
    expect(oldestAt).toBeLessThanOrEqual(between + 5);
    // In the same stream, but not affected.
    expect(await queue("loader-tasks")).toMatchObject({ waiting: 0, oldest_at: null });

    const stop = new AbortController();
    const plans = gate();
    const handler = { maxDeliveries: 3, handle: () => plans.opened };
    const working = consume(bus, [extractorPlans], { PlanRun: handler }, { slots: 1, signal: stop.signal });
    await waitFor(async () => (await queue("extractor-plans")).in_work > 0, { what: "a plan to be in work" });
    plans.open();
    await waitFor(async () => (await queue("extractor-plans")).oldest_at === null, { what: "the plans to be done" });
    expect(await queue("extractor-plans")).toMatchObject({ waiting: 0, in_work: 0 });
    stop.abort();
    await working;
  });

  test("names missing parts and has the rest", async () => {
    await bus.jsm.consumers.delete(registryEvents.stream, registryEvents.name);
    await bus.jsm.streams.delete("OBJECTS");
    const { broker, streams, queues } = await readBroker(bus, 2_000);
    expect(broker.unreadable.map(({ name }) => name).toSorted()).toEqual(["OBJECTS", "registry-events"]);
    expect(streams).toHaveLength(8);
    expect(queues.some(({ name }) => name === "registry-events")).toBe(false);
    await ensureTopology(bus, topology);
    expect((await readBroker(bus, 2_000)).broker.unreadable).toEqual([]);
  });

  test("fails when the broker hangs, and works again when it continues", async () => {
    await nats.kill("SIGSTOP");
    await expect(readBroker(bus, 200)).rejects.toMatchObject({ code: "bus_unavailable" });
    await nats.kill("SIGCONT");
    await waitFor(() => readBroker(bus, 2_000), { what: "the broker to go on" });
  });
});
