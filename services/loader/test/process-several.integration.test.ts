/** Several loaders share work and are killed: every row is loaded once. */
import { expect } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { loadersTest as test } from "./fixtures.ts";
import type { TestBroker } from "./test-broker.ts";
import type { TestRun } from "./test-run.ts";

/** Batches of 200 rows, small groups: many transactions. */
const batchCount = 60;
const rowsOfRun = batchCount * 200;
const environment = { SESSIONS: "1", GROUP_BYTES: "10000" };

async function publishBatches(broker: TestBroker, run: TestRun): Promise<void> {
  for (let i = 0; i < batchCount; i++) await broker.batch(run.batch(Math.floor(i / 6), i * 200, 200, i % 6));
}

test("share the batches of one run", async ({ loaders, broker }) => {
  await using _first = await loaders.start(environment);
  await using _second = await loaders.start(environment);
  await using run = loaders.newRun("shared");
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  await publishBatches(broker, run);
  await loaders.awaitRows(run, rowsOfRun);
  await loaders.finalize(run, rowsOfRun);
  expect(await loaders.distinctRows("shared")).toEqual([{ count: rowsOfRun, ids: rowsOfRun }]);
  const reports = await loaders.eventsOf(run, "BatchesLoaded");
  expect(new Set(reports.map(({ headers }) => headers["ce-instance"])).size).toBe(2);
  await loaders.settled();
});

test(
  "killed with SIGKILL in the middle: the rows are there once",
  { timeout: 90_000 },
  async ({ loaders, broker, db }) => {
    await using run = loaders.newRun("killed");
    {
      await using first = await loaders.start(environment);
      await loaders.prepare(run);
      await loaders.awaitEvent(run, "RunPrepared");
      const publishing = publishBatches(broker, run);
      await waitFor(async () => Number(await db.value(`select count(*) from ${run.staging}`)) > 1_000, {
        what: "some rows",
      });
      await first.kill("SIGKILL");
      await publishing;
    }
    await using _second = await loaders.start(environment);
    await loaders.awaitRows(run, rowsOfRun, 60_000);
    await loaders.finalize(run, rowsOfRun);
    expect(await loaders.distinctRows("killed")).toEqual([{ count: rowsOfRun, ids: rowsOfRun }]);
    const reported = (await loaders.eventsOf(run, "BatchesLoaded")).flatMap(
      ({ body }) => (body as { batches: object[] }).batches,
    );
    expect(new Set(reported.map((batch) => JSON.stringify(batch))).size).toBe(batchCount);
    await loaders.settled(40_000);
  },
);

test("redelivered every batch, load none twice and report each", async ({ loaders, broker }) => {
  await using _first = await loaders.start(environment);
  await using _second = await loaders.start(environment);
  await using run = loaders.newRun("again");
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  const batches = Array.from({ length: 12 }, (_, i) => run.batch(i, i * 10, 10));
  for (const attempt of [1, 2]) for (const batch of batches) await broker.batch(batch, attempt);
  await loaders.settled();
  expect(await loaders.distinctRows(run.staging)).toEqual([{ count: 120, ids: 120 }]);
  const reports = (await loaders.eventsOf(run, "BatchesLoaded")).map(({ body }) => body as { alreadyLoaded: number });
  expect(reports.some(({ alreadyLoaded }) => alreadyLoaded > 0)).toBe(true);
  await loaders.finalize(run, 120);
  await loaders.settled();
});
