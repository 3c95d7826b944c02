/** Commands and ticks become runs: each once, and the runs of one pipeline one after the other. */
import { describe, expect } from "vitest";

import { noRange, scheduledRunId } from "@datamantri/contracts";

import { test } from "./fixtures.ts";
import { TestRegistry } from "./test-registry.ts";
import { startCommand, TestRun } from "./test-run.ts";

const due = Date.UTC(2030, 0, 1, 5);
const tick = (registry: TestRegistry, pipelineId: string, scheduledForMs: number) =>
  registry.handle("Tick", { pipelineId, scheduledForMs, version: 0 });
const runs = (registry: TestRegistry, pipelineId: string) =>
  registry.db
    .selectFrom("runs")
    .select(["id", "state"])
    .where("pipeline_id", "=", pipelineId)
    .orderBy("created_at")
    .execute();
const states = async (registry: TestRegistry, pipelineId: string) =>
  (await runs(registry, pipelineId)).map(({ state }) => state);

describe("a command", () => {
  test("creates a run that begins at once", async ({ registry, pipelineId }) => {
    const run = new TestRun(registry, pipelineId);
    await run.start();
    expect(await run.view()).toMatchObject({
      status: "running",
      phase: "planning",
      triggered_by: "tester",
      records_processed: 0,
      records_total: null,
      end_time: null,
      scheduled_for: null,
      log: expect.stringMatching(/^\d{4}-.*Z queued: manual by tester$/) as string,
    });
    const told = await registry.drainOutbox();
    expect(told.map(({ name, messageId }) => ({ name, messageId }))).toEqual([
      { name: "RunQueued", messageId: `${run.runId}:RunQueued` },
      { name: "PlanRun", messageId: `task.plan.${run.runId}:a1` },
    ]);
    expect(told[1]!.body).toEqual({ ...run.ids, attempt: 1, skipVersion: "", range: noRange });
  });

  test("creates one run when repeated, in sequence or concurrently", async ({ registry, pipelineId }) => {
    const run = new TestRun(registry, pipelineId);
    await run.start();
    await Promise.all([run.start(), run.start(), run.start()]);
    expect(await states(registry, pipelineId)).toEqual(["planning"]);
    expect(await registry.drainOutbox()).toHaveLength(2);
  });

  test("creates no run for an unknown or archived pipeline", async ({ registry, pipelineId }) => {
    await new TestRun(registry, crypto.randomUUID()).start();
    await registry.db.updateTable("pipelines").set({ archived_at: new Date() }).where("id", "=", pipelineId).execute();
    await new TestRun(registry, pipelineId).start();
    await tick(registry, pipelineId, due);
    expect(await states(registry, pipelineId)).toEqual([]);
    expect(await registry.drainOutbox()).toEqual([]);
  });

  test("is given up at once when it cannot be decoded", async ({ registry, pipelineId }) => {
    const bad = startCommand({ runId: "no-uuid", pipelineId });
    await expect(registry.handle("StartRun", bad)).rejects.toMatchObject({
      code: "request_invalid",
      isRetryable: false,
    });
  });
});

describe("a tick", () => {
  test("from several schedulers, delivered several times, creates one run", async ({ registry, pipelineId }) => {
    await Promise.all([
      tick(registry, pipelineId, due),
      tick(registry, pipelineId, due),
      tick(registry, pipelineId, due),
    ]);
    await tick(registry, pipelineId, due);
    expect(await runs(registry, pipelineId)).toEqual([{ id: scheduledRunId(pipelineId, due), state: "planning" }]);
    expect(await registry.run(scheduledRunId(pipelineId, due))).toMatchObject({
      triggered_by: "schedule",
      scheduled_for: "2030-01-01T05:00:00.000Z",
      log: expect.stringContaining("due 2030-01-01T05:00:00.000Z") as string,
    });
  });

  test("is skipped while a run waits; the next one after that is not", async ({ registry, pipelineId }) => {
    await tick(registry, pipelineId, due);
    await tick(registry, pipelineId, due + 60_000);
    await tick(registry, pipelineId, due + 120_000);
    expect(await states(registry, pipelineId)).toEqual(["planning", "queued"]);
    const first = new TestRun(registry, pipelineId, scheduledRunId(pipelineId, due));
    await first.cancel();
    await tick(registry, pipelineId, due + 180_000);
    expect(await states(registry, pipelineId)).toEqual(["cancelled", "planning", "queued"]);
  });

  test("of an occurrence that has its run changes nothing, also after that run ended", async ({
    registry,
    pipelineId,
  }) => {
    await tick(registry, pipelineId, due);
    await new TestRun(registry, pipelineId, scheduledRunId(pipelineId, due)).cancel();
    await tick(registry, pipelineId, due);
    expect(await states(registry, pipelineId)).toEqual(["cancelled"]);
  });
});

describe("runs of one pipeline", () => {
  test.for(["success", "failed", "cancelled"] as const)(
    "the next begins when the first ended: %s",
    async (end, { registry, pipelineId }) => {
      const first = new TestRun(registry, pipelineId);
      const second = new TestRun(registry, pipelineId);
      const third = new TestRun(registry, pipelineId);
      await first.start();
      await second.start();
      await third.start();
      expect(await states(registry, pipelineId)).toEqual(["planning", "queued", "queued"]);
      await first.reach(end);
      expect([await second.phase(), await third.phase()]).toEqual(["planning", "queued"]);
      await second.reach(end);
      expect([await first.phase(), await third.phase()]).toEqual([end, "planning"]);
    },
  );

  test("however admitted, cancelled and ended at once: never two are open, none is stranded", async ({
    registry,
    pipelineId,
  }) => {
    const all = Array.from({ length: 30 }, () => new TestRun(registry, pipelineId));
    let most = 0;
    const over = new AbortController();
    const watch = (async () => {
      while (!over.signal.aborted) {
        const open = await registry.db
          .selectFrom("runs")
          .select(({ fn }) => fn.countAll<number>().as("count"))
          .where("pipeline_id", "=", pipelineId)
          .where("state", "not in", ["queued", "success", "failed", "cancelled"])
          .executeTakeFirstOrThrow();
        most = Math.max(most, open.count);
      }
    })();
    await Promise.all(all.map((run) => run.start()));
    // Any lock order that could deadlock would show here as an error.
    await Promise.all(all.map((run, i) => (i % 3 === 0 ? run.cancel() : run.failed("plan"))));
    over.abort();
    await watch;
    expect(most).toBe(1);
    expect(
      await registry.db
        .selectFrom("runs")
        .select("id")
        .where("pipeline_id", "=", pipelineId)
        .where("ended_at", "is", null)
        .execute(),
    ).toEqual([]);
  });

  test("another pipeline does not wait", async ({ registry, pipelineId }) => {
    const other = await registry.createPipeline();
    const [one, two] = [new TestRun(registry, pipelineId), new TestRun(registry, other.id)];
    await Promise.all([one.start(), two.start()]);
    expect([await one.phase(), await two.phase()]).toEqual(["planning", "planning"]);
  });
});
