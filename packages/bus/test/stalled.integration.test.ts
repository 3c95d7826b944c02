/** S7: a lease lasts as long as its work makes progress: a handler that hangs does not keep its message. */
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";

import { extractorPlans, type ConsumerSpec } from "@datamantri/contracts";
import { noteProgress, PipelineError } from "@datamantri/runtime";
import { startNats, waitFor, type TestNats } from "@datamantri/testkit";

import { ensureTopology, type Bus } from "../src/index.ts";
import { plan, TestTasks } from "./consuming.ts";
import { openTestBus, remakeConsumer, sendPlan, stopTestNats, topology } from "./open-test-bus.ts";

let nats: TestNats;
let registry: Bus;
let spec: ConsumerSpec;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  registry = await openTestBus(nats.url);
  await ensureTopology(registry, topology);
  spec = await remakeConsumer(registry, extractorPlans, { ackWaitMs: 800 });
});

afterAll(() => stopTestNats(nats));

const worker = async (stalledSeconds = 1.5) => new TestTasks(await openTestBus(nats.url, { stalledSeconds }));

test("S7: another process gets the message of a handler that hangs", async () => {
  const [first, second] = [await worker(), await worker()];
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: string[] = [];
  // With its only slot in use it takes no more than one other message, which it does not keep either.
  first.start(plan({ handle: async () => (seen.push("first"), promise) }), [spec], 1);
  onTestFinished(() => resolve());
  await sendPlan(registry, "hangs");
  await waitFor(() => seen.length === 1, { what: "the handler to begin" });
  second.start(plan({ handle: async () => void seen.push("second") }), [spec]);
  await waitFor(() => seen.length === 2, { what: "the other to get it" });
  expect(seen).toEqual(["first", "second"]);
  await second.settled();
});

test("a process ends that would have a slot less for ever", async () => {
  const failures: PipelineError[] = [];
  const stalledSeconds = 1.5;
  const tasks = new TestTasks(
    await openTestBus(nats.url, { stalledSeconds, onClosed: (error) => failures.push(error) }),
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  let deliveries = 0;
  tasks.start(plan({ handle: async () => (++deliveries === 1 ? promise : undefined) }), [spec]);
  onTestFinished(() => resolve());
  const sentMs = performance.now();
  await sendPlan(registry, "stays");
  await waitFor(() => failures.length > 0, { what: "the process to end" });
  expect(performance.now() - sentMs).toBeGreaterThan(2_000 * stalledSeconds);
  expect(failures[0]).toMatchObject({
    code: "internal",
    message: expect.stringMatching(/has made no progress for \d+ s: this process ends/) as string,
  });
  expect(deliveries).toBe(2);
});

test("a message that waits for a slot is kept while the work before it makes progress", async () => {
  const [first, second] = [await worker(), await worker()];
  const seen: string[] = [];
  const endsMs = performance.now() + 6_000;
  const handle = async ({ runId }: { readonly runId: string }) => {
    seen.push(`first ${runId}`);
    for (; performance.now() < endsMs; await delay(100)) noteProgress();
  };
  first.start(plan({ handle }), [spec], 1);
  for (const runId of ["works", "waits"]) await sendPlan(registry, runId);
  const isHeld = async () => {
    const { num_ack_pending, num_pending } = await registry.jsm.consumers.info(spec.stream, spec.name);
    return num_ack_pending === 2 && num_pending === 0;
  };
  await waitFor(isHeld, { what: "the second message to wait" });
  second.start(plan({ handle: async ({ runId }) => void seen.push(`second ${runId}`) }), [spec]);
  await second.settled();
  expect(seen).toEqual(["first works", "first waits"]);
});

test.for([
  ["makes progress", async () => noteProgress()],
  [
    "waits for a part of the product",
    async () => {
      throw new PipelineError("bus_unavailable", "the registry does not respond");
    },
  ],
] as const)("one that %s keeps it, however long", async ([what, work]) => {
  // Longer than a wait between tries, and shorter than the work.
  const tasks = await worker(6);
  const deliveries: number[] = [];
  const endsMs = performance.now() + 9_000;
  tasks.start(
    plan({
      async handle(_task, { delivery }) {
        deliveries.push(delivery);
        while (performance.now() < endsMs) {
          await work();
          await delay(100);
        }
      },
    }),
    [spec],
  );
  await sendPlan(registry, what.replaceAll(" ", "-"));
  await tasks.settled();
  expect(new Set(deliveries)).toEqual(new Set([1]));
});
