/** Outcomes of a message: acknowledged, retried, reported as failed, or stored as a dead letter. */
import { describe, expect } from "vitest";

import { subjectOf, encodeMessage, extractorPlans, registryCommands, registryEvents } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";
import { waitFor } from "@datamantri/testkit";

import { countUnacknowledged, ensureTopology, publish, publishEvent } from "../src/index.ts";
import { plan } from "./consuming.ts";
import { test } from "./fixtures.ts";
import { gate, neverAborted, sendPlan, topology } from "./open-test-bus.ts";

describe("a handler that succeeds", () => {
  test("acknowledges the message, once it has returned and not before", async ({ bus, tasks }) => {
    const mayReturn = gate();
    const seen: [string, number, string][] = [];
    tasks.start(
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
    await tasks.settled();
    expect(seen).toEqual([["r", 1, ""]]);
  });

  test("of events gets the event's id", async ({ bus, tasks }) => {
    const ids: string[] = [];
    tasks.start({ RunPrepared: { maxDeliveries: 1, handle: async (_event, { eventId }) => void ids.push(eventId) } }, [
      registryEvents,
    ]);
    await publishEvent(bus, "RunPrepared", { runId: "r", pipelineId: "p" }, "the-id", { signal: neverAborted });
    await waitFor(() => ids.length > 0, { what: "the handler" });
    expect(ids).toEqual(["the-id"]);
  });

  test("processes as many messages at a time as there are slots", async ({ bus, tasks }) => {
    let [working, most] = [0, 0];
    tasks.start(
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
    await tasks.settled();
    expect(most).toBe(3);
  });
});

describe("a temporary failure", () => {
  test("is reported and retried after a wait", async ({ bus, tasks }) => {
    const times: number[] = [];
    const delayed: unknown[][] = [];
    tasks.start(
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
    await tasks.settled();
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

  // S5: minutes without a registry failed runs.
  test("S5: of a part of our own uses up no delivery", async ({ bus, tasks }) => {
    const [deliveries, said]: [number[], string[]] = [[], []];
    tasks.start(
      plan({
        maxDeliveries: 1,
        async handle(_task, { delivery }) {
          deliveries.push(delivery);
          if (deliveries.length < 4) throw new PipelineError("bus_unavailable", "the registry does not respond");
          if (deliveries.length < 5) throw new PipelineError("metadata_unavailable", "away", { isOutage: true });
        },
        async delayed(_task, { code }) {
          said.push(code);
          throw new PipelineError("bus_unavailable", "it cannot be said either");
        },
        failed: async () => expect.unreachable(),
      }),
    );
    await sendPlan(bus, "r");
    await tasks.settled();
    expect(deliveries).toEqual([1, 1, 1, 1, 1]);
    expect(said).toEqual(["bus_unavailable", "bus_unavailable", "bus_unavailable", "metadata_unavailable"]);
  });

  test("that lasts longer than its deliveries becomes permanent", async ({ bus, tasks }) => {
    const said: string[] = [];
    tasks.start(
      plan({
        maxDeliveries: 2,
        handle: () => Promise.reject(new PipelineError("source_unavailable", "away")),
        delayed: async (_task, _error, delivery) => void said.push(`delayed ${delivery}`),
        failed: async (_task, { code }) => void said.push(`failed ${code}`),
      }),
    );
    await sendPlan(bus, "r");
    await tasks.settled();
    expect(said).toEqual(["delayed 1", "failed source_unavailable"]);
  });

  test("is retried also when it could not be reported", async ({ bus, tasks }) => {
    let calls = 0;
    tasks.start(
      plan({
        async handle(_task, { delivery }) {
          calls += 1;
          if (delivery === 1) throw new PipelineError("source_unavailable", "away");
        },
        delayed: () => Promise.reject(new Error("cannot say it")),
      }),
    );
    await sendPlan(bus, "r");
    await tasks.settled();
    expect(calls).toBe(2);
  });
});

describe("a permanent failure", () => {
  test.for([
    ["that is known", new PipelineError("source_not_found", "no table"), "source_not_found"],
    ["that nobody translated", new TypeError("x is undefined"), "internal"],
  ] as const)("%s is reported once and the message acknowledged", async ([_what, thrown, code], { bus, tasks }) => {
    const failed: string[] = [];
    let calls = 0;
    tasks.start(
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
    await tasks.settled();
    expect([calls, failed]).toEqual([1, [code]]);
    expect((await bus.jsm.streams.info("DEADLETTERS")).state.messages).toBe(0);
  });

  test("that could not be reported is reported at the next delivery", async ({ bus, tasks }) => {
    let tries = 0;
    tasks.start(
      plan({
        handle: () => Promise.reject(new PipelineError("source_not_found", "no table")),
        async failed() {
          tries += 1;
          if (tries === 1) throw new PipelineError("bus_unavailable", "away");
        },
      }),
    );
    await sendPlan(bus, "r");
    await tasks.settled();
    expect(tries).toBe(2);
  });
});

describe("a dead letter", () => {
  test("is a message that cannot be decoded, stored with its reason", async ({ bus, tasks }) => {
    tasks.start(plan());
    const payload = Buffer.from("no protobuf at all");
    await publish(bus, { subject: "task.plan.r", payload, messageId: "bad" }, { signal: neverAborted });
    await sendPlan(bus, "after");
    await tasks.settled();
    expect(await tasks.deadLetter()).toMatchObject({
      subject: "deadletter.TASKS.task.plan.r",
      code: "message_malformed",
      reason: "cannot decode PlanRun",
      sequence: "1",
      data: new Uint8Array(payload),
    });
  });

  test("is a message without a handler", async ({ bus, tasks }) => {
    tasks.start({}, [registryCommands]);
    const payload = encodeMessage("Tick", { pipelineId: "p", scheduledForMs: 1, version: 0 });
    await publish(
      bus,
      { subject: subjectOf("Tick", { pipelineId: "p" }), payload, messageId: "t" },
      { signal: neverAborted },
    );
    await tasks.settled("COMMANDS");
    expect(await tasks.deadLetter()).toMatchObject({
      subject: "deadletter.COMMANDS.tick.p",
      code: "message_malformed",
    });
  });

  test("is failed work without a report, whatever its error says", async ({ bus, tasks }) => {
    tasks.start(
      plan({ handle: () => Promise.reject(new PipelineError("run_inconsistent", 'two lines:\r\n"ü" and more')) }),
    );
    await sendPlan(bus, "r");
    await tasks.settled();
    expect(await tasks.deadLetter()).toMatchObject({ code: "run_inconsistent", reason: 'two lines: "ü" and more' });
  });

  test("waits for its stream: the message is not acknowledged before", async ({ bus, tasks }) => {
    await bus.jsm.streams.delete("DEADLETTERS");
    let calls = 0;
    const consuming = tasks.start(
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
    tasks.start(plan({ handle: () => Promise.reject(new PipelineError("run_inconsistent", "wrong")) }));
    await tasks.settled();
    expect(await tasks.deadLetter()).toMatchObject({ code: "run_inconsistent" });
  });
});
