import { describe, expect, test } from "vitest";

import {
  type SystemServer,
  type SystemInstance,
  type SystemQueue,
  type SystemStream,
  systemExample,
} from "@datamantri/api";

import type { BrokenAnchor } from "@datamantri/contracts";

import { findProblems, type SystemParts } from "../src/system/find-problems.ts";

const now = Date.UTC(2026, 0, 31, 8);
const ago = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

const instance = (state: SystemInstance["state"] = "answering") => ({
  ...systemExample.services![0]!.instances[0]!,
  state,
});
const services = (["gateway", "scheduler", "registry", "extractor", "loader"] as const).map((service) => ({
  service,
  instances: [instance()],
}));

/** A healthy product, with changes. */
function parts(change: Partial<SystemParts> = {}): SystemParts {
  const { measured_at: _1, state: _2, problems: _3, ...example } = systemExample;
  return { ...example, services, sources: [], destinations: [], ...change };
}

const codes = (change: Partial<SystemParts>) =>
  findProblems(parts(change), now).map(({ code, severity }) => `${severity} ${code}`);

const withLoaders = (...instances: SystemInstance[]) => ({
  services: services.map((one) => (one.service === "loader" ? { ...one, instances } : one)),
});
const withStream = (change: Partial<SystemStream>) => ({ streams: [{ ...systemExample.streams![0]!, ...change }] });
const withQueue = (change: Partial<SystemQueue>) => ({ queues: [{ ...systemExample.queues![0]!, ...change }] });
const withServer = (change: Partial<SystemServer>) => ({ ...systemExample.destinations![0]!, ...change });

describe("problems", () => {
  test("there are none when the product is healthy", () => {
    expect(codes({})).toEqual([]);
  });

  test.each<[what: string, change: Partial<SystemParts>, expected: readonly string[]]>([
    ["no loader was ever there", withLoaders(), ["bad service_silent"]],
    ["the only loader fell silent", withLoaders(instance("silent")), ["bad service_silent"]],
    ["one of two loaders fell silent", withLoaders(instance(), instance("silent")), ["warn instance_silent"]],
    ["a batch waits while others are worked on", withQueue({ oldest_at: ago(60) }), []],
    ["batches wait for long", withQueue({ oldest_at: ago(301) }), ["warn queue_late"]],
    ["splits wait for long", withQueue({ name: "extractor-splits", oldest_at: ago(3_000) }), []],
    ["nobody takes what waits", withQueue({ in_work: 0, oldest_at: ago(15) }), ["bad queue_stuck"]],
    ["nobody took it yet", withQueue({ in_work: 0, oldest_at: ago(10) }), []],
    ["something takes long, and nothing waits", withQueue({ waiting: 0, oldest_at: ago(3_000) }), []],
    ["the brake of batches is on", withStream({ messages: 2_000 }), []],
    ["tasks have no room", withStream({ name: "TASKS", messages: 1_900 }), ["bad stream_full"]],
    ["events push out old ones", withStream({ name: "EVENTS", messages: 1_900, when_full: "drops_oldest" }), []],
    ["a dead letter is of today", withStream({ name: "DEADLETTERS", last_at: ago(80_000) }), ["warn dead_letters"]],
    ["a dead letter is of yesterday", withStream({ name: "DEADLETTERS", last_at: ago(90_000) }), []],
    [
      "a copy is behind",
      withStream({ replica_count: 3, leader: "a", replicas_behind: ["b"] }),
      ["warn replica_behind"],
    ],
    ["a stream has no leader", withStream({ replica_count: 3, leader: null }), ["bad stream_unreadable"]],
    ["the outbox waits", { outbox: { waiting: 3, oldest_at: ago(61) } }, ["bad outbox_stuck"]],
    ["the outbox is on its way", { outbox: { waiting: 3, oldest_at: ago(2) } }, []],
    ["a destination fails", { destinations: [withServer({})] }, ["warn destination_failing"]],
    [
      "a source fails",
      { sources: [withServer({ last_error_code: "source_unavailable", waiting: 0 })] },
      ["warn source_failing"],
    ],
    ["a destination failed before", { destinations: [withServer({ state: "working" })] }, []],
    [
      "something is missing in NATS and the disk is full",
      {
        broker: {
          ...systemExample.broker!,
          jetstream: { ...systemExample.broker!.jetstream!, storage_bytes: 95, max_storage_bytes: 100 },
          unreadable: [{ name: "TASKS", reason: "stream not found" }],
        },
      },
      ["bad stream_unreadable", "bad storage_full"],
    ],
    [
      "NATS accepts only messages of its default size",
      { broker: { ...systemExample.broker!, max_payload_bytes: 1_048_576 } },
      ["bad broker_misconfigured"],
    ],
    [
      "the registry has no database",
      { outbox: null, unavailable: [{ part: "registry", reason: "no database" }] },
      ["bad registry_silent"],
    ],
    [
      "there is no registry",
      {
        services: services.map((one) => (one.service === "registry" ? { ...one, instances: [] } : one)),
        outbox: null,
        unavailable: [{ part: "registry", reason: "the registry does not respond" }],
      },
      ["bad service_silent"],
    ],
    [
      "JetStream hangs",
      {
        broker: null,
        streams: null,
        queues: null,
        unavailable: [{ part: "broker", reason: "JetStream does not respond" }],
      },
      ["bad broker_silent"],
    ],
  ])("when %s", (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  test("are not listed one by one without a broker", () => {
    const reason = "NATS did not answer";
    const change = {
      broker: null,
      streams: null,
      queues: null,
      services: null,
      outbox: null,
      unavailable: (["broker", "services", "registry"] as const).map((part) => ({ part, reason })),
    };
    expect(findProblems(parts(change), now)).toMatchObject([{ code: "broker_silent", message: `${reason}.` }]);
  });

  test("schedules that no scheduler has for a minute", () => {
    const notHeld = { wanted: 40, held: 38, sinceMs: now - 60_000 };
    const messagesOf = (change: object) =>
      findProblems(parts({}), now, { ...notHeld, ...change }).map(({ code, message }) => `${code}: ${message}`);
    const since = `since ${new Date(now - 60_000).toISOString()}`;
    expect(messagesOf({})).toEqual([
      `schedules_not_held: No scheduler has had all schedules (40) ${since}: the most that one has is 38.`,
    ]);
    expect(messagesOf({ held: 40 })).toEqual([
      `schedules_not_held: The schedulers' schedules have differed from the registry's ${since}.`,
    ]);
    expect(messagesOf({ sinceMs: now - 59_000 })).toEqual([]);
  });

  test("anchored entries that the audit log lacks", () => {
    const [after, until, at] = [ago(300), ago(200), ago(198)];
    const anchor = { sequence: 40, hash: "00", entry_at: until, at, since_sequence: 1, since: ago(900) };
    const missing = { from_sequence: 38, to_sequence: 40, after, until };
    const messagesOf = (broken: BrokenAnchor | null) =>
      findProblems(parts({}), now, undefined, broken).map(({ code, message }) => `${code}: ${message}`);
    expect(messagesOf({ anchor, missing })).toEqual([
      `audit_log_changed: The audit log lacks entries 38 to 40, made after ${after} and until ${until}.`,
    ]);
    expect(messagesOf({ anchor, missing: null })).toEqual([
      `audit_log_changed: The audit log was rewritten: entry 40 is not the one that was anchored at ${at}.`,
    ]);
    expect(messagesOf(null)).toEqual([]);
  });

  test("are ordered by severity", () => {
    const change = { ...withLoaders(), ...withQueue({ oldest_at: ago(301) }), destinations: [withServer({})] };
    expect(codes(change)).toEqual(["bad service_silent", "warn queue_late", "warn destination_failing"]);
  });

  test("have a solution", () => {
    const all = [{ destinations: [withServer({})] }, withLoaders(), withLoaders(instance(), instance("silent"))];
    for (const change of all) {
      for (const { message, solution } of findProblems(parts(change), now)) {
        expect(message).toMatch(/\.$/);
        expect(solution).toMatch(/\.$/);
      }
    }
  });
});
