import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { RetentionPolicy, StorageType, type StreamConfig } from "@nats-io/jetstream";
import { beforeEach, describe, expect, test } from "vitest";

import {
  subjectOf,
  allConsumers,
  batchMessageId,
  encodeMessage,
  extractorPlans,
  runWorkSubjects,
} from "@datamantri/contracts";
import { waitFor, type TestNats } from "@datamantri/testkit";

import {
  awaitTopology,
  countMessages,
  readSubjects,
  countUnacknowledged,
  ensureTopology,
  publish,
  purgeMessages,
  readStreamIdentities,
  type Bus,
} from "../src/index.ts";
import { natsOfTest, neverAborted, openTestBus, rowBatch, sendPlan, topology } from "./open-test-bus.ts";

const streamNames = [
  "BATCHES",
  "COMMANDS",
  "DEADLETTERS",
  "EVENTS",
  "KV_audit",
  "KV_generation",
  "KV_schedules",
  "OBJECTS",
  "TASKS",
];

let nats: TestNats;
let bus: Bus;

beforeEach(async () => {
  nats = await natsOfTest();
  bus = await openTestBus(nats.url);
});

async function present(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of bus.jsm.streams.names()) names.push(name);
  return names.toSorted();
}

/** All settings of streams and consumers that the server stores and we set. */
async function settings(): Promise<unknown> {
  const streams = await Promise.all(streamNames.map(async (name) => (await bus.jsm.streams.info(name)).config));
  const consumers = await Promise.all(
    allConsumers.map(async ({ stream, name }) => {
      const { config, created } = await bus.jsm.consumers.info(stream, name);
      return { config, created };
    }),
  );
  return { streams, consumers };
}

async function sendBatch(runId: string, sequence: number, split = 0): Promise<void> {
  const batch = rowBatch(runId, sequence, 10, split);
  const payload = encodeMessage("RowBatch", batch);
  const message = { subject: subjectOf("RowBatch", batch), payload, messageId: batchMessageId(batch, 1) };
  await publish(bus, message, { signal: neverAborted, giveUpAfterMs: 300 });
}

describe("ensureTopology", () => {
  test("creates every stream and consumer, and returns each stream's creation time", async () => {
    const created = await ensureTopology(bus, topology);
    expect(await present()).toEqual(streamNames);
    expect([...created.keys()].toSorted()).toEqual(streamNames);
    for (const spec of allConsumers) expect(await countUnacknowledged(bus, spec)).toBe(0);
    expect(await readStreamIdentities(bus, streamNames)).toEqual(created);
  });

  test("changes nothing when it is called again, also concurrently", async () => {
    const created = await ensureTopology(bus, topology);
    const before = await settings();
    const other = await openTestBus(nats.url);
    const again = await Promise.all([bus, other, bus, other].map((one) => ensureTopology(one, topology)));
    for (const one of again) expect(one).toEqual(created);
    expect(await settings()).toEqual(before);
  });

  test("is created once by several that start together", async () => {
    const other = await openTestBus(nats.url);
    const all = await Promise.all([bus, other, bus, other].map((one) => ensureTopology(one, topology)));
    for (const one of all) expect(one).toEqual(all[0]);
  });

  test("applies a new limit of BATCHES and keeps its messages", async () => {
    const created = await ensureTopology(bus, { ...topology, maxBatchMessages: 2 });
    await sendBatch("r", 0);
    await sendBatch("r", 1);
    await expect(sendBatch("r", 2)).rejects.toMatchObject({ code: "bus_full" });
    expect(await ensureTopology(bus, { ...topology, maxBatchMessages: 3 })).toEqual(created);
    await sendBatch("r", 2);
    const { config, state } = await bus.jsm.streams.info("BATCHES");
    expect(config.max_msgs).toBe(3);
    expect(config.max_bytes).toBe(3 * config.max_msg_size);
    expect(state.messages).toBe(3);
  });

  test("applies changed settings of a consumer and keeps its position", async () => {
    await ensureTopology(bus, topology);
    const { stream, name } = extractorPlans;
    const { created } = await bus.jsm.consumers.info(stream, name);
    await bus.jsm.consumers.update(stream, name, { ack_wait: 1_000_000_000 });
    await ensureTopology(bus, topology);
    const info = await bus.jsm.consumers.info(stream, name);
    expect(info.config.ack_wait).toBe(extractorPlans.ackWaitMs * 1_000_000);
    expect(info.created).toBe(created);
  });

  test.each<[string, Partial<StreamConfig>]>([
    ["retention", { retention: RetentionPolicy.Limits }],
    ["storage", { storage: StorageType.Memory }],
  ])("refuses a stream that has another %s, which no update can change", async (setting, config) => {
    await bus.jsm.streams.add({ name: "TASKS", subjects: ["task.>"], retention: RetentionPolicy.Workqueue, ...config });
    await expect(ensureTopology(bus, topology)).rejects.toMatchObject({
      code: "bus_misconfigured",
      message: expect.stringMatching(new RegExp(`stream TASKS .*${setting}`)),
    });
  });

  test("reports that another stream has our subjects", async () => {
    await bus.jsm.streams.add({ name: `OTHER_${randomUUID()}`, subjects: ["task.plan.*"] });
    await expect(ensureTopology(bus, topology)).rejects.toMatchObject({
      code: "bus_misconfigured",
      message: expect.stringContaining("overlap"),
    });
  });

  test("succeeds later where a stream's files cannot be created now", async ({ skip }) => {
    skip(nats.storeDir === undefined, "a broker in a container");
    await bus.jsm.streams.add({ name: "OTHER", subjects: ["other"] });
    const [other] = globSync(`${nats.storeDir}/**/streams/OTHER`);
    const inTheWay = join(dirname(other!), "TASKS");
    await writeFile(inTheWay, "");
    await expect(ensureTopology(bus, topology)).rejects.toMatchObject({ code: "bus_unavailable" });
    await rm(inTheWay);
    await ensureTopology(bus, topology);
    expect(await present()).toEqual([...streamNames, "OTHER"].toSorted());
  });

  test("reports that the server's disk is too small for BATCHES", async () => {
    await expect(ensureTopology(bus, { ...topology, maxBatchMessages: 50_000_000 })).rejects.toMatchObject({
      code: "bus_misconfigured",
      message: expect.stringMatching(/stream BATCHES: insufficient storage.+ reserves \d+ bytes.+BATCHES_MAX_MESSAGES/),
    });
  });
});

describe("awaitTopology", () => {
  test("waits until everything exists", async () => {
    let isThere = false;
    const waiting = awaitTopology(bus, neverAborted).then(() => (isThere = true));
    await bus.jsm.streams.add({ name: "TASKS", subjects: ["task.>"], retention: RetentionPolicy.Workqueue });
    expect(isThere).toBe(false);
    await ensureTopology(bus, topology);
    await waiting;
  });

  test("ends when the process stops", async () => {
    const reason = new Error("the process is stopping");
    const controller = new AbortController();
    const waiting = awaitTopology(bus, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe("identities of streams", () => {
  test("change when a stream was recreated, and are absent while it does not exist", async () => {
    const created = await ensureTopology(bus, topology);
    await bus.jsm.streams.delete("TASKS");
    const without = await readStreamIdentities(bus, streamNames);
    expect([...without.keys()].toSorted()).toEqual(streamNames.filter((name) => name !== "TASKS"));
    await ensureTopology(bus, topology);
    const again = await readStreamIdentities(bus, streamNames);
    for (const name of streamNames) expect(again.get(name) === created.get(name), name).toBe(name !== "TASKS");
  });

  test("survive a crash of the server, and change when it loses everything", async () => {
    const created = await ensureTopology(bus, topology);
    await nats.kill("SIGKILL");
    await nats.restart();
    const after = await waitFor(() => readStreamIdentities(bus, streamNames), { what: "the server" });
    expect(after).toEqual(created);
    await nats.wipe();
    expect((await waitFor(() => readStreamIdentities(bus, streamNames), { what: "the server" })).size).toBe(0);
    const again = await ensureTopology(bus, topology);
    for (const name of streamNames) expect(again.get(name)).not.toBe(created.get(name));
  });
});

describe("a run's messages", () => {
  test("are counted and purged without touching another run's, even in the same partition", async () => {
    await ensureTopology(bus, topology);
    for (const runId of ["run-a", "run-b"]) {
      await sendPlan(bus, runId);
      for (let split = 0; split < 3; split++)
        for (let sequence = 0; sequence < 2; sequence++) await sendBatch(runId, sequence, split);
    }
    const count = async (runId: string) => {
      const counts = runWorkSubjects(runId).map(({ stream, subject }) => countMessages(bus, stream, subject));
      return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
    };
    expect([await count("run-a"), await count("run-b"), await count("run-c")]).toEqual([7, 7, 0]);
    expect(new Set(await readSubjects(bus, "TASKS"))).toEqual(new Set(["task.plan.run-a", "task.plan.run-b"]));
    for (const { stream, subject } of runWorkSubjects("run-a")) await purgeMessages(bus, stream, subject);
    expect([await count("run-a"), await count("run-b")]).toEqual([0, 7]);
  });

  test("held by a worker are unacknowledged, like waiting ones", async () => {
    await ensureTopology(bus, topology);
    await sendPlan(bus, "run-a");
    await sendPlan(bus, "run-b");
    // The count lags a moment behind the confirmed publish.
    await waitFor(async () => (await countUnacknowledged(bus, extractorPlans)) === 2, { what: "both" });
    const held = await (await bus.js.consumers.get(extractorPlans.stream, extractorPlans.name)).next();
    expect(await countUnacknowledged(bus, extractorPlans)).toBe(2);
    await held!.ackAck();
    expect(await countUnacknowledged(bus, extractorPlans)).toBe(1);
  });

  test("cannot be counted in a missing stream", async () => {
    await expect(countMessages(bus, "TASKS", "task.plan.r")).rejects.toMatchObject({ code: "bus_unavailable" });
  });
});
