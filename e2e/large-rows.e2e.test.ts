/** Rows that are larger than a message go through the whole product, also when NATS loses them on the way. */
import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { afterAll, expect } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import { waitFor } from "@datamantri/testkit";

import { connectJetStream } from "./jetstream.ts";
import { test } from "./fixtures.ts";
import { awaitEnd, createPipeline, trigger, type TestStack } from "./test-stack.ts";

let product: TestStack;
let sandbox: Sandbox;
let target: Client;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  sandbox = await startSandbox({ memoryLimitMb: 1_024 });
  target = new Client({ connectionString: product.access.postgres });
  await target.connect();
});

afterAll(async () => {
  await target.end();
  await sandbox.close();
});

const cellBytes = 40_000_000;
const query = `
  SELECT 2 AS id, 'small' AS text
  UNION ALL SELECT 1, repeat('0123456789', ${cellBytes / 10})
  UNION ALL SELECT 3, 'small'
`;

const pipeline = (name: string): Promise<string> =>
  createPipeline(product, { name, source: { api_endpoint: sandbox.url, query } });

const rowsOf = async (name: string): Promise<unknown> => {
  const { rows } = await target.query(
    `select id::int, length(text) as length, text = repeat('0123456789', $1) as whole from ${name} order by id`,
    [cellBytes / 10],
  );
  return rows;
};

const expected = [
  { id: 1, length: cellBytes, whole: true },
  { id: 2, length: 5, whole: false },
  { id: 3, length: 5, whole: false },
];

test("a cell of 40 MB arrives, and nothing of it stays in NATS", async () => {
  const run = await awaitEnd(product, await trigger(product, await pipeline("large_cell")));
  expect(run).toMatchObject({ status: "success", records_processed: 3, error_message: null });
  expect(await rowsOf("large_cell")).toEqual(expected);
  await using jetStream = await connectJetStream(product.access.nats);
  await waitFor(async () => (await jetStream.count("OBJECTS")) === 0, { what: "the chunks to be removed" });
});

test("a cell of 40 MB arrives although NATS loses it before it is loaded", async () => {
  await using jetStream = await connectJetStream(product.access.nats);
  const pipelineId = await pipeline("lost_cell");
  // Loaders wait before they read the row.
  await target.query("begin; lock table datamantri.batches in access exclusive mode");
  const runId = await trigger(product, pipelineId);
  await waitFor(async () => (await jetStream.count("OBJECTS")) >= 38 && (await jetStream.count("BATCHES")) >= 2, {
    what: "the row to be in the object store and its batch published",
    timeoutMs: 60_000,
  });
  await jetStream.purge("OBJECTS");
  await target.query("commit");
  const run = await awaitEnd(product, runId);
  expect(run).toMatchObject({ status: "success", records_processed: 3, error_message: null });
  expect(await rowsOf("lost_cell")).toEqual(expected);
  const log = await readFile(product.stack.logPath("loader"), "utf8");
  expect(log).toContain("dropped a batch whose row the broker lost");
});

test("a cell of 40 MB arrives although the workers that have it in hand are killed", { timeout: 180_000 }, async () => {
  await using jetStream = await connectJetStream(product.access.nats);
  const runId = await trigger(product, await pipeline("killed_cell"));
  await waitFor(async () => (await jetStream.count("OBJECTS")) >= 3, { what: "some chunks", timeoutMs: 60_000 });
  await product.stack.kill("extractor", "SIGKILL");
  await product.stack.kill("loader", "SIGKILL");
  const run = await awaitEnd(product, runId);
  expect(run).toMatchObject({ status: "success", records_processed: 3, error_message: null });
  expect(await rowsOf("killed_cell")).toEqual(expected);
  await waitFor(async () => (await jetStream.count("OBJECTS")) === 0, { what: "the chunks to be removed" });
});
