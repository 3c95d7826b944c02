/** Consumers that take long, stop, crash, share work, or lose their server. */
import { once } from "node:events";
import { describe, expect } from "vitest";

import {
  subjectOf,
  encodeMessage,
  extractorPlans,
  extractorSplits,
  partitionOf,
  type Message,
} from "@datamantri/contracts";
import { waitFor } from "@datamantri/testkit";

import { consume, ensureTopology, publish } from "../src/index.ts";
import { plan } from "./consuming.ts";
import { test } from "./fixtures.ts";
import { gate, neverAborted, openTestBus, remakeConsumer, sendPlan, topology } from "./open-test-bus.ts";

describe("work that takes longer than ack_wait", () => {
  test("is kept alive, and so are messages that wait for a slot", async ({ nats, bus, tasks }) => {
    const spec = await remakeConsumer(bus, extractorPlans, { ackWaitMs: 1_000 });
    const deliveries: [string, number][] = [];
    const mayReturn = gate();
    tasks.start(
      plan({
        async handle({ runId }, { delivery }) {
          deliveries.push([runId, delivery]);
          await mayReturn.opened;
        },
      }),
      [spec],
      1,
    );
    // Another process would take redelivered messages.
    const second = await openTestBus(nats.url);
    await sendPlan(bus, "long");
    await waitFor(() => deliveries.length === 1, { what: "the handler" });
    await sendPlan(bus, "waits");
    await waitFor(async () => (await bus.jsm.consumers.info(spec.stream, spec.name)).num_ack_pending === 2, {
      what: "both",
    });
    tasks.start(
      plan({ handle: async ({ runId }, { delivery }) => void deliveries.push([runId, delivery]) }),
      [spec],
      1,
      second,
    );
    // Nothing signals that a message will not come: waits four times ack_wait.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(deliveries).toEqual([["long", 1]]);
    mayReturn.open();
    await tasks.settled();
    expect(deliveries).toEqual([
      ["long", 1],
      ["waits", 1],
    ]);
  });
});

describe("stopping", () => {
  test("finishes the handler, acknowledges its message, and returns the rest to other processes at once", async ({
    nats,
    bus,
    tasks,
  }) => {
    const mayReturn = gate();
    const handled: string[] = [];
    const consuming = tasks.start(
      plan({
        async handle({ runId }, { signal }) {
          if (handled.length === 0) expect(signal.aborted).toBe(false);
          await mayReturn.opened;
          handled.push(runId);
        },
      }),
      [extractorPlans],
      1,
    );
    await sendPlan(bus, "first");
    await sendPlan(bus, "second");
    await sendPlan(bus, "third");
    await waitFor(async () => (await bus.jsm.consumers.info("TASKS", extractorPlans.name)).num_ack_pending === 2, {
      what: "both",
    });
    // Messages that the server sent before have arrived.
    await bus.control.flush();
    const stopped = consuming.stop();
    mayReturn.open();
    await stopped;
    expect(handled).toEqual(["first"]);

    const second = await openTestBus(nats.url);
    const taken: [string, number][] = [];
    const startedAt = performance.now();
    tasks.start(
      plan({ handle: async ({ runId }, { delivery }) => void taken.push([runId, delivery]) }),
      [extractorPlans],
      1,
      second,
    );
    await tasks.settled();
    expect(taken.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ["second", 2],
      ["third", 1],
    ]);
    expect(performance.now() - startedAt).toBeLessThan(extractorPlans.ackWaitMs / 2);
  });

  test("returns messages that the handler left because of the stop", async ({ bus, tasks }) => {
    const taken = gate();
    const consuming = tasks.start(
      plan({
        async handle(_task, { signal }) {
          taken.open();
          await once(signal, "abort");
          signal.throwIfAborted();
        },
        delayed: async () => expect.unreachable(),
        failed: async () => expect.unreachable(),
      }),
    );
    await sendPlan(bus, "r");
    await taken.opened;
    await consuming.stop();
    let delivery = 0;
    tasks.start(plan({ handle: async (_task, about) => void (delivery = about.delivery) }));
    await waitFor(() => delivery === 2, { what: "the second delivery", timeoutMs: 5_000 });
  });

  test("during the start ends it", async ({ bus }) => {
    for (const turns of [0, 1, 2, 5, 10, 20]) {
      const controller = new AbortController();
      const working = consume(bus, [extractorPlans], plan(), { slots: 1, signal: controller.signal });
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      await working;
    }
  });

  test("before it began ends at once", async ({ bus }) => {
    await consume(bus, [extractorPlans], plan(), { slots: 1, signal: AbortSignal.abort() });
  });
});

test("messages of a crashed process go to another", async ({ nats, bus, tasks }) => {
  const spec = await remakeConsumer(bus, extractorPlans, { ackWaitMs: 1_000 });
  const doomed = await openTestBus(nats.url);
  const never = gate();
  const taken = gate();
  tasks.start(
    plan({
      async handle() {
        taken.open();
        await never.opened;
      },
    }),
    [spec],
    1,
    doomed,
  );
  await sendPlan(bus, "r");
  await taken.opened;
  // Like a crash: the connections end, nothing is acknowledged or returned.
  await Promise.all([doomed.control.close(), doomed.bulk.close()]);
  let delivery = 0;
  tasks.start(plan({ handle: async (_task, about) => void (delivery = about.delivery) }), [spec]);
  await tasks.settled();
  expect(delivery).toBe(2);
  // The crashed handler's end has no effect, but consume() waits for it.
  never.open();
});

describe("several consumers", () => {
  function split(runId: string, index: number): Message<"ReadSplit"> {
    const snapshot = { project: "p", dataset: "d", table: "t", jobId: "", location: "EU", takenAtMs: 0, version: "" };
    const rows = { split: index, firstRow: 0, rowCount: 1 };
    const ids = { runId, pipelineId: "p", attempt: 1, schemaFingerprint: "f" };
    return { ...ids, snapshot, split: rows, batchRows: 1, pageRows: 1, columns: [] };
  }

  test("take turns: a small run behind a big one is served after a few of the big one's", async ({ bus, tasks }) => {
    const small = ["small-a", "small-b", "small-c", "small-d"].find((id) => partitionOf(id) !== partitionOf("big"))!;
    const sent = [...Array.from({ length: 30 }, (_, i) => split("big", i)), split(small, 0)];
    for (const task of sent) {
      const subject = subjectOf("ReadSplit", task);
      await publish(
        bus,
        { subject, payload: encodeMessage("ReadSplit", task), messageId: subject },
        { signal: neverAborted },
      );
    }
    const order: string[] = [];
    tasks.start(
      { ReadSplit: { maxDeliveries: 1, handle: async ({ runId }) => void order.push(runId) } },
      extractorSplits,
      1,
    );
    await waitFor(() => order.length === sent.length, { what: "all splits" });
    expect(order.indexOf(small)).toBeLessThan(4);
  });
});

describe("consuming continues", () => {
  test("after the server crashed and came back", async ({ nats, bus, tasks }) => {
    const handled = new Set<string>();
    tasks.start(plan({ handle: async ({ runId }) => void handled.add(runId) }));
    await sendPlan(bus, "before");
    await waitFor(() => handled.has("before"), { what: "the first" });
    await nats.kill("SIGKILL");
    await nats.restart();
    await sendPlan(bus, "after");
    await waitFor(() => handled.has("after"), { what: "the second", timeoutMs: 25_000 });
  });

  test(
    "after the server lost everything and the streams were recreated",
    { timeout: 60_000 },
    async ({ nats, bus, tasks }) => {
      const handled = new Set<string>();
      tasks.start(plan({ handle: async ({ runId }) => void handled.add(runId) }));
      await sendPlan(bus, "before");
      await waitFor(() => handled.has("before"), { what: "the first" });
      await nats.wipe();
      await waitFor(() => ensureTopology(bus, topology), { what: "the server" });
      await sendPlan(bus, "after");
      await waitFor(() => handled.has("after"), { what: "the second", timeoutMs: 40_000 });
    },
  );
});
