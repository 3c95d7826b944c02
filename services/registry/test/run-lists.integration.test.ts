/** Runs: lists, details and retries. */
import { describe, expect } from "vitest";

import { test, type Api } from "./fixtures.ts";
import { allBatches, TestRun } from "./test-run.ts";

const get = (api: Api, run: TestRun) => api["runs.get"]({ id: run.runId });

describe("the list of all runs", () => {
  test("is filtered by pipeline, status, cause and time, newest first", async ({ registry, api, pipelineId }) => {
    const other = (await registry.createPipeline({ name: `other ${pipelineId}` })).id;
    const [done, failed, open] = [
      await new TestRun(registry, pipelineId).reach("success"),
      await new TestRun(registry, other).reach("failed"),
      await new TestRun(registry, pipelineId).reach("loading"),
    ];
    await registry.handle("Tick", { pipelineId: other, scheduledForMs: Date.UTC(2030, 0, 1), version: 0 });
    const search = async (filter: object) =>
      (await api["runs.search"]({ limit: 100, ...filter })).items.map(({ id }) => id);

    expect(await search({ pipeline_id: pipelineId })).toEqual([open.runId, done.runId]);
    expect(await search({ status: "failed" })).toEqual([failed.runId]);
    expect(await search({ status: "running", pipeline_id: pipelineId })).toEqual([open.runId]);
    expect(await search({ cause: "schedule" })).toHaveLength(1);
    expect(await search({ error_code: "sink_rejected", pipeline_id: other })).toEqual([failed.runId]);
    expect(await search({ error_code: "sink_full", pipeline_id: other })).toEqual([]);
    const since = (await get(api, failed)).start_time;
    expect(await search({ pipeline_id: pipelineId, since })).toEqual([open.runId]);
    expect(await search({ pipeline_id: pipelineId, until: since })).toEqual([done.runId]);

    const [listed] = (await api["runs.search"]({ limit: 1, status: "failed" })).items;
    expect(listed).toMatchObject({
      pipeline_name: `other ${pipelineId}`,
      cause: "manual",
      error_code: "sink_rejected",
    });
    expect(listed).not.toHaveProperty("log");
  });

  test("has pages that begin where the last one ended", async ({ registry, api, pipelineId }) => {
    const runs = Array.from({ length: 5 }, () => new TestRun(registry, pipelineId));
    for (const run of runs) await run.start();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api["runs.search"]({ limit: 2, cursor, pipeline_id: pipelineId });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor ?? undefined;
      await new TestRun(registry, pipelineId).start();
    } while (cursor !== undefined);
    expect(seen).toEqual(runs.map(({ runId }) => runId).toReversed());
  });
});

describe("a run in detail", () => {
  test("shows its phases and how many splits and batches are done", async ({ registry, api, pipelineId }) => {
    const run = await new TestRun(registry, pipelineId).reach("planning");
    expect(await get(api, run)).toMatchObject({
      splits: null,
      batches_loaded: 0,
      phases: [{ phase: "queued" }, { phase: "planning", ended_at: null }],
    });
    await run.planned();
    await run.prepared();
    await run.loaded(allBatches.slice(0, 2));
    await run.loaded(allBatches.slice(0, 2));
    await run.extracted(0, 100);
    expect(await get(api, run)).toMatchObject({ splits: { total: 2, extracted: 1, loaded: 1 }, batches_loaded: 2 });
    await run.loaded();
    await run.finalized();
    const { phases, splits, batches_loaded } = await get(api, run);
    expect({ splits, batches_loaded }).toEqual({ splits: { total: 2, extracted: 1, loaded: 2 }, batches_loaded: 3 });
    expect(phases.map(({ phase }) => phase)).toEqual(["queued", "planning", "preparing", "loading", "finalizing"]);
    for (const [i, { ended_at }] of phases.entries()) {
      expect(ended_at).not.toBeNull();
      if (i + 1 < phases.length) expect(ended_at).toBe(phases[i + 1]!.started_at);
    }
  });

  test("shows the progress of each split, also after it failed", async ({ registry, api, pipelineId }) => {
    const run = await new TestRun(registry, pipelineId).reach("loading");
    await run.loaded(allBatches.slice(0, 1));
    await run.failed("load");
    const { items, next_cursor } = await api["runs.splits"]({ id: run.runId, limit: 1 });
    expect(items).toEqual([{ split: 0, first_row: 0, row_count: 100, extracted_at: null, loaded_row_count: 50 }]);
    const rest = await api["runs.splits"]({ id: run.runId, limit: 1, cursor: next_cursor! });
    expect(rest).toMatchObject({ items: [{ split: 1, loaded_row_count: 0 }], next_cursor: null });
  });

  test("counts a split as loaded when its missing rows are rejects", async ({ registry, api, pipelineId }) => {
    const run = await new TestRun(registry, pipelineId).reach("loading");
    await run.loaded([{ split: 1, sequence: 0, part: 0, rowCount: 45, rejectedCount: 5 }]);
    expect(await get(api, run)).toMatchObject({ splits: { total: 2, loaded: 1 } });
    await run.failed("load");
    expect(await get(api, run)).toMatchObject({ splits: { total: 2, loaded: 1 } });
  });

  test("shows its events in order", async ({ registry, api, pipelineId }) => {
    const run = await new TestRun(registry, pipelineId).reach("success");
    const all = await api["runs.events"]({ id: run.runId, limit: 100 });
    expect(all.items.map(({ name }) => name)).toEqual(["RunQueued", "RunPlanned", "RunPrepared", "RunSucceeded"]);
    const first = await api["runs.events"]({ id: run.runId, limit: 1 });
    const rest = await api["runs.events"]({ id: run.runId, limit: 100, cursor: first.next_cursor! });
    expect([...first.items, ...rest.items]).toEqual(all.items);
    const unknown = { id: crypto.randomUUID(), limit: 1 };
    await expect(api["runs.events"](unknown)).rejects.toMatchObject({ code: "not_found" });
    await expect(api["runs.splits"](unknown)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a retried run", () => {
  const retry = (api: Api, run: TestRun, run_id: string = crypto.randomUUID()) =>
    api["runs.retry"]({ id: run.runId, run_id, requested_by: "somebody" });

  test("is a new run that names the old one; a repeated request returns the same", async ({
    registry,
    api,
    pipelineId,
  }) => {
    const run = await new TestRun(registry, pipelineId).reach("failed");
    const run_id = crypto.randomUUID();
    const made = await retry(api, run, run_id);
    expect(made).toMatchObject({
      id: run_id,
      cause: "retry",
      retry_of: run.runId,
      triggered_by: "somebody",
      phase: "planning",
    });
    expect(await retry(api, run, run_id)).toMatchObject({ id: run_id });
    expect((await api["runs.list"]({ pipeline_id: pipelineId, limit: 10 })).items).toHaveLength(2);
  });

  test("must have failed or been cancelled, and its pipeline must exist", async ({ registry, api, pipelineId }) => {
    const [open, done] = [new TestRun(registry, pipelineId), new TestRun(registry, pipelineId)];
    await open.start();
    await expect(retry(api, open)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("not ended") as string,
    });
    await open.cancel();
    await done.reach("success");
    await expect(retry(api, done)).rejects.toMatchObject({ code: "conflict" });
    await expect(retry(api, new TestRun(registry, pipelineId))).rejects.toMatchObject({ code: "not_found" });
    await api["pipelines.archive"]({ id: pipelineId, requested_by: "tester" });
    await expect(retry(api, open)).rejects.toMatchObject({ code: "not_found" });
  });
});
