import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from "vitest";

import { subjectOf, loaderBatches, partitionCount, partitionOf, type Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";
import { startNats, waitFor, type TestNats } from "@datamantri/testkit";

import {
  BatchWindow,
  consumeBatches,
  ensureTopology,
  publish,
  type BatchHandler,
  type BatchOptions,
  type Bus,
} from "../src/index.ts";
import { emptied, gate, neverAborted, openTestBus, rowBatch, topology } from "./open-test-bus.ts";

type Batch = Message<"RowBatch">;

let nats: TestNats;
let bus: Bus;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  bus = await openTestBus(nats.url, { service: "loader" });
});
afterAll(() => nats[Symbol.asyncDispose]());

beforeEach(async () => {
  for await (const name of bus.jsm.streams.names()) await bus.jsm.streams.delete(name);
  await ensureTopology(bus, topology);
});

/** Runs in this partition. */
function runsIn(partition: number, count: number): string[] {
  const runs: string[] = [];
  for (let i = 0; runs.length < count; i++) if (partitionOf(`run-${i}`) === partition) runs.push(`run-${i}`);
  return runs;
}

async function send(batches: readonly Batch[]): Promise<void> {
  const window = new BatchWindow(bus, neverAborted);
  for (const batch of batches) await window.publish(batch, 1);
  await window.flush();
}

const batchesOf = (runId: string, count: number, byteCount = 10): Batch[] =>
  Array.from({ length: count }, (_, i) => rowBatch(runId, i, byteCount, i % 10));

const nameOf = ({ runId, sequence }: Batch): string => `${runId}/${sequence}`;

function start(
  handler: Partial<BatchHandler>,
  options: Partial<BatchOptions> = {},
  on = bus,
): { stop(): Promise<void> } {
  const controller = new AbortController();
  const whole: BatchHandler = {
    handle: async () => undefined,
    delayed: async () => undefined,
    failed: async () => undefined,
    maxDeliveries: 5,
    ...handler,
  };
  const working = consumeBatches(on, loaderBatches, whole, {
    sessions: 1,
    groupBytes: 1_000,
    signal: controller.signal,
    ...options,
  });
  const stop = async () => {
    controller.abort(new Error("the process is stopping"));
    await working;
  };
  onTestFinished(stop);
  return { stop };
}

async function sumOver(count: (partition: number) => Promise<number>): Promise<number> {
  const counts = await Promise.all(Array.from({ length: partitionCount }, (_, partition) => count(partition)));
  return counts.reduce((sum, one) => sum + one, 0);
}

const delivered = (): Promise<number> =>
  sumOver(
    async (partition) => (await bus.jsm.consumers.info("BATCHES", loaderBatches[partition]!.name)).num_ack_pending,
  );

const settled = (): Promise<void> => emptied(bus, "BATCHES");

/** Resolves when what was delivered has not grown for a while. */
async function quiet(): Promise<number> {
  let [last, since] = [-1, performance.now()];
  return waitFor(
    async () => {
      const now = await delivered();
      if (now !== last) [last, since] = [now, performance.now()];
      return performance.now() - since > 500 ? now : undefined;
    },
    { what: "deliveries to end" },
  );
}

describe("groups", () => {
  test("have nothing beside a batch whose row is in the object store", async () => {
    const [run] = runsIn(0, 1) as [string];
    const large = (sequence: number): Batch => ({ ...rowBatch(run, sequence, 0), objectChunks: 7, objectBytes: 7e6 });
    await send([rowBatch(run, 0), large(1), rowBatch(run, 2, 0), large(3), large(4), rowBatch(run, 5)]);
    const groups: string[][] = [];
    start({
      async handle(batches) {
        groups.push(batches.map(nameOf));
      },
    });
    await settled();
    expect(groups.flat().toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((sequence) => `${run}/${sequence}`));
    for (const sequence of [1, 3, 4]) expect(groups).toContainEqual([`${run}/${sequence}`]);
  });

  test("have batches of one run and bounded bytes, and every batch is in one of them", async () => {
    const [a, b] = runsIn(0, 2) as [string, string];
    const [c] = runsIn(1, 1) as [string];
    const sent = [
      ...batchesOf(a, 20, 300),
      ...batchesOf(b, 7, 300),
      ...batchesOf(c, 9, 300),
      rowBatch(c, 99, 5_000, 11),
    ];
    await send(sent);
    const groups: Batch[][] = [];
    const first = gate();
    start({
      async handle(batches) {
        groups.push([...batches]);
        await first.opened;
      },
    });
    // Meanwhile the partitions fill up.
    await quiet();
    first.open();
    await settled();
    expect(groups.flat().map(nameOf).toSorted()).toEqual(sent.map(nameOf).toSorted());
    for (const group of groups) {
      expect(new Set(group.map(({ runId }) => runId)).size).toBe(1);
      const byteCount = group.reduce((sum, { tuples }) => sum + tuples.length, 0);
      expect(group.length === 1 || byteCount <= 1_000).toBe(true);
    }
    // Three of 300 bytes fit, and both partitions were full.
    expect(groups.filter(({ length }) => length === 3).length).toBeGreaterThanOrEqual(2);
    expect(groups.length).toBeLessThan(sent.length);
  });

  test("are worked on by as many sessions as there are", async () => {
    await send(batchesOf(runsIn(0, 1)[0]!, 20, 600));
    let [working, most] = [0, 0];
    start(
      {
        async handle() {
          most = Math.max(most, ++working);
          await new Promise((resolve) => setTimeout(resolve, 20));
          working -= 1;
        },
      },
      { sessions: 3 },
    );
    await settled();
    expect(most).toBe(3);
  });
});

test("partitions take turns: a small run behind a big one ends early", async () => {
  const [big] = runsIn(2, 1) as [string];
  const [small] = runsIn(5, 1) as [string];
  await send([...batchesOf(big, 40, 1_000), ...batchesOf(small, 3, 1_000)]);
  const order: string[] = [];
  start({ handle: async (batches) => void order.push(...batches.map(({ runId }) => runId)) });
  await settled();
  expect(order.length).toBe(43);
  expect(order.lastIndexOf(small)).toBeLessThan(12);
});

test("what is held is bounded, however much waits", async () => {
  const groupBytes = 1_000;
  const byteCount = 250;
  for (let partition = 0; partition < partitionCount; partition++) {
    await send(runsIn(partition, 2).flatMap((runId) => batchesOf(runId, 30, byteCount)));
  }
  const mayGoOn = gate();
  const sessions = 2;
  start({ handle: () => mayGoOn.opened }, { sessions, groupBytes });
  const held = await quiet();
  // As BatchOptions.groupBytes says.
  expect(held * byteCount).toBeLessThanOrEqual(sessions * groupBytes + partitionCount * (groupBytes + 2 * byteCount));
  expect(held).toBeGreaterThan(sessions);
  mayGoOn.open();
  await settled();
});

describe("a group that fails", () => {
  test("by a passing trouble is said once for the group, and comes again whole", async () => {
    const [run] = runsIn(0, 1) as [string];
    const sent = batchesOf(run, 3, 300);
    await send(sent);
    const seen: string[] = [];
    const delayed: [string, number, number][] = [];
    let isDown = true;
    start({
      async handle(batches) {
        if (isDown) throw new PipelineError("sink_unreachable", "away");
        seen.push(...batches.map(nameOf));
      },
      async delayed(batch, error, delivery, retryInMs) {
        delayed.push([error.code, delivery, retryInMs]);
        expect(batch.runId).toBe(run);
        if (delayed.length === 2) isDown = false;
      },
      failed: async () => expect.unreachable(),
    });
    await settled();
    expect(seen.toSorted()).toEqual(sent.map(nameOf).toSorted());
    expect(delayed[0]!.slice(0, 2)).toEqual(["sink_unreachable", 1]);
    for (const [, , retryInMs] of delayed) expect(retryInMs).toBeGreaterThanOrEqual(500);
  });

  test.each([
    ["for good", new PipelineError("sink_rejected", "refused"), "sink_rejected"],
    ["by a bug", new TypeError("x is undefined"), "internal"],
  ])("%s is said and let go", async (_how, thrown, code) => {
    await send([rowBatch(runsIn(0, 1)[0]!, 0)]);
    const failed: string[] = [];
    start({
      handle: () => Promise.reject(thrown),
      delayed: async () => expect.unreachable(),
      failed: async (_batch, error) => void failed.push(error.code),
    });
    await settled();
    expect(failed).toEqual([code]);
  });

  test("more often than it may, has failed for good", async () => {
    await send([rowBatch(runsIn(0, 1)[0]!, 0)]);
    const said: string[] = [];
    start({
      maxDeliveries: 2,
      handle: () => Promise.reject(new PipelineError("sink_busy", "locked")),
      delayed: async (_batch, _error, delivery) => void said.push(`delayed ${delivery}`),
      failed: async () => void said.push("failed"),
    });
    await settled();
    expect(said).toEqual(["delayed 1", "failed"]);
  });

  test("comes again when its failure could not be said", async () => {
    await send([rowBatch(runsIn(0, 1)[0]!, 0)]);
    let tries = 0;
    start({
      handle: () => Promise.reject(new PipelineError("sink_rejected", "refused")),
      async failed() {
        tries += 1;
        if (tries === 1) throw new PipelineError("bus_unavailable", "away");
      },
    });
    await settled();
    expect(tries).toBe(2);
  });
});

test("a batch that cannot be decoded becomes a dead letter without its bytes, the others are loaded", async () => {
  const [run] = runsIn(0, 1) as [string];
  const payload = Buffer.from("no protobuf at all");
  await publish(
    bus,
    { subject: subjectOf("RowBatch", { runId: run, split: 0 }), payload, messageId: "bad" },
    { signal: neverAborted },
  );
  await send(batchesOf(run, 2));
  const seen: string[] = [];
  start({ handle: async (batches) => void seen.push(...batches.map(nameOf)) });
  await settled();
  expect(seen.toSorted()).toEqual([`${run}/0`, `${run}/1`]);
  const letter = await bus.jsm.streams.getMessage("DEADLETTERS", { seq: 1 });
  expect(letter).toMatchObject({ subject: `deadletter.BATCHES.batch.0.${run}.0`, data: new Uint8Array() });
  const told = ["dm-error-code", "dm-error", "dm-bytes"].map((name) => letter!.header.get(name));
  expect(told).toEqual(["message_malformed", "cannot decode RowBatch", String(payload.length)]);
});

describe("stopping", () => {
  test("lets the group finish that is worked on, and gives everything else to another process at once", async () => {
    const sent = [0, 1, 2].flatMap((partition) => batchesOf(runsIn(partition, 1)[0]!, 12, 400));
    await send(sent);
    const mayFinish = gate();
    const first: string[] = [];
    const consuming = start({
      async handle(batches) {
        await mayFinish.opened;
        first.push(...batches.map(nameOf));
      },
    });
    const held = await quiet();
    expect(held).toBeGreaterThan(3);
    const stopped = consuming.stop();
    mayFinish.open();
    await stopped;
    expect(first.length).toBeGreaterThan(0);
    await bus.bulk.flush();

    const second = await openTestBus(nats.url, { service: "loader" });
    const rest: string[] = [];
    const startedAt = performance.now();
    start({ handle: async (batches) => void rest.push(...batches.map(nameOf)) }, {}, second);
    await settled();
    expect([...first, ...rest].toSorted()).toEqual(sent.map(nameOf).toSorted());
    expect(performance.now() - startedAt).toBeLessThan(loaderBatches[0]!.ackWaitMs / 2);
  });

  test("before it began ends at once", async () => {
    const handler = { handle: async () => undefined, delayed: async () => undefined, failed: async () => undefined };
    const options = { sessions: 1, groupBytes: 1, signal: AbortSignal.abort() };
    await consumeBatches(bus, loaderBatches, { ...handler, maxDeliveries: 1 }, options);
  });
});
