/** Streams: one run at a time, none waiting, and a history that shows what happened rather than what did not. */
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";

import { noVerification, scheduledRunId } from "@datamantri/contracts";
import { startNats, type TestNats } from "@datamantri/testkit";

import { forgetIdleRuns } from "../src/reconcile/forget-idle-runs.ts";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

let nats: TestNats;
let registry: TestRegistry;
let pipelineId: string;
let due = Date.UTC(2030, 0, 1);

const source_config = {
  project: "p",
  dataset: "d",
  table: "t",
  read: "incremental",
  cursor_column: "at",
  interval_seconds: 5,
} as const;

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  registry = await TestRegistry.open({ postgres: inject("postgres").url, nats: nats.url });
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await registry.drainOutbox();
  ({ id: pipelineId } = await registry.createPipeline({ mode: "stream", source_config }));
});

async function tick(): Promise<TestRun> {
  due += 5_000;
  await registry.handle("Tick", { pipelineId, scheduledForMs: due });
  return new TestRun(registry, pipelineId, scheduledRunId(pipelineId, due));
}

const states = async () =>
  (
    await registry.db
      .selectFrom("runs")
      .select("state")
      .where("pipeline_id", "=", pipelineId)
      .orderBy("created_at")
      .execute()
  ).map(({ state }) => state);

const watermark = { column: "at", type: "DATE", value: "2026-01-01" };

/** A run that reads everything, as the first one does. */
async function succeed(run: TestRun, sourceVersion = "v1"): Promise<void> {
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
    verification: noVerification,
  });
  expect(await run.phase()).toBe("success");
}

test("the schedulers learn its interval", async () => {
  const [told] = await registry.db.selectFrom("outbox").select("payload").execute();
  expect(JSON.parse(told!.payload.toString())).toEqual({ pipeline_id: pipelineId, interval_seconds: 5, version: 1 });
});

test("a tick while a run is open makes none, and none that waits", async () => {
  const first = await tick();
  await tick();
  expect(await states()).toEqual(["planning"]);
  await succeed(first);
  await tick();
  expect(await states()).toEqual(["success", "planning"]);
});

test("a run on demand waits its turn, as ever", async () => {
  await tick();
  await new TestRun(registry, pipelineId).start();
  await tick();
  expect(await states()).toEqual(["planning", "queued"]);
});

test("an increment without rows ends there, and the next run of that source is not even asked for", async () => {
  await succeed(await tick());
  await registry.drainOutbox();
  const empty = await tick();
  await empty.planned({ rowCount: 0, splits: [], sourceVersion: "v2", bytesBilled: 10, costUsd: 0.5 });
  const view = await empty.view();
  expect(view).toMatchObject({ status: "success", phase: "skipped", bytes_billed: 10, cost_usd: 0.5 });
  expect(view.log).toMatch(/planned: 0 rows.*\n.*skipped: there are no new rows/);
  const told = await registry.drainOutbox();
  expect(told.map(({ name }) => name)).toEqual(["RunQueued", "PlanRun", "RunSkipped"]);

  await tick();
  const plan = (await registry.drainOutbox()).find(({ name }) => name === "PlanRun");
  expect(plan?.body).toMatchObject({ skipVersion: "v2" });
  const kept = await registry.db.selectFrom("pipelines").selectAll().where("id", "=", pipelineId).executeTakeFirst();
  expect(kept?.watermark).toEqual(watermark);
});

test("the first run makes the target, also when there are no rows yet", async () => {
  const first = await tick();
  await first.planned({ rowCount: 0, splits: [] });
  expect(await first.phase()).toBe("preparing");
});

test("only the latest idle runs are remembered; those that did something or failed stay", async () => {
  await succeed(await tick());
  const failing = await tick();
  await failing.failed("plan");
  const idle: TestRun[] = [];
  for (let i = 0; i < 103; i++) {
    const run = await tick();
    await registry.handle("SourceUnchanged", run.ids);
    idle.push(run);
  }
  await forgetIdleRuns(registry.db);
  const left = await states();
  expect(left.filter((state) => state === "skipped")).toHaveLength(100);
  expect(left.slice(0, 2)).toEqual(["success", "failed"]);
  await expect(idle[2]!.view()).rejects.toMatchObject({ code: "not_found" });
  expect(await idle[3]!.phase()).toBe("skipped");
});
