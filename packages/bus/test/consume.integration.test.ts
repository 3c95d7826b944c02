import { once } from "node:events";

import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from "vitest";

import {
  subjectOf,
  encodeMessage,
  extractorPlans,
  extractorSplits,
  partitionOf,
  registryCommands,
  registryEvents,
  type ConsumerSpec,
  type Message,
  type StreamName,
} from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";
import { startNats, waitFor, type TestNats } from "@datamantri/testkit";

import {
  consume,
  countUnacknowledged,
  ensureTopology,
  publish,
  publishEvent,
  type Bus,
  type Handlers,
  type MessageHandler,
} from "../src/index.ts";
import { emptied, gate, neverAborted, openTestBus, remakeConsumer, sendPlan, topology } from "./open-test-bus.ts";

let nats: TestNats;
let bus: Bus;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  bus = await openTestBus(nats.url);
});
afterAll(() => nats[Symbol.asyncDispose]());

beforeEach(async () => {
  for await (const name of bus.jsm.streams.names()) await bus.jsm.streams.delete(name);
  await ensureTopology(bus, topology);
});

interface Consuming {
  stop(): Promise<void>;
}

/** Consumes until the test ends or says stop. */
function start(handlers: Handlers, specs: readonly ConsumerSpec[] = [extractorPlans], slots = 4, on = bus): Consuming {
  const controller = new AbortController();
  const working = consume(on, specs, handlers, { slots, signal: controller.signal });
  const stop = async () => {
    controller.abort(new Error("the process is stopping"));
    await working;
  };
  onTestFinished(stop);
  return { stop };
}

const plan = (more: Partial<MessageHandler<"PlanRun">> = {}): Handlers => ({
  PlanRun: { maxDeliveries: 5, handle: async () => undefined, ...more },
});

const settled = (stream: StreamName = "TASKS"): Promise<void> => emptied(bus, stream);

interface DeadLetter {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly code: string;
  readonly reason: string;
  readonly sequence: string;
}

async function deadLetter(): Promise<DeadLetter> {
  const message = await waitFor(() => bus.jsm.streams.getMessage("DEADLETTERS", { seq: 1 }), { what: "a dead letter" });
  const { subject, data, header } = message;
  return {
    subject,
    data,
    code: header.get("dm-error-code"),
    reason: header.get("dm-error"),
    sequence: header.get("dm-sequence"),
  };
}

describe("a handler that succeeds", () => {
  test("acknowledges the message, once it has returned and not before", async () => {
    const mayReturn = gate();
    const seen: [string, number, string][] = [];
    start(
      plan({
        async handle({ runId }, { delivery, eventId, timeMs }) {
          seen.push([runId, delivery, eventId]);
          expect(Math.abs(Date.now() - timeMs)).toBeLessThan(10_000);
          await mayReturn.opened;
        },
      }),
    );
    await sendPlan(bus, "r");
    await waitFor(() => seen.length === 1, { what: "the handler" });
    expect(await countUnacknowledged(bus, extractorPlans)).toBe(1);
    mayReturn.open();
    await settled();
    expect(seen).toEqual([["r", 1, ""]]);
  });

  test("of events gets the event's id", async () => {
    const ids: string[] = [];
    start({ RunPrepared: { maxDeliveries: 1, handle: async (_event, { eventId }) => void ids.push(eventId) } }, [
      registryEvents,
    ]);
    await publishEvent(bus, "RunPrepared", { runId: "r", pipelineId: "p" }, "the-id", { signal: neverAborted });
    await waitFor(() => ids.length > 0, { what: "the handler" });
    expect(ids).toEqual(["the-id"]);
  });

  test("works on as many messages at a time as there are slots", async () => {
    let [working, most] = [0, 0];
    start(
      plan({
        async handle() {
          most = Math.max(most, ++working);
          await new Promise((resolve) => setTimeout(resolve, 20));
          working -= 1;
        },
      }),
      [extractorPlans],
      3,
    );
    await Promise.all(Array.from({ length: 20 }, (_, i) => sendPlan(bus, `run-${i}`)));
    await settled();
    expect(most).toBe(3);
  });
});

describe("a passing trouble", () => {
  test("is said, waited for, and tried again", async () => {
    const times: number[] = [];
    const delayed: unknown[][] = [];
    start(
      plan({
        async handle(_task, { delivery }) {
          times.push(performance.now());
          if (delivery < 3) throw new PipelineError("source_unavailable", "away");
        },
        delayed: async ({ runId }, error, delivery, retryInMs) =>
          void delayed.push([runId, error.code, delivery, retryInMs]),
        failed: async () => expect.unreachable(),
      }),
    );
    await sendPlan(bus, "r");
    await settled();
    expect(times.length).toBe(3);
    expect(delayed.map((one) => one.slice(0, 3))).toEqual([
      ["r", "source_unavailable", 1],
      ["r", "source_unavailable", 2],
    ]);
    const [first, second] = delayed.map((one) => one[3] as number);
    expect(first).toBeGreaterThanOrEqual(500);
    expect(second).toBeGreaterThanOrEqual(1_000);
    // The server's clock ticks in milliseconds.
    expect(times[1]! - times[0]!).toBeGreaterThan(first! - 5);
    expect(times[2]! - times[1]!).toBeGreaterThan(second! - 5);
  });

  test("that lasts longer than its deliveries becomes a failure", async () => {
    const said: string[] = [];
    start(
      plan({
        maxDeliveries: 2,
        handle: () => Promise.reject(new PipelineError("source_unavailable", "away")),
        delayed: async (_task, _error, delivery) => void said.push(`delayed ${delivery}`),
        failed: async (_task, { code }) => void said.push(`failed ${code}`),
      }),
    );
    await sendPlan(bus, "r");
    await settled();
    expect(said).toEqual(["delayed 1", "failed source_unavailable"]);
  });

  test("comes again also when it could not be said", async () => {
    let calls = 0;
    start(
      plan({
        async handle(_task, { delivery }) {
          calls += 1;
          if (delivery === 1) throw new PipelineError("source_unavailable", "away");
        },
        delayed: () => Promise.reject(new Error("cannot say it")),
      }),
    );
    await sendPlan(bus, "r");
    await settled();
    expect(calls).toBe(2);
  });
});

describe("a failure for good", () => {
  test.each([
    ["that is known", new PipelineError("source_not_found", "no table"), "source_not_found"],
    ["that nobody translated", new TypeError("x is undefined"), "internal"],
  ])("%s is said once and the message acknowledged", async (_what, thrown, code) => {
    const failed: string[] = [];
    let calls = 0;
    start(
      plan({
        handle() {
          calls += 1;
          return Promise.reject(thrown);
        },
        delayed: async () => expect.unreachable(),
        failed: async (_task, error) => void failed.push(error.code),
      }),
    );
    await sendPlan(bus, "r");
    await settled();
    expect([calls, failed]).toEqual([1, [code]]);
    expect((await bus.jsm.streams.info("DEADLETTERS")).state.messages).toBe(0);
  });

  test("that could not be said is said at the next delivery", async () => {
    let tries = 0;
    start(
      plan({
        handle: () => Promise.reject(new PipelineError("source_not_found", "no table")),
        async failed() {
          tries += 1;
          if (tries === 1) throw new PipelineError("bus_unavailable", "away");
        },
      }),
    );
    await sendPlan(bus, "r");
    await settled();
    expect(tries).toBe(2);
  });
});

describe("a dead letter", () => {
  test("is a message that cannot be decoded, kept with its reason", async () => {
    start(plan());
    const payload = Buffer.from("no protobuf at all");
    await publish(bus, { subject: "task.plan.r", payload, messageId: "bad" }, { signal: neverAborted });
    await sendPlan(bus, "after");
    await settled();
    expect(await deadLetter()).toMatchObject({
      subject: "deadletter.TASKS.task.plan.r",
      code: "message_malformed",
      reason: "cannot decode PlanRun",
      sequence: "1",
      data: new Uint8Array(payload),
    });
  });

  test("is a message that nothing handles", async () => {
    start({}, [registryCommands]);
    const payload = encodeMessage("Tick", { pipelineId: "p", scheduledForMs: 1 });
    await publish(
      bus,
      { subject: subjectOf("Tick", { pipelineId: "p" }), payload, messageId: "t" },
      { signal: neverAborted },
    );
    await settled("COMMANDS");
    expect(await deadLetter()).toMatchObject({ subject: "deadletter.COMMANDS.tick.p", code: "message_malformed" });
  });

  test("is work that failed and has nobody to tell, whatever its error says", async () => {
    start(plan({ handle: () => Promise.reject(new PipelineError("run_inconsistent", 'two lines:\r\n"ü" and more')) }));
    await sendPlan(bus, "r");
    await settled();
    expect(await deadLetter()).toMatchObject({ code: "run_inconsistent", reason: 'two lines: "ü" and more' });
  });

  test("waits for its stream: the message is not let go before", async () => {
    await bus.jsm.streams.delete("DEADLETTERS");
    let calls = 0;
    const consuming = start(
      plan({
        handle() {
          calls += 1;
          return Promise.reject(new PipelineError("run_inconsistent", "wrong"));
        },
      }),
    );
    await sendPlan(bus, "r");
    await waitFor(() => calls === 1, { what: "the handler" });
    await consuming.stop();
    expect(await countUnacknowledged(bus, extractorPlans)).toBe(1);
    await ensureTopology(bus, topology);
    start(plan({ handle: () => Promise.reject(new PipelineError("run_inconsistent", "wrong")) }));
    await settled();
    expect(await deadLetter()).toMatchObject({ code: "run_inconsistent" });
  });
});

describe("work that takes longer than ack_wait", () => {
  test("is kept alive, and so is what waits for a slot behind it", async () => {
    const spec = await remakeConsumer(bus, extractorPlans, { ackWaitMs: 1_000 });
    const deliveries: [string, number][] = [];
    const mayReturn = gate();
    start(
      plan({
        async handle({ runId }, { delivery }) {
          deliveries.push([runId, delivery]);
          await mayReturn.opened;
        },
      }),
      [spec],
      1,
    );
    // Another process would take what is delivered again.
    const second = await openTestBus(nats.url);
    await sendPlan(bus, "long");
    await waitFor(() => deliveries.length === 1, { what: "the handler" });
    await sendPlan(bus, "waits");
    await waitFor(async () => (await bus.jsm.consumers.info(spec.stream, spec.name)).num_ack_pending === 2, {
      what: "both",
    });
    start(
      plan({ handle: async ({ runId }, { delivery }) => void deliveries.push([runId, delivery]) }),
      [spec],
      1,
      second,
    );
    // Nothing tells that a message will not come: four times ack_wait.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(deliveries).toEqual([["long", 1]]);
    mayReturn.open();
    await settled();
    expect(deliveries).toEqual([
      ["long", 1],
      ["waits", 1],
    ]);
  });
});

describe("stopping", () => {
  test("lets the handler finish, acknowledges it, and gives the rest to somebody else at once", async () => {
    const mayReturn = gate();
    const handled: string[] = [];
    const consuming = start(
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
    // What the server sent before has arrived.
    await bus.control.flush();
    const stopped = consuming.stop();
    mayReturn.open();
    await stopped;
    expect(handled).toEqual(["first"]);

    const second = await openTestBus(nats.url);
    const taken: [string, number][] = [];
    const startedAt = performance.now();
    start(
      plan({ handle: async ({ runId }, { delivery }) => void taken.push([runId, delivery]) }),
      [extractorPlans],
      1,
      second,
    );
    await settled();
    expect(taken.toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ["second", 2],
      ["third", 1],
    ]);
    expect(performance.now() - startedAt).toBeLessThan(extractorPlans.ackWaitMs / 2);
  });

  test("gives back what the handler left because it was told to", async () => {
    const taken = gate();
    const consuming = start(
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
    start(plan({ handle: async (_task, about) => void (delivery = about.delivery) }));
    await waitFor(() => delivery === 2, { what: "the second delivery", timeoutMs: 5_000 });
  });

  test("while it begins ends it", async () => {
    for (const turns of [0, 1, 2, 5, 10, 20]) {
      const controller = new AbortController();
      const working = consume(bus, [extractorPlans], plan(), { slots: 1, signal: controller.signal });
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      await working;
    }
  });

  test("before it began ends at once", async () => {
    await consume(bus, [extractorPlans], plan(), { slots: 1, signal: AbortSignal.abort() });
  });
});

test("what a crashed process held goes to another", async () => {
  const spec = await remakeConsumer(bus, extractorPlans, { ackWaitMs: 1_000 });
  const doomed = await openTestBus(nats.url);
  const never = gate();
  const taken = gate();
  start(
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
  // As a crash: the connections end, nothing is acknowledged or given back.
  await Promise.all([doomed.control.close(), doomed.bulk.close()]);
  let delivery = 0;
  start(plan({ handle: async (_task, about) => void (delivery = about.delivery) }), [spec]);
  await settled();
  expect(delivery).toBe(2);
  // The crashed handler's end has no effect, but consume() waits for it.
  never.open();
});

describe("several consumers", () => {
  function split(runId: string, index: number): Message<"ReadSplit"> {
    const snapshot = { project: "p", dataset: "d", table: "t", jobId: "", location: "EU", takenAtMs: 0 };
    const rows = { split: index, firstRow: 0, rowCount: 1 };
    const ids = { runId, pipelineId: "p", attempt: 1, schemaFingerprint: "f" };
    return { ...ids, snapshot, split: rows, batchRows: 1, pageRows: 1, columns: [] };
  }

  test("take turns: a small run behind a big one is served after a few of the big one's", async () => {
    const small = ["small-a", "small-b", "small-c", "small-d"].find((id) => partitionOf(id) !== partitionOf("big"))!;
    const tasks = [...Array.from({ length: 30 }, (_, i) => split("big", i)), split(small, 0)];
    for (const task of tasks) {
      const subject = subjectOf("ReadSplit", task);
      await publish(
        bus,
        { subject, payload: encodeMessage("ReadSplit", task), messageId: subject },
        { signal: neverAborted },
      );
    }
    const order: string[] = [];
    start({ ReadSplit: { maxDeliveries: 1, handle: async ({ runId }) => void order.push(runId) } }, extractorSplits, 1);
    await waitFor(() => order.length === tasks.length, { what: "all splits" });
    expect(order.indexOf(small)).toBeLessThan(4);
  });
});

describe("consuming goes on", () => {
  test("after the server crashed and came back", async () => {
    const handled = new Set<string>();
    start(plan({ handle: async ({ runId }) => void handled.add(runId) }));
    await sendPlan(bus, "before");
    await waitFor(() => handled.has("before"), { what: "the first" });
    await nats.kill("SIGKILL");
    await nats.restart();
    await sendPlan(bus, "after");
    await waitFor(() => handled.has("after"), { what: "the second", timeoutMs: 25_000 });
  });

  test("after the server lost everything and the streams were made again", { timeout: 60_000 }, async () => {
    const handled = new Set<string>();
    start(plan({ handle: async ({ runId }) => void handled.add(runId) }));
    await sendPlan(bus, "before");
    await waitFor(() => handled.has("before"), { what: "the first" });
    await nats.wipe();
    await waitFor(() => ensureTopology(bus, topology), { what: "the server" });
    await sendPlan(bus, "after");
    await waitFor(() => handled.has("after"), { what: "the second", timeoutMs: 40_000 });
  });
});
