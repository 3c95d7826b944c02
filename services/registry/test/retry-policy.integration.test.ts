/** A pipeline's retry policy and deadline. */
import { describe, expect } from "vitest";

import { retriedRunId } from "@datamantri/contracts";

import { failedHalfway } from "./failed-run.ts";
import { isolatedTest as base } from "./fixtures.ts";
import type { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const test = base.extend("input", { retry: { times: 2, pause_seconds: 60, errors: ["destination"] } });

test.beforeEach(({ registry }) => registry.reconciler.restoreStreams(true));

/** The pause of every failed run is over. */
async function pass(registry: TestRegistry): Promise<void> {
  await registry.db
    .updateTable("runs")
    .set({ retry_at: new Date(0) })
    .where("retry_at", "is not", null)
    .execute();
  await registry.reconciler.reconcile();
}

/** The run that the policy makes of it. */
const again = ({ registry, pipelineId, runId }: TestRun) =>
  new TestRun(registry, pipelineId, retriedRunId(runId, "retry policy"));

const countRuns = async (registry: TestRegistry) =>
  (await registry.db.selectFrom("runs").select("id").execute()).length;

describe("the retry policy", () => {
  test("makes a failed run again as often as it says, each time after the pause", async ({ registry, run }) => {
    let failed = run;
    for (const retries of [1, 2]) {
      await failed.reach("preparing");
      await failed.failed("prepare", "sink_rejected");
      const { end_time, retry_at, status } = await failed.view();
      expect(status).toBe("failed");
      expect(Date.parse(retry_at!) - Date.parse(end_time!)).toBe(60_000);
      await registry.reconciler.reconcile();
      expect(await countRuns(registry)).toBe(retries);
      await pass(registry);
      expect(await failed.view()).toMatchObject({ status: "failed", retry_at: null });
      failed = again(failed);
      expect(await failed.view()).toMatchObject({ cause: "retry", triggered_by: "retry policy", phase: "planning" });
    }
    await failed.reach("preparing");
    await failed.failed("prepare", "sink_rejected");
    expect(await failed.view()).toMatchObject({ status: "failed", retry_at: null });
    await pass(registry);
    expect(await countRuns(registry)).toBe(3);
  });

  test("resumes a run that can be resumed", async ({ registry, run }) => {
    const failed = await failedHalfway(registry, run.pipelineId);
    await pass(registry);
    const resumed = { phase: "preparing", records_resumed: 100, retry_of: failed.runId };
    expect(await again(failed).view()).toMatchObject(resumed);
  });

  test.for(["source_not_found", "value_not_representable", "internal"])(
    "leaves other classes of errors to people: %s",
    async (code, { registry, run }) => {
      await run.reach("preparing");
      await run.failed("prepare", code);
      expect(await run.view()).toMatchObject({ status: "failed", retry_at: null });
      await pass(registry);
      expect(await countRuns(registry)).toBe(1);
    },
  );

  test("does nothing after a newer run", async ({ registry, run }) => {
    await run.reach("preparing");
    await run.failed("prepare");
    const newer = new TestRun(registry, run.pipelineId);
    await newer.start();
    await pass(registry);
    expect(await countRuns(registry)).toBe(2);
    expect((await run.view()).log).toContain(`not retried: run ${newer.runId} is newer`);
  });

  test("does nothing for a paused pipeline, nor for a cancelled run", async ({ registry, run }) => {
    await run.reach("preparing");
    await run.failed("prepare");
    await registry.db.updateTable("pipelines").set({ is_active: false }).execute();
    await pass(registry);
    expect((await run.view()).log).toContain("not retried: its pipeline is paused");
    const cancelled = new TestRun(registry, run.pipelineId);
    await cancelled.start();
    await cancelled.cancel();
    await pass(registry);
    expect(await countRuns(registry)).toBe(2);
  });

  test("of two registries only one makes the run", async ({ registry, second, run }) => {
    await run.reach("preparing");
    await run.failed("prepare");
    await registry.db
      .updateTable("runs")
      .set({ retry_at: new Date(0) })
      .execute();
    await Promise.all([registry.reconciler.reconcile(), second.reconciler.reconcile()]);
    expect(await countRuns(registry)).toBe(2);
  });

  test("a retry by a person begins to count anew", async ({ registry, run }) => {
    await run.reach("preparing");
    await run.failed("prepare");
    await pass(registry);
    expect(await registry.db.selectFrom("runs").select("automatic_retries").orderBy("created_at").execute()).toEqual([
      { automatic_retries: 0 },
      { automatic_retries: 1 },
    ]);
  });
});

describe("the deadline", () => {
  const test = base.extend("input", { deadline_seconds: 60 });

  /** All runs began so long ago. */
  async function letPass(registry: TestRegistry, seconds: number): Promise<void> {
    const began = new Date(Date.now() - seconds * 1_000).toISOString();
    const phase_times = JSON.stringify({ planning: began });
    await registry.db.updateTable("runs").set({ phase_times }).execute();
    await registry.reconciler.reconcile();
  }

  test.for(["planning", "preparing", "loading"] as const)("ends a run that is %s", async (phase, { registry, run }) => {
    await run.reach(phase);
    await letPass(registry, 50);
    expect(await run.phase()).toBe(phase);
    await letPass(registry, 61);
    expect(await run.view()).toMatchObject({
      status: "failed",
      error_code: "deadline_exceeded",
      error_message: "the run has taken longer than its deadline of 60 s",
    });
  });

  test("leads a run whose rows may be moving only to an unknown outcome", async ({ registry, run }) => {
    await run.reach("finalizing");
    await letPass(registry, 61);
    await letPass(registry, 62);
    expect(await run.view()).toMatchObject({ status: "outcome_unknown", phase: "finalizing", end_time: null });
    await run.finalized();
    expect(await run.view()).toMatchObject({ status: "success" });
  });

  test("does not count the time in the queue", async ({ registry, run }) => {
    await run.reach("loading");
    const next = new TestRun(registry, run.pipelineId);
    await next.start();
    await letPass(registry, 61);
    expect([await run.phase(), await next.phase()]).toEqual(["failed", "planning"]);
  });
});
