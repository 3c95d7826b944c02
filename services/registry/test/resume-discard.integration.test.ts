/** Loaded rows of a failed run are discarded when no retry can resume it any more. */
import { describe, expect } from "vitest";
import type { RunDetail } from "@datamantri/api";
import { TestRegistry } from "./test-registry.ts";
import { allBatches, TestRun } from "./test-run.ts";
import { input, ask, change, detail, failedHalfway, hourMs, loading, reasonOf, retry, test } from "./failed-run.ts";

describe("the kept rows are discarded", () => {
  const discards = async (registry: TestRegistry) =>
    (await registry.drainOutbox()).filter(({ name }) => name === "DiscardRun").map(({ body }) => body["runId"]);

  const cases: [string, string, (run: TestRun) => Promise<unknown>][] = [
    ["when a newer run comes", "a newer run replaced it", (run) => new TestRun(run.registry, run.pipelineId).start()],
    [
      "when it is retried from the start",
      "a newer run replaced it",
      (run) => retry(run.registry, run.runId, { from: "start" }),
    ],
    [
      "when the pipeline is deleted",
      "the pipeline was deleted",
      (run) => ask(run.registry, "pipelines.archive", { id: run.pipelineId, requested_by: "tester" }),
    ],
    [
      "when the pipeline is moved",
      "the pipeline was changed (destination_config.table)",
      (run) =>
        change(run.registry, run.pipelineId, {
          destination_config: { ...input.destination_config, table: "elsewhere" },
        }),
    ],
    [
      "when the mapping changes",
      "the pipeline was changed (mapping)",
      (run) => change(run.registry, run.pipelineId, { mapping: { columns: [{ source: "id", name: "key" }] } }),
    ],
    [
      "when somebody gives it up",
      "tester asked for it",
      (run) => ask(run.registry, "runs.discard", { id: run.runId, requested_by: "tester" }),
    ],
    [
      "when its time is over",
      "the run was not resumed in time",
      async ({ registry }) => {
        await registry.db.updateTable("runs").set({ resumable_until: new Date() }).execute();
        await registry.reconciler.reconcile();
      },
    ],
  ];

  test.for(cases)("%s", async ([_when, why, work], { registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    await registry.drainOutbox();
    await work(run);
    expect(await discards(registry)).toEqual([run.runId]);
    const view = await detail(registry, run.runId);
    expect(view).toMatchObject({ resumable_until: null, records_processed: 100, splits: { loaded: 1 } });
    expect(view.log.split("\n").at(-1)).toContain("loaded rows discarded: ");
    expect(view.log.split("\n").at(-1)).toContain(why);
    expect(await registry.db.selectFrom("run_batches").selectAll().execute()).toEqual([]);
    await registry.reconciler.reconcile();
    expect(await reasonOf(retry(registry, run.runId))).toMatch(/retry it from the start|deleted/);
    await registry.handle("RunDiscarded", run.ids, `${run.runId}:RunDiscarded`);
    expect((await detail(registry, run.runId)).log).toMatch(/discarded: staging table dropped/);
  });

  test("but not when the schedule or a guard changes", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    await registry.drainOutbox();
    await change(registry, pipelineId, { schedule: "5 5 * * *" });
    await change(registry, pipelineId, {
      destination_config: { ...input.destination_config, guards: { empty: "warn" } },
    });
    expect(await discards(registry)).toEqual([]);
    expect(await retry(registry, run.runId)).toMatchObject({ records_resumed: 100 });
  });

  test("at once, when the run failed while a newer one waits", async ({ registry, pipelineId }) => {
    const run = await loading(registry, pipelineId);
    await run.loaded(allBatches.slice(0, 2));
    const waiting = new TestRun(registry, pipelineId);
    await waiting.start();
    await run.failed("load", "sink_full");
    expect(await discards(registry)).toEqual([run.runId]);
    expect(await waiting.phase()).toBe("planning");
  });

  test.for(["row_rejected", "run_inconsistent", "certificate_mismatch", "source_snapshot_expired"] as const)(
    "at once, when the cause is in the rows: %s",
    async (code, { registry, pipelineId }) => {
      const run = await failedHalfway(registry, pipelineId, code);
      expect(await discards(registry)).toEqual([run.runId]);
      expect((await detail(registry, run.runId)).resumable_until).toBeNull();
    },
  );

  test("at once, when the pipeline was deleted or its work has changed by then", async ({ registry, pipelineId }) => {
    const run = await loading(registry, pipelineId);
    await run.loaded([allBatches[0]!]);
    await change(registry, pipelineId, {
      mode: "merge",
      destination_config: { ...input.destination_config, key: ["id"] },
    });
    await run.failed("load", "sink_full");
    expect(await discards(registry)).toEqual([run.runId]);
    const last = await loading(registry, pipelineId);
    await ask(registry, "pipelines.archive", { id: pipelineId, requested_by: "tester" });
    await last.failed("load", "sink_full");
    expect(await discards(registry)).toEqual([last.runId]);
  });

  test("at once, when nothing is to be kept", async ({ registry, pipelineId }) => {
    registry.resumableMs = 0;
    const run = await failedHalfway(registry, pipelineId);
    expect(await discards(registry)).toEqual([run.runId]);
    expect((await detail(registry, run.runId)).resumable_until).toBeNull();
  });

  test("as the user with which the pipeline then writes", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    await change(registry, pipelineId, {
      destination_config: { ...input.destination_config, user: "other", table: "elsewhere" },
    });
    expect(await discards(registry)).toEqual([run.runId]);
    expect(await ask(registry, "runs.destination", { run_id: run.runId })).toMatchObject({
      configuration: { destination_config: { user: "other", table: "t" } },
    });
  });

  test("before its snapshot expires", async ({ registry, pipelineId }) => {
    const table = await loading(registry, pipelineId, { agoMs: 7 * 24 * hourMs });
    await table.failed("read", "source_unavailable");
    expect((await detail(registry, table.runId)).resumable_until).toBeNull();
    const query = await loading(registry, pipelineId, { agoMs: 22.5 * hourMs, jobId: "job" });
    await query.failed("read", "source_unavailable");
    const leftMs = Date.parse((await detail(registry, query.runId)).resumable_until!) - Date.now();
    expect(leftMs).toBeGreaterThan(0.4 * hourMs);
    expect(leftMs).toBeLessThan(0.5 * hourMs + 1_000);
  });

  test("the reconciler keeps what can be resumed and what was resumed", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const quiet = () =>
      registry.db
        .updateTable("runs")
        .set({ progress_at: new Date(Date.now() - 60_000) })
        .execute();
    await registry.drainOutbox();
    await quiet();
    await registry.reconciler.reconcile();
    expect(await registry.drainNames()).toEqual([]);
    const second = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
    await second.prepared();
    await registry.drainOutbox();
    await second.cancel();
    expect(await registry.drainNames()).toEqual(["RunCancelled", "DiscardRun"]);
    await quiet();
    await registry.reconciler.reconcile();
    // No loader reported the second run's discard, so it is issued again. The first run has none.
    expect(await registry.drainOutbox()).toMatchObject([{ name: "DiscardRun", body: { runId: second.runId } }]);
  });
});
