import { beforeEach, describe, expect, test } from "vitest";

import { batchMessageId, subjectOf, decodeMessage, encodeMessage, type Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";
import { waitFor, type TestNats } from "@datamantri/testkit";

import { BatchWindow, ensureTopology, publish, publishEvent, StepReporter, type Bus } from "../src/index.ts";
import { natsOfTest, neverAborted, openTestBus, planMessage, rowBatch, sendPlan, topology } from "./open-test-bus.ts";

let nats: TestNats;
let bus: Bus;

beforeEach(async () => {
  nats = await natsOfTest();
  bus = await openTestBus(nats.url, { service: "extractor" });
  await ensureTopology(bus, topology);
});

interface Stored {
  readonly seq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly header: (name: string) => string;
}

async function stored(stream: string): Promise<Stored[]> {
  const { state } = await bus.jsm.streams.info(stream);
  const messages: Stored[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await bus.jsm.streams.getMessage(stream, { seq });
    if (message) {
      const { subject, data, header } = message;
      messages.push({ seq, subject, data, header: (name: string) => header.get(name) });
    }
  }
  return messages;
}

const storedCount = async (stream: string): Promise<number> => (await bus.jsm.streams.info(stream)).state.messages;

/** Publishes as BatchWindow does, but gives up: shows whether there is room. */
async function tryBatch(batch: Message<"RowBatch">, giveUpAfterMs: number): Promise<void> {
  const payload = encodeMessage("RowBatch", batch);
  await publish(
    bus,
    { subject: subjectOf("RowBatch", batch), payload, messageId: batchMessageId(batch, 1) },
    { signal: neverAborted, giveUpAfterMs },
  );
}

const event: Message<"RunPrepared"> = { runId: "r", pipelineId: "p" };

describe("publish", () => {
  test("stores a message with its id, and does not store a repeat", async () => {
    await sendPlan(bus, "r");
    await sendPlan(bus, "r");
    expect((await stored("TASKS")).map(({ subject, header }) => [subject, header("Nats-Msg-Id")])).toEqual([
      ["task.plan.r", bus.toMessageId("task.plan.r:a1")],
    ]);
    await sendPlan(bus, "r", 2);
    expect(await storedCount("TASKS")).toBe(2);
  });

  test("reports at once that a message is too large, for its stream or for NATS", async () => {
    const inStream = tryBatch(rowBatch("r", 0, 4 * 2 ** 20 + 65 * 2 ** 10), 60_000);
    await expect(inStream).rejects.toMatchObject({ code: "row_too_large" });
    const inNats = tryBatch(rowBatch("r", 0, 9 * 2 ** 20), 60_000);
    await expect(inNats).rejects.toMatchObject({ code: "row_too_large" });
    await tryBatch(rowBatch("r", 0, 4 * 2 ** 20), 10_000);
  });

  test("gives up after its time limit, with the reason", async () => {
    await ensureTopology(bus, { ...topology, maxBatchMessages: 1 });
    await tryBatch(rowBatch("r", 0), 1_000);
    await expect(tryBatch(rowBatch("r", 1), 200)).rejects.toMatchObject({ code: "bus_full" });
    await bus.jsm.streams.delete("TASKS");
    await expect(publish(bus, planMessage("r"), { signal: neverAborted, giveUpAfterMs: 200 })).rejects.toMatchObject({
      code: "bus_unavailable",
    });
  });

  test("waits for a stream that is being recreated", async () => {
    await bus.jsm.streams.delete("TASKS");
    const waiting = sendPlan(bus, "r");
    await ensureTopology(bus, topology);
    await waiting;
    expect(await storedCount("TASKS")).toBe(1);
  });

  test("stops waiting when the process stops", async () => {
    await bus.jsm.streams.delete("TASKS");
    const controller = new AbortController();
    const reason = new Error("the process is stopping");
    const waiting = publish(bus, planMessage("r"), { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(waiting).rejects.toBe(reason);
  });

  test("does not retry a message that NATS can never accept", async () => {
    const message = { ...planMessage("r"), headers: { "dm-note": "two\nlines" } };
    await expect(publish(bus, message, { signal: neverAborted })).rejects.toThrow(/header/);
  });
});

describe("a full BATCHES", () => {
  test("delays the publisher until there is room, then everything is stored", async () => {
    await ensureTopology(bus, { ...topology, maxBatchMessages: 3 });
    const window = new BatchWindow(bus, neverAborted);
    for (let sequence = 0; sequence < 3; sequence++) await window.publish(rowBatch("r", sequence), 1);
    await window.flush();
    await expect(tryBatch(rowBatch("r", 99), 100)).rejects.toMatchObject({ code: "bus_full" });

    const rest = (async () => {
      for (let sequence = 3; sequence < 12; sequence++) await window.publish(rowBatch("r", sequence), 1);
      await window.flush();
    })();
    const taken: number[] = [];
    while (taken.length < 12) {
      const waiting = await stored("BATCHES");
      expect(waiting.length).toBeLessThanOrEqual(3);
      for (const { data, seq } of waiting) {
        taken.push(decodeMessage("RowBatch", data).sequence);
        await bus.jsm.streams.deleteMessage("BATCHES", seq);
      }
    }
    await rest;
    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, sequence) => sequence));
  });

  test("delays a split that has its share, and not another", async () => {
    const window = new BatchWindow(bus, neverAborted);
    for (let sequence = 0; sequence < 12; sequence++) await window.publish(rowBatch("r", sequence), 1);
    await window.flush();
    await expect(tryBatch(rowBatch("r", 12), 100)).rejects.toMatchObject({ code: "bus_full" });
    await tryBatch(rowBatch("r", 0, 10, 1), 1_000);
    await tryBatch(rowBatch("s", 0), 1_000);
  });
});

describe("BatchWindow", () => {
  test("has no more unconfirmed batches than its size", async () => {
    await ensureTopology(bus, { ...topology, maxBatchMessages: 1 });
    await tryBatch(rowBatch("full", 0), 1_000);
    const controller = new AbortController();
    const window = new BatchWindow(bus, controller.signal);
    for (let sequence = 0; sequence < BatchWindow.size; sequence++) await window.publish(rowBatch("r", sequence), 1);
    let isIn = false;
    const next = window.publish(rowBatch("r", 4), 1).then(() => (isIn = true));
    await expect(tryBatch(rowBatch("r", 99), 200)).rejects.toMatchObject({ code: "bus_full" });
    expect(isIn).toBe(false);
    await bus.jsm.streams.purge("BATCHES");
    await next;
    controller.abort(new Error("stop"));
    await expect(window.flush()).rejects.toThrow("stop");
  });

  test("reports a failure to the next publish, and at the end", async () => {
    const window = new BatchWindow(bus, neverAborted);
    await window.publish(rowBatch("r", 0, 9 * 2 ** 20), 1);
    await expect(window.flush()).rejects.toMatchObject({ code: "row_too_large" });
    await expect(window.publish(rowBatch("r", 1), 1)).rejects.toMatchObject({ code: "row_too_large" });
  });
});

test("kill -9 of the server in the middle loses nothing and stores nothing twice", async () => {
  const batchCount = 300;
  const confirmed: number[] = [];
  const window = new BatchWindow(bus, neverAborted);
  let restarting: Promise<void> | undefined;
  for (let sequence = 0; sequence < batchCount; sequence++) {
    await window.publish(rowBatch("r", sequence, 20_000, sequence % 40), 1);
    confirmed.push(sequence);
    if (sequence === 100 || sequence === 200) {
      await restarting;
      restarting = nats.kill("SIGKILL").then(() => nats.restart());
    }
  }
  await window.flush();
  await restarting;
  const ids = (await waitFor(() => stored("BATCHES"), { what: "the server" })).map(({ header }) =>
    header("Nats-Msg-Id"),
  );
  const expected = confirmed.map((sequence) =>
    bus.toMessageId(batchMessageId(rowBatch("r", sequence, 0, sequence % 40), 1)),
  );
  expect(ids.toSorted()).toEqual(expected.toSorted());
}, 60_000);

describe("events", () => {
  test("carry the attributes of CloudEvents and are stored once for an id", async () => {
    for (let i = 0; i < 2; i++)
      await publishEvent(bus, "RunPrepared", event, "r:RunPrepared:a1", { signal: neverAborted });
    const [message, ...others] = await stored("EVENTS");
    expect(others).toEqual([]);
    expect(message!.subject).toBe("event.run.p.r.run_prepared");
    expect(decodeMessage("RunPrepared", message!.data)).toEqual(event);
    expect(["ce-id", "ce-type", "ce-source", "ce-subject", "ce-pipelineid"].map(message!.header)).toEqual([
      "r:RunPrepared:a1",
      "io.datamantri.run.run_prepared.v1",
      "/datamantri/extractor",
      "r",
      "p",
    ]);
  });

  test("of a waiting step are not sent more often than people read; each code and step separately", async () => {
    const report = new StepReporter(bus, neverAborted);
    const full = new PipelineError("sink_full", "no space");
    for (let delivery = 1; delivery <= 20; delivery++) await report.delayed("load", event, full, delivery, 1_000);
    await report.delayed("load", event, new PipelineError("sink_busy", "locked"), 1, 1_000);
    await report.delayed("finalize", event, full, 1, 1_000);
    await report.delayed("load", { ...event, runId: "other" }, full, 1, 1_000);
    const said = (await stored("EVENTS")).map(({ data }) => decodeMessage("StepDelayed", data));
    expect(said.map(({ runId, step, code, delivery }) => [runId, step, code, delivery])).toEqual([
      ["r", "load", "sink_full", 1],
      ["r", "load", "sink_busy", 1],
      ["r", "finalize", "sink_full", 1],
      ["other", "load", "sink_full", 1],
    ]);
  });

  test("of a failed step is the same from every process that reports it", async () => {
    const error = new PipelineError("sink_rejected", "refused");
    for (const reporter of [new StepReporter(bus, neverAborted), new StepReporter(bus, neverAborted)])
      await reporter.failed("load", event, error);
    const said = (await stored("EVENTS")).map(({ data }) => decodeMessage("StepFailed", data));
    expect(said).toEqual([{ ...event, step: "load", code: "sink_rejected", message: "refused" }]);
  });
});
