/** Batches are processed in groups of one run and limited size; every batch is in one group. */
import { describe, expect } from "vitest";

import { loaderBatches, partitionCount, subjectOf } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";
import { waitFor } from "@datamantri/testkit";

import { consumeBatches, publish } from "../src/index.ts";
import { batchesOf, nameOf, runsIn, type Batch } from "./consuming.ts";
import { test } from "./fixtures.ts";
import { gate, neverAborted, openTestBus, rowBatch } from "./open-test-bus.ts";

describe("groups", () => {
  test("have no other batch beside one whose row is in the object store", async ({ loading }) => {
    const [run] = runsIn(0, 1) as [string];
    const large = (sequence: number): Batch => ({ ...rowBatch(run, sequence, 0), objectChunks: 7, objectBytes: 7e6 });
    await loading.send([rowBatch(run, 0), large(1), rowBatch(run, 2, 0), large(3), large(4), rowBatch(run, 5)]);
    const groups: string[][] = [];
    loading.start({
      async handle(batches) {
        groups.push(batches.map(nameOf));
      },
    });
    await loading.settled();
    expect(groups.flat().toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((sequence) => `${run}/${sequence}`));
    for (const sequence of [1, 3, 4]) expect(groups).toContainEqual([`${run}/${sequence}`]);
  });

  test("have batches of one run and limited bytes, and every batch is in one of them", async ({ loading }) => {
    const [a, b] = runsIn(0, 2) as [string, string];
    const [c] = runsIn(1, 1) as [string];
    const sent = [
      ...batchesOf(a, 20, 300),
      ...batchesOf(b, 7, 300),
      ...batchesOf(c, 9, 300),
      rowBatch(c, 99, 5_000, 11),
    ];
    await loading.send(sent);
    const groups: Batch[][] = [];
    const first = gate();
    loading.start({
      async handle(batches) {
        groups.push([...batches]);
        await first.opened;
      },
    });
    // Meanwhile the partitions fill up.
    await loading.quiet();
    first.open();
    await loading.settled();
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

  test("are processed by as many sessions as configured", async ({ loading }) => {
    await loading.send(batchesOf(runsIn(0, 1)[0]!, 20, 600));
    let [working, most] = [0, 0];
    loading.start(
      {
        async handle() {
          most = Math.max(most, ++working);
          await new Promise((resolve) => setTimeout(resolve, 20));
          working -= 1;
        },
      },
      { sessions: 3 },
    );
    await loading.settled();
    expect(most).toBe(3);
  });
});

test("partitions take turns: a small run behind a big one ends early", async ({ loading }) => {
  const [big] = runsIn(2, 1) as [string];
  const [small] = runsIn(5, 1) as [string];
  await loading.send([...batchesOf(big, 40, 1_000), ...batchesOf(small, 3, 1_000)]);
  const order: string[] = [];
  loading.start({ handle: async (batches) => void order.push(...batches.map(({ runId }) => runId)) });
  await loading.settled();
  expect(order.length).toBe(43);
  expect(order.lastIndexOf(small)).toBeLessThan(12);
});

test("the held batches are limited, however many wait", async ({ loading }) => {
  const groupBytes = 1_000;
  const byteCount = 250;
  for (let partition = 0; partition < partitionCount; partition++) {
    await loading.send(runsIn(partition, 2).flatMap((runId) => batchesOf(runId, 30, byteCount)));
  }
  const mayGoOn = gate();
  const sessions = 2;
  loading.start({ handle: () => mayGoOn.opened }, { sessions, groupBytes });
  const held = await loading.quiet();
  // As BatchOptions.groupBytes says.
  expect(held * byteCount).toBeLessThanOrEqual(sessions * groupBytes + partitionCount * (groupBytes + 2 * byteCount));
  expect(held).toBeGreaterThan(sessions);
  mayGoOn.open();
  await loading.settled();
});

describe("a group that fails", () => {
  test("temporarily is reported once for the group, and redelivered completely", async ({ loading }) => {
    const [run] = runsIn(0, 1) as [string];
    const sent = batchesOf(run, 3, 300);
    await loading.send(sent);
    const seen: string[] = [];
    const delayed: [string, number, number][] = [];
    let isDown = true;
    loading.start({
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
    await loading.settled();
    expect(seen.toSorted()).toEqual(sent.map(nameOf).toSorted());
    expect(delayed[0]!.slice(0, 2)).toEqual(["sink_unreachable", 1]);
    for (const [, , retryInMs] of delayed) expect(retryInMs).toBeGreaterThanOrEqual(500);
  });

  test.for([
    ["for good", new PipelineError("sink_rejected", "refused"), "sink_rejected"],
    ["by a bug", new TypeError("x is undefined"), "internal"],
  ] as const)("%s is reported and acknowledged", async ([_how, thrown, code], { loading }) => {
    await loading.send([rowBatch(runsIn(0, 1)[0]!, 0)]);
    const failed: string[] = [];
    loading.start({
      handle: () => Promise.reject(thrown),
      delayed: async () => expect.unreachable(),
      failed: async (_batch, error) => void failed.push(error.code),
    });
    await loading.settled();
    expect(failed).toEqual([code]);
  });

  test("more often than allowed has failed for good", async ({ loading }) => {
    await loading.send([rowBatch(runsIn(0, 1)[0]!, 0)]);
    const said: string[] = [];
    loading.start({
      maxDeliveries: 2,
      handle: () => Promise.reject(new PipelineError("sink_busy", "locked")),
      delayed: async (_batch, _error, delivery) => void said.push(`delayed ${delivery}`),
      failed: async () => void said.push("failed"),
    });
    await loading.settled();
    expect(said).toEqual(["delayed 1", "failed"]);
  });

  test("has failed for good with its oldest batch, whatever joined it", async ({ bus, loading }) => {
    const [run] = runsIn(0, 1) as [string];
    const [other] = runsIn(1, 1) as [string];
    const { name } = loaderBatches[0]!;
    const isRedelivered = async () => (await bus.jsm.consumers.info("BATCHES", name)).num_redelivered === 1;
    await loading.send([rowBatch(run, 0)]);
    const said: string[] = [];
    loading.start({
      maxDeliveries: 2,
      async handle(batches) {
        if (batches[0]!.runId === other) {
          // Keeps the only session busy, until the failed batch waits behind a new one.
          await loading.send([rowBatch(run, 1)]);
          await waitFor(isRedelivered, { what: "the redelivery" });
          await loading.quiet();
          return;
        }
        if (said.length === 0) await loading.send([rowBatch(other, 0)]);
        await loading.quiet();
        said.push(batches.map(({ sequence }) => sequence).join());
        throw new PipelineError("sink_busy", "locked");
      },
      delayed: async (_batch, _error, delivery) => void said.push(`delayed ${delivery}`),
      failed: async () => void said.push("failed"),
    });
    await loading.settled();
    expect(said).toEqual(["0", "delayed 1", "1,0", "failed"]);
  });

  test("is redelivered when its failure could not be reported", async ({ loading }) => {
    await loading.send([rowBatch(runsIn(0, 1)[0]!, 0)]);
    let tries = 0;
    loading.start({
      handle: () => Promise.reject(new PipelineError("sink_rejected", "refused")),
      async failed() {
        tries += 1;
        if (tries === 1) throw new PipelineError("bus_unavailable", "away");
      },
    });
    await loading.settled();
    expect(tries).toBe(2);
  });
});

test("a batch that cannot be decoded becomes a dead letter without its bytes, the others are loaded", async ({
  bus,
  loading,
}) => {
  const [run] = runsIn(0, 1) as [string];
  const payload = Buffer.from("no protobuf at all");
  await publish(
    bus,
    { subject: subjectOf("RowBatch", { runId: run, split: 0 }), payload, messageId: "bad" },
    { signal: neverAborted },
  );
  await loading.send(batchesOf(run, 2));
  const seen: string[] = [];
  loading.start({ handle: async (batches) => void seen.push(...batches.map(nameOf)) });
  await loading.settled();
  expect(seen.toSorted()).toEqual([`${run}/0`, `${run}/1`]);
  const letter = await bus.jsm.streams.getMessage("DEADLETTERS", { seq: 1 });
  expect(letter).toMatchObject({ subject: `deadletter.BATCHES.batch.0.${run}.0`, data: new Uint8Array() });
  const told = ["dm-error-code", "dm-error", "dm-bytes"].map((name) => letter!.header.get(name));
  expect(told).toEqual(["message_malformed", "cannot decode RowBatch", String(payload.length)]);
});

describe("stopping", () => {
  test("finishes the group in progress, and gives everything else to another process at once", async ({
    nats,
    bus,
    loading,
  }) => {
    const sent = [0, 1, 2].flatMap((partition) => batchesOf(runsIn(partition, 1)[0]!, 12, 400));
    await loading.send(sent);
    const mayFinish = gate();
    const first: string[] = [];
    const consuming = loading.start({
      async handle(batches) {
        await mayFinish.opened;
        first.push(...batches.map(nameOf));
      },
    });
    const held = await loading.quiet();
    expect(held).toBeGreaterThan(3);
    const stopped = consuming.stop();
    mayFinish.open();
    await stopped;
    expect(first.length).toBeGreaterThan(0);
    await bus.bulk.flush();

    const second = await openTestBus(nats.url, { service: "loader" });
    const rest: string[] = [];
    const startedAt = performance.now();
    loading.start({ handle: async (batches) => void rest.push(...batches.map(nameOf)) }, {}, second);
    await loading.settled();
    expect([...first, ...rest].toSorted()).toEqual(sent.map(nameOf).toSorted());
    expect(performance.now() - startedAt).toBeLessThan(loaderBatches[0]!.ackWaitMs / 2);
  });

  test("before it began ends at once", async ({ bus }) => {
    const handler = { handle: async () => undefined, delayed: async () => undefined, failed: async () => undefined };
    const options = { sessions: 1, groupBytes: 1, signal: AbortSignal.abort() };
    await consumeBatches(bus, loaderBatches, { ...handler, maxDeliveries: 1 }, options);
  });
});
