/** Runs of an unchanged source: when they may be skipped, and the traces of a skipped one. */
import { describe, expect } from "vitest";

import { serveRequests } from "@datamantri/bus";
import { scheduledRunId, type LoaderApi, type TargetLeft } from "@datamantri/contracts";
import type { PipelineConfiguration } from "@datamantri/api";

import { getRunSource } from "../src/runs/run-access.ts";
import { test } from "./fixtures.ts";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const source = { project: "p", dataset: "d", table: "t" };
let due = Date.UTC(2030, 0, 1);

/** A scheduled run that has begun, and the version at which it would be skipped. */
async function tick(registry: TestRegistry, pipelineId: string): Promise<{ run: TestRun; skipVersion: unknown }> {
  due += 60_000;
  const runId = scheduledRunId(pipelineId, due);
  await registry.handle("Tick", { pipelineId, scheduledForMs: due, version: 0 });
  return { run: new TestRun(registry, pipelineId, runId), skipVersion: await askedVersion(registry) };
}

async function askedVersion(registry: TestRegistry): Promise<unknown> {
  return (await registry.drainOutbox()).find(({ name }) => name === "PlanRun")?.body["skipVersion"];
}

/** Brings a planning run to success, after it read this version of the source. */
async function succeed(registry: TestRegistry, run: TestRun, sourceVersion: string, attempt = 1): Promise<void> {
  await run.planned({ sourceVersion, attempt });
  await run.prepared();
  await run.loaded();
  await run.finalized();
  expect(await run.phase()).toBe("success");
  await registry.drainOutbox();
}

async function pipeline(registry: TestRegistry, more: Partial<PipelineConfiguration> = {}): Promise<string> {
  const { id } = await registry.createPipeline({ mode: "replace", source_config: source, ...more });
  await registry.drainOutbox();
  return id;
}

/** True if the run after a success gets the version. */
async function isSkippable(
  registry: TestRegistry,
  more: Partial<PipelineConfiguration>,
  isScheduled = true,
): Promise<boolean> {
  const id = await pipeline(registry, more);
  await succeed(registry, (await tick(registry, id)).run, "v1");
  if (isScheduled) return (await tick(registry, id)).skipVersion === "v1";
  await new TestRun(registry, id).start();
  return (await askedVersion(registry)) === "v1";
}

test("a run is skipped when the source equals what the last successful run read", async ({ registry }) => {
  const id = await pipeline(registry);
  const first = await tick(registry, id);
  expect(first.skipVersion).toBe("");
  await succeed(registry, first.run, "v1");

  const second = await tick(registry, id);
  expect(second.skipVersion).toBe("v1");
  for (let i = 0; i < 2; i++) await registry.handle("SourceUnchanged", second.run.ids);
  expect(await registry.drainNames()).toEqual(["RunSkipped"]);
  const view = await second.run.view();
  expect(view).toMatchObject({ status: "success", phase: "skipped", records_processed: 0, records_total: null });
  expect(view.end_time).not.toBeNull();
  expect(view.log).toMatch(/skipped: the source has not changed/);
  await second.run.planned();
  expect(await second.run.phase()).toBe("skipped");

  // Still the version of the last success.
  expect((await tick(registry, id)).skipVersion).toBe("v1");
});

test("a failed run does not change the version, a success without one clears it", async ({ registry }) => {
  const id = await pipeline(registry);
  await succeed(registry, (await tick(registry, id)).run, "v1");
  const failing = (await tick(registry, id)).run;
  await failing.planned({ sourceVersion: "v2" });
  await failing.failed("prepare");
  await registry.drainOutbox();
  const third = await tick(registry, id);
  expect(third.skipVersion).toBe("v1");
  await succeed(registry, third.run, "");
  expect((await tick(registry, id)).skipVersion).toBe("");
});

test("a run whose pipeline has changed since is not skipped", async ({ registry }) => {
  const id = await pipeline(registry);
  await succeed(registry, (await tick(registry, id)).run, "v1");
  await registry.db.updateTable("pipelines").set({ version: 2 }).where("id", "=", id).execute();
  const changed = await tick(registry, id);
  expect(changed.skipVersion).toBe("");
  await succeed(registry, changed.run, "v1");
  expect((await tick(registry, id)).skipVersion).toBe("v1");
});

test("an extractor learns whether a run has succeeded before", async ({ registry }) => {
  const id = await pipeline(registry);
  const told = async (run: TestRun) => (await getRunSource(registry.db, registry.sealer, run.ids.runId)).has_succeeded;
  const { run: first } = await tick(registry, id);
  expect(await told(first)).toBe(false);
  await succeed(registry, first, "v1");
  expect(await told((await tick(registry, id)).run)).toBe(true);
});

describe("when a loader looks at the target", () => {
  const answering = (registry: TestRegistry, left: TargetLeft) =>
    serveRequests<Pick<LoaderApi, "check_left">>(registry.bus, { check_left: async () => left }, "loader");

  test("a run is skipped if it is as the last run left it", async ({ registry }) => {
    const loader = answering(registry, { is_left: true, reason: "" });
    await loader.listening;
    try {
      const id = await pipeline(registry);
      await succeed(registry, (await tick(registry, id)).run, "v1");
      const { run } = await tick(registry, id);
      await registry.handle("SourceUnchanged", run.ids);
      expect(await registry.drainNames()).toEqual(["RunSkipped"]);
    } finally {
      await loader.close();
    }
  });

  test("a run of a target that is gone reads everything, however often it is told that nothing has changed", async ({
    registry,
  }) => {
    const loader = answering(registry, { is_left: false, reason: "the target does not exist any more" });
    await loader.listening;
    try {
      const incremental = { ...source, read: "incremental", cursor_column: "n" } as const;
      const id = await pipeline(registry, { mode: "append", source_config: incremental });
      const watermark = { column: "n", type: "INT64", value: "7" };
      const first = (await tick(registry, id)).run;
      await first.planned({ sourceVersion: "v1" });
      await first.prepared();
      await first.loaded();
      await first.finalized({ watermark });
      await registry.drainOutbox();
      const { run, skipVersion } = await tick(registry, id);
      expect(skipVersion).toBe("v1");
      const eventId = `${run.ids.runId}:SourceUnchanged`;
      expect((await getRunSource(registry.db, registry.sealer, run.ids.runId)).watermark).toEqual(watermark);
      for (let i = 0; i < 2; i++) await registry.handle("SourceUnchanged", run.ids, eventId);
      expect((await registry.drainOutbox()).map(({ name, body }) => [name, body["skipVersion"]])).toEqual([
        ["PlanRun", ""],
      ]);
      expect(await run.phase()).toBe("planning");
      expect((await getRunSource(registry.db, registry.sealer, run.ids.runId)).watermark).toBeNull();
      expect((await run.view()).log).toContain(
        "not skipped: the source has not changed, but the target does not exist",
      );
      await succeed(registry, run, "v1", 2);
    } finally {
      await loader.close();
    }
  });
});

describe("an increment", () => {
  const incremental = { ...source, read: "incremental", cursor_column: "n" } as const;

  /** A run that is being planned after another has left a watermark. */
  async function next(registry: TestRegistry): Promise<TestRun> {
    const id = await pipeline(registry, { mode: "append", source_config: incremental });
    const first = (await tick(registry, id)).run;
    await first.planned();
    await first.prepared();
    await first.loaded();
    await first.finalized({ watermark: { column: "n", type: "INT64", value: "7" } });
    await registry.drainOutbox();
    return (await tick(registry, id)).run;
  }

  test("for a target that is gone is planned again with all rows, and a late plan of it is ignored", async ({
    registry,
  }) => {
    const check = async () => ({ is_left: false, reason: "the target does not exist any more" });
    const loader = serveRequests<Pick<LoaderApi, "check_left">>(registry.bus, { check_left: check }, "loader");
    await loader.listening;
    try {
      const run = await next(registry);
      for (let i = 0; i < 2; i++) await run.planned();
      expect((await registry.drainOutbox()).map(({ name, body }) => [name, body["attempt"]])).toEqual([["PlanRun", 2]]);
      expect(await run.phase()).toBe("planning");
      expect((await getRunSource(registry.db, registry.sealer, run.ids.runId)).watermark).toBeNull();
      await run.planned({ attempt: 2 });
      expect(await run.phase()).toBe("preparing");
      expect((await run.view()).log).toContain("planned again, with all rows: the target does not exist any more");
    } finally {
      await loader.close();
    }
  });

  test("goes on if nobody can look at its target", async ({ registry }) => {
    const run = await next(registry);
    await run.planned();
    expect(await run.phase()).toBe("preparing");
  });
});

describe("by default", () => {
  test.for([
    ["replace", {}, true],
    ["merge", { mode: "merge" }, true],
    ["an incremental append", { mode: "append", source_config: { ...source, read: "incremental" } }, true],
    ["a full append", { mode: "append" }, false],
    ["a full append by destination", { mode: "batch" }, false],
    ["what is told not to", { source_config: { ...source, skip_unchanged: false } }, false],
  ] as const)("scheduled runs of %s: %#", async ([_what, more, isSkipped], { registry }) => {
    expect(await isSkippable(registry, more)).toBe(isSkipped);
  });

  test("a run on demand is never skipped, unless the pipeline is configured so", async ({ registry }) => {
    expect(await isSkippable(registry, {}, false)).toBe(false);
    expect(await isSkippable(registry, { source_config: { ...source, skip_unchanged: true } }, false)).toBe(true);
  });
});
