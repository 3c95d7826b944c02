/** Streams: one run at a time, none waiting, and a history of the runs that did something. */
import { expect } from "vitest";

import { noVerification, scheduledRunId } from "@datamantri/contracts";

import { forgetIdleRuns } from "../src/reconcile/forget-idle-runs.ts";
import { test as base } from "./fixtures.ts";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

let due = Date.UTC(2030, 0, 1);

const source_config = {
  project: "p",
  dataset: "d",
  table: "t",
  read: "incremental",
  cursor_column: "at",
  interval_seconds: 5,
} as const;

const test = base.extend("input", { mode: "stream", source_config });

async function tick(registry: TestRegistry, pipelineId: string): Promise<TestRun> {
  due += 5_000;
  await registry.handle("Tick", { pipelineId, scheduledForMs: due, version: 0 });
  return new TestRun(registry, pipelineId, scheduledRunId(pipelineId, due));
}

const states = async (registry: TestRegistry, pipelineId: string) =>
  (
    await registry.db
      .selectFrom("runs")
      .select("state")
      .where("pipeline_id", "=", pipelineId)
      .orderBy("created_at")
      .execute()
  ).map(({ state }) => state);

const watermark = { column: "at", type: "DATE", value: "2026-01-01" };

/** A run that reads everything, like the first one. */
async function succeed(registry: TestRegistry, run: TestRun, sourceVersion = "v1"): Promise<void> {
  await run.planned({ sourceVersion });
  await run.prepared();
  await run.loaded();
  await registry.handle("RunFinalized", {
    ...run.ids,
    rowCount: 150,
    rejectedCount: 0,
    warnings: [],
    watermark,
    replacement: "",
    undoableRunIds: [],
    verification: noVerification,
  });
  expect(await run.phase()).toBe("success");
}

test("the schedulers get its interval", async ({ registry }) => {
  await registry.drainOutbox();
  const { id: pipelineId } = await registry.createPipeline({ mode: "stream", source_config });
  const [told] = await registry.db.selectFrom("outbox").select("payload").execute();
  expect(JSON.parse(told!.payload.toString())).toEqual({ pipeline_id: pipelineId, interval_seconds: 5, version: 1 });
});

test("a tick while a run is open creates none, and none that waits", async ({ registry, pipelineId }) => {
  const first = await tick(registry, pipelineId);
  await tick(registry, pipelineId);
  expect(await states(registry, pipelineId)).toEqual(["planning"]);
  await succeed(registry, first);
  await tick(registry, pipelineId);
  expect(await states(registry, pipelineId)).toEqual(["success", "planning"]);
});

test("a run on demand waits its turn", async ({ registry, pipelineId }) => {
  await tick(registry, pipelineId);
  await new TestRun(registry, pipelineId).start();
  await tick(registry, pipelineId);
  expect(await states(registry, pipelineId)).toEqual(["planning", "queued"]);
});

test("an increment without rows ends at once, and the next run of an unchanged source is skipped", async ({
  registry,
  pipelineId,
}) => {
  await succeed(registry, await tick(registry, pipelineId));
  await registry.drainOutbox();
  const empty = await tick(registry, pipelineId);
  await empty.planned({ rowCount: 0, splits: [], sourceVersion: "v2", bytesBilled: 10, costUsd: 0.5 });
  const view = await empty.view();
  expect(view).toMatchObject({ status: "success", phase: "skipped", bytes_billed: 10, cost_usd: 0.5 });
  expect(view.log).toMatch(/planned: 0 rows.*\n.*skipped: there are no new rows/);
  const told = await registry.drainOutbox();
  expect(told.map(({ name }) => name)).toEqual(["RunQueued", "PlanRun", "RunSkipped"]);

  await tick(registry, pipelineId);
  const plan = (await registry.drainOutbox()).find(({ name }) => name === "PlanRun");
  expect(plan?.body).toMatchObject({ skipVersion: "v2" });
  const kept = await registry.db.selectFrom("pipelines").selectAll().where("id", "=", pipelineId).executeTakeFirst();
  expect(kept?.watermark).toEqual(watermark);
});

test("the first run creates the target, also when there are no rows yet", async ({ registry, pipelineId }) => {
  const first = await tick(registry, pipelineId);
  await first.planned({ rowCount: 0, splits: [] });
  expect(await first.phase()).toBe("preparing");
});

test("only the latest idle runs are kept; those that did something or failed stay", async ({
  registry,
  pipelineId,
}) => {
  await succeed(registry, await tick(registry, pipelineId));
  const failing = await tick(registry, pipelineId);
  await failing.failed("plan");
  const idle: TestRun[] = [];
  for (let i = 0; i < 103; i++) {
    const run = await tick(registry, pipelineId);
    await registry.handle("SourceUnchanged", run.ids);
    idle.push(run);
  }
  await forgetIdleRuns(registry.db);
  const left = await states(registry, pipelineId);
  expect(left.filter((state) => state === "skipped")).toHaveLength(100);
  expect(left.slice(0, 2)).toEqual(["success", "failed"]);
  await expect(idle[2]!.view()).rejects.toMatchObject({ code: "not_found" });
  expect(await idle[3]!.phase()).toBe("skipped");
});
