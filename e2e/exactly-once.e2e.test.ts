import { Client } from "pg";
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

test("three million rows arrive once although an extractor, a loader and nats-server are killed on the way", async () => {
  const { stack, access } = product;
  await stack.addService("extractor");
  await stack.addService("loader");
  const pipelineId = await createPipeline(product, {
    name: "flights",
    source: { dataset: "flights", table: "flights_3m" },
  });
  const runId = await trigger(product, pipelineId);

  const victims = ["extractor", "loader", "nats"] as const;
  for (const [i, victim] of victims.entries()) {
    const rows = 400_000 * (i + 1);
    await awaitRun(product, runId, `load ${rows} rows`, (run) => run.records_processed >= rows);
    await stack.kill(victim, "SIGKILL");
  }
  const run = await awaitEnd(product, runId, 150_000);

  expect(run.log).toContain("succeeded");
  expect(run).toMatchObject({ status: "success", records_processed: 3_000_000, error_message: null });
  const source = await checksumParquet(flightsFile, flightColumns);
  expect(await checksumPostgres(access.postgres, "public.flights", flightColumns)).toEqual(source);
  expect(await leftovers(access.postgres)).toEqual([]);
});

/** Staging tables and open entries of the ledger. */
async function leftovers(connectionString: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const tables = await client.query(`select tablename from pg_tables where tablename like 'staging%'`);
    const batches = await client.query("select * from datamantri.batches");
    const open = await client.query("select run_id from datamantri.runs where state = 'open'");
    return [...tables.rows, ...batches.rows, ...open.rows];
  } finally {
    await client.end();
  }
}
