import { afterAll, beforeAll, expect, test } from "vitest";

import type { EventName, Message } from "@datamantri/contracts";

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
  const small = await createPipeline(product, { name: "small", source: { dataset: "movies", table: "movies" } });
  largeRun = await trigger(product, large);
  await awaitRun(product, largeRun, "load", (run) => run.records_processed > 0);
  smallRun = await trigger(product, small);
});

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
  expect((await awaitEnd(product, smallRun)).status).toBe("success");
  // By the order of events: seconds are a matter of the machine.
  const at = (name: EventName) => tap.events.findIndex((event) => isOf(smallRun, event) && event.name === name);
  const ofLarge = (from: number, to: number) => tap.events.slice(from, to).filter((event) => isOf(largeRun, event));
  const [prepared, extracted, loaded] = [at("RunPrepared"), at("SplitExtracted"), at("BatchesLoaded")];
  expect(at("RunSucceeded")).toBeGreaterThan(loaded);
  // Its split has the first free slot of the four; its batch is not behind the million rows that may wait.
  const splits = ofLarge(prepared, extracted).filter(({ name }) => name === "SplitExtracted");
  expect(splits.length).toBeLessThanOrEqual(4);
  expect(rowsLoaded(ofLarge(extracted, loaded))).toBeLessThan(300_000);
});

const isOf = (runId: string, { attributes }: TappedEvent): boolean => attributes.subject === runId;

function rowsLoaded(events: readonly TappedEvent[]): number {
  const batches = events
    .filter(({ name }) => name === "BatchesLoaded")
    .flatMap(({ body }) => (body as Message<"BatchesLoaded">).batches);
  return batches.reduce((sum, { rowCount }) => sum + rowCount, 0);
}
