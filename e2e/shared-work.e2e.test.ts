import { afterAll, beforeAll, expect, test } from "vitest";

import { connectTap, type Tap } from "./tap.ts";
import { awaitEnd, awaitRun, createPipeline, startTestStack, trigger, type TestStack } from "./test-stack.ts";

let product: TestStack;
let tap: Tap;

beforeAll(async () => {
  product = await startTestStack();
  await product.stack.addService("extractor");
  await product.stack.addService("loader");
  await product.stack.addService("loader");
  tap = await connectTap(product.access.nats);
});

afterAll(async () => {
  await tap.close();
  await product[Symbol.asyncDispose]();
});

test("two extractors and three loaders share one run", async () => {
  const pipelineId = await createPipeline(product, {
    name: "shared",
    source: { dataset: "flights", table: "flights_3m" },
  });
  const runId = await trigger(product, pipelineId);
  const run = await awaitEnd(product, runId);

  expect(run).toMatchObject({ status: "success", records_processed: 3_000_000 });
  const workers = tap.workersOf(runId);
  expect(workers.extractors.size).toBe(2);
  expect(workers.loaders.size).toBe(3);
});

test("a small run behind a large one ends in its own time", async () => {
  const large = await createPipeline(product, {
    name: "large",
    source: { dataset: "flights", table: "flights_3m" },
  });
  const small = await createPipeline(product, { name: "small", source: { dataset: "movies", table: "movies" } });
  const largeRun = await trigger(product, large);
  await awaitRun(product, largeRun, "load", (run) => run.records_processed > 0);

  const smallRun = await trigger(product, small);
  const smallEnd = await awaitEnd(product, smallRun);
  const largeSeen = await awaitRun(product, largeRun, "be seen", () => true);

  expect(smallEnd.status).toBe("success");
  // Not a matter of seconds but of order: most of the large run still lies ahead.
  expect(largeSeen.status).toBe("running");
  expect(largeSeen.records_processed).toBeLessThan(2_500_000);
  expect((await awaitEnd(product, largeRun)).status).toBe("success");
});
