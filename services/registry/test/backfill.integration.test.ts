/** Backfills: admitted like every run, and without effect on the pipeline's watermark. */
import { expect } from "vitest";

import { noVerification, noRange } from "@datamantri/contracts";

import { test } from "./fixtures.ts";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const range = { column: "at", from: "2026-01-01", to: "2026-02-01" };
const source_config = { project: "p", dataset: "d", table: "t", cursor_column: "at" };

/** The task of that name in the outbox. */
async function task(registry: TestRegistry, name: string) {
  return (await registry.drainOutbox()).find((told) => told.name === name)?.body;
}

async function newRun(registry: TestRegistry, mode: "append" | "replace", read?: "incremental"): Promise<TestRun> {
  const { id } = await registry.createPipeline({ mode, source_config: { ...source_config, read } });
  await registry.drainOutbox();
  return new TestRun(registry, id);
}

test("the range reaches planning and finalizing, once however often it is requested", async ({ registry }) => {
  const run = await newRun(registry, "append");
  for (let i = 0; i < 3; i++) await run.backfill(range);
  expect(await task(registry, "PlanRun")).toMatchObject({ ...run.ids, range, skipVersion: "" });
  await run.planned();
  expect(await task(registry, "PrepareRun")).toMatchObject({ ...run.ids, rangeColumn: "at" });
  await run.prepared();
  await registry.drainOutbox();
  await run.loaded();
  expect(await task(registry, "FinalizeRun")).toMatchObject({ ...run.ids, range });
  expect(await run.view()).toMatchObject({ range });
  expect((await run.view()).log).toMatch(/queued: backfill by tester/);
});

test("other runs have no range", async ({ registry }) => {
  const run = await newRun(registry, "append");
  await run.start();
  expect(await task(registry, "PlanRun")).toMatchObject({ range: noRange });
  expect(await run.view()).toMatchObject({ range: null });
});

test("the watermark and the source's version stay", async ({ registry }) => {
  const run = await newRun(registry, "append", "incremental");
  await run.start();
  await run.planned({ sourceVersion: "v1" });
  await run.prepared();
  await run.loaded();
  const watermark = { column: "at", type: "DATE", value: "2026-03-01" };
  await registry.handle("RunFinalized", {
    ...run.ids,
    rowCount: 150,
    rejectedCount: 0,
    warnings: [],
    replacement: "",
    undoableRunIds: [],
    watermark,
    verification: noVerification,
  });

  const backfill = new TestRun(registry, run.pipelineId);
  await backfill.backfill(range);
  await backfill.planned({ sourceVersion: "v2" });
  await backfill.prepared();
  await backfill.loaded();
  const older = { ...watermark, value: "2026-01-31" };
  await registry.handle("RunFinalized", {
    ...backfill.ids,
    rowCount: 150,
    rejectedCount: 0,
    warnings: [],
    replacement: "",
    undoableRunIds: [],
    watermark: older,
    verification: noVerification,
  });
  expect(await backfill.phase()).toBe("success");
  const kept = await registry.db
    .selectFrom("pipelines")
    .select(["watermark", "source_version"])
    .where("id", "=", run.pipelineId)
    .executeTakeFirstOrThrow();
  expect(kept).toEqual({ watermark, source_version: "v1" });
});

test("a pipeline that has since come to need every row fails the run before anything is read", async ({ registry }) => {
  const run = await newRun(registry, "replace");
  await run.backfill(range);
  expect(await run.view()).toMatchObject({ status: "failed", error_code: "request_invalid" });
  expect(await task(registry, "PlanRun")).toBeUndefined();
});
