import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { checksumParquet, checksumPostgres, flightColumns, flightsFile } from "@datamantri/local-stack";

import { awaitEnd, awaitRun, createPipeline, startTestStack, trigger, type TestStack } from "./test-stack.ts";

let product: TestStack;

beforeAll(async () => {
  product = await startTestStack();
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

test("three million rows arrive once although NATS loses everything on the way", async () => {
  const { stack, access } = product;
  const pipelineId = await createPipeline(product, {
    name: "flights",
    source: { dataset: "flights", table: "flights_3m" },
    schedule: "0 0 1 1 *",
  });
  const runId = await trigger(product, pipelineId);
  await awaitRun(product, runId, "load a part", (run) => run.records_processed >= 500_000);

  await stack.kill("nats", "SIGSTOP");
  await rm(join(stack.dataDir, "jetstream"), { recursive: true });
  await stack.kill("nats", "SIGKILL");
  const run = await awaitEnd(product, runId, 150_000);

  expect(run).toMatchObject({ status: "success", records_processed: 3_000_000, error_message: null });
  const source = await checksumParquet(flightsFile, flightColumns);
  expect(await checksumPostgres(access.postgres, "public.flights", flightColumns)).toEqual(source);
});
