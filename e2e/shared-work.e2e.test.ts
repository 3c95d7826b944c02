import { afterAll, beforeAll, expect, test } from "vitest";

import { partitionOf, type EventName, type Message } from "@datamantri/contracts";
import { waitFor } from "@datamantri/testkit";

import { connectTap, type Tap, type TappedEvent } from "./tap.ts";
import { awaitEnd, awaitRun, createPipeline, startTestStack, trigger, type TestStack } from "./test-stack.ts";

let product: TestStack;
let tap: Tap;
let largeRun: string;
let smallRun: string;

// Two extractors and three loaders; a small run begins while they load a large one.
beforeAll(async () => {
  product = await startTestStack();
  await product.stack.addService("extractor");
  await product.stack.addService("loader");
  await product.stack.addService("loader");
  tap = await connectTap(product.access.nats);
  const large = await createPipeline(product, { name: "large", source: { dataset: "flights", table: "flights_3m" } });
  const small = { source: { dataset: "movies", table: "movies" } };
  const smallOnes: string[] = [];
  for (let i = 0; i < 4; i++) smallOnes.push(await createPipeline(product, { ...small, name: `small_${i}` }));
  largeRun = await trigger(product, large);
  await awaitRun(product, largeRun, "load", (run) => run.records_processed > 0);
  // Runs of one partition have one queue; the first small run of another.
  for (const pipeline of smallOnes) {
    smallRun = await trigger(product, pipeline);
    if (partitionOf(smallRun) !== partitionOf(largeRun)) break;
  }
}, 240_000);

afterAll(async () => {
  await tap.close();
  await product[Symbol.asyncDispose]();
});

test("two extractors and three loaders share one run", async () => {
  expect(await awaitEnd(product, largeRun)).toMatchObject({ status: "success", records_processed: 3_000_000 });
  const workers = tap.workersOf(largeRun);
  expect(workers.extractors.size).toBe(2);
  expect(workers.loaders.size).toBe(3);
});

test("a small run does not wait for the work of a large one before it", async () => {
  for (const run of [smallRun, largeRun]) expect((await awaitEnd(product, run)).status).toBe("success");
  // By the order of events: seconds are a matter of the machine.
  const at = (run: string, name: EventName) => tap.events.findIndex((event) => isOf(run, event) && event.name === name);
  const ends = () => [smallRun, largeRun].map((run) => at(run, "RunSucceeded"));
  await waitFor(() => !ends().includes(-1), { what: "the events of both ends" });
  // Its batch is not behind the million rows that may wait.
  const meanwhile = tap.events
    .slice(at(smallRun, "SplitExtracted"), at(smallRun, "BatchesLoaded"))
    .filter((event) => isOf(largeRun, event));
  expect(rowsLoaded(meanwhile)).toBeLessThan(300_000);
  expect(at(smallRun, "RunSucceeded")).toBeLessThan(at(largeRun, "RunSucceeded"));
});

const isOf = (runId: string, { attributes }: TappedEvent): boolean => attributes.subject === runId;

function rowsLoaded(events: readonly TappedEvent[]): number {
  const batches = events
    .filter(({ name }) => name === "BatchesLoaded")
    .flatMap(({ body }) => (body as Message<"BatchesLoaded">).batches);
  return batches.reduce((sum, { rowCount }) => sum + rowCount, 0);
}
