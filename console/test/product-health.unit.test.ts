import { describe, expect, test } from "vitest";

import type { System, SystemInstance, SystemServer } from "../src/api/types.ts";
import { toPartHealths } from "../src/pages/dashboard/product-health.ts";

const time = "2026-01-31T08:00:00.000Z";

function instance(state: SystemInstance["state"] = "answering"): SystemInstance {
  return { id: "1", version: "0.2.0", started_at: time, state, last_answer_at: time, metadata: {}, endpoints: [] };
}

function loaders(...instances: SystemInstance[]): Partial<System> {
  return {
    services: [
      { service: "registry", instances: [instance()] },
      { service: "loader", instances },
    ],
  };
}

function destination(name: string, state: SystemServer["state"]): SystemServer {
  const none = { last_success_at: null, last_failure_at: null, last_error_code: null };
  return { name, state, ...none, waiting: 0, runs: 0, failed: 0, rows_loaded: 0 };
}

function system(change: Partial<System> = {}): System {
  return {
    measured_at: time,
    state: "ok",
    problems: [],
    broker: {
      address: "n:4222",
      server_name: "n",
      version: "2.14.0",
      cluster: null,
      round_trip_ms: 1,
      max_payload_bytes: 8_388_608,
      needed_payload_bytes: 4_259_840,
      jetstream: null,
      unreadable: [],
    },
    streams: [],
    queues: [],
    outbox: { waiting: 0, oldest_at: null },
    open_runs: { queued: 0, running: 0, rows_loaded: 0, waits: [] },
    throughput: [],
    errors: [],
    sources: [],
    destinations: [],
    unavailable: [],
    ...loaders(instance()),
    ...change,
  } as System;
}

function problem(code: System["problems"][number]["code"], severity: "bad" | "warn"): Partial<System> {
  return { problems: [{ code, severity, message: "m", solution: "s" }] };
}

const wordOf = (name: string, change: Partial<System>) => {
  const { text, detail } = toPartHealths(system(change)).find((part) => part.name === name)!;
  return `${text}: ${detail}`;
};

describe("the health of", () => {
  test.each<[part: string, change: Partial<System>, expected: string]>([
    ["Broker", {}, "Healthy: queue empty"],
    ["Broker", { broker: null, queues: null }, "Offline: NATS does not respond"],
    ["Broker", problem("queue_stuck", "bad"), "Stuck: queue empty"],
    ["Broker", problem("replica_behind", "warn"), "Slow: queue empty"],
    ["Broker", problem("destination_failing", "warn"), "Healthy: queue empty"],
    ["Workers", {}, "Healthy: 2 of 2 online"],
    ["Workers", { services: null }, "Unknown: NATS does not respond"],
    ["Workers", loaders(), "Missing: no loader"],
    ["Workers", loaders(instance("silent")), "Missing: no loader"],
    ["Workers", loaders(instance(), instance("silent")), "Degraded: 2 of 3 online"],
    ["Destinations", {}, "None yet: no run has ended"],
    ["Destinations", { destinations: null }, "Unknown: the registry does not respond"],
    ["Destinations", { destinations: [destination("a", "working")] }, "Healthy: 1 in use"],
    ["Destinations", { destinations: [destination("a", "working"), destination("b", "failing")] }, "Failing: b"],
  ])("%s %#", (part, change, expected) => {
    expect(wordOf(part, change)).toBe(expected);
  });
});
