/** S13: the discard of a run whose finalize may have moved its rows. Only the ledger's answer ends it. */
import { expect } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { loadersTest as test } from "./fixtures.ts";
import type { TestLoaders } from "./test-loaders.ts";
import type { TestRun } from "./test-run.ts";

const abandon = (loaders: TestLoaders, run: TestRun) =>
  loaders.broker.task("DiscardRun", {
    runId: run.runId,
    pipelineId: run.pipelineId,
    attempt: 1,
    resumedRunIds: [],
    settles: true,
  });

async function loaded(loaders: TestLoaders, table: string): Promise<TestRun> {
  const run = loaders.newRun(table);
  await loaders.prepare(run);
  await loaders.awaitEvent(run, "RunPrepared");
  await loaders.broker.batch(run.batch(0, 1, 2));
  await loaders.awaitEvent(run, "BatchesLoaded");
  return run;
}

test("a run that was finalized before is reported as finalized", async ({ loaders }) => {
  await using _loader = await loaders.start();
  await using run = await loaded(loaders, "moved");
  // By a loader whose report is lost.
  expect(await run.settle(2)).toBe(2);
  await abandon(loaders, run);
  expect((await loaders.awaitEvent(run, "RunFinalized")).body).toMatchObject({ rowCount: 2, rejectedCount: 0 });
  expect(await loaders.eventsOf(run, "RunDiscarded")).toEqual([]);
});

test("while the destination refuses nobody says how it ended; then it is closed for every later finalize", async ({
  loaders,
  db,
}) => {
  await using loader = await loaders.start();
  await using run = await loaded(loaders, "never");
  const known = loaders.broker.destinations.get(run.runId)!;
  loaders.broker.destinations.set(run.runId, { ...known, password: "rotated" });
  await loader.kill("SIGTERM");
  await using _next = await loaders.start();
  await abandon(loaders, run);
  const { body } = await loaders.awaitEvent(run, "StepDelayed");
  expect(body).toMatchObject({ step: "discard", code: "outcome_unknown" });
  loaders.broker.destinations.set(run.runId, known);
  await loaders.awaitEvent(run, "RunDiscarded");
  await expect(run.settle(2)).rejects.toMatchObject({ code: "run_closed" });
  expect(await db.value("select to_regclass('never')")).toBeNull();
  await waitFor(async () => (await db.stagingTables()) === 0, { what: "the staging table to go" });
  expect(await loaders.eventsOf(run, "StepFailed")).toEqual([]);
});
