/** A retry resumes a failed run: the failed run's data belongs to one run at any time, and none of it stays. */
import { describe, expect } from "vitest";
import type { RunDetail } from "@datamantri/api";
import { Secret } from "@datamantri/runtime";
import { setLineageReceiver } from "../src/lineage/lineage-receiver.ts";
import { allBatches, TestRun } from "./test-run.ts";
import { input, ask, change, detail, failedHalfway, hourMs, loading, reasonOf, retry, test } from "./failed-run.ts";

describe("a run that failed while it was loading", () => {
  test("keeps what it loaded, and shows until when", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const view = await detail(registry, run.runId);
    expect(view).toMatchObject({ status: "failed", records_processed: 100, records_resumed: null });
    expect(Date.parse(view.resumable_until!) - Date.now()).toBeGreaterThan(hourMs - 60_000);
    expect(view.log).toMatch(/100 of 150 rows loaded: can be resumed until \S+$/);
    expect((await registry.drainNames()).slice(-2)).toEqual(["RunProgressed", "RunFailed"]);
  });

  test("is resumed: only missing rows are read, at its snapshot, and the count continues", async ({
    registry,
    pipelineId,
  }) => {
    const run = await failedHalfway(registry, pipelineId);
    await registry.drainOutbox();
    const view = (await retry(registry, run.runId)) as RunDetail;
    expect(view).toMatchObject({
      status: "running",
      phase: "preparing",
      cause: "retry",
      retry_of: run.runId,
      records_resumed: 100,
      records_processed: 100,
      records_total: 150,
      splits: { total: 2, extracted: 1, loaded: 1 },
      bytes_billed: 0,
    });
    expect(view.log).toMatch(/queued: retry by tester, resumes run \S+ with 100 of 150 rows loaded$/);
    expect((await detail(registry, run.runId)).resumable_until).toBeNull();
    const [queued, prepare, ...rest] = await registry.drainOutbox();
    expect(queued).toMatchObject({ name: "RunQueued", body: { resumedRunId: run.runId, resumedRowCount: 100 } });
    expect(prepare).toMatchObject({ name: "PrepareRun", body: { runId: view.id, resumedRunIds: [run.runId] } });
    expect(rest).toEqual([]);

    const next = new TestRun(registry, pipelineId, view.id);
    await next.prepared();
    const tasks = await registry.drainOutbox();
    expect(tasks).toMatchObject([{ name: "ReadSplit", body: { runId: view.id, split: { split: 1, rowCount: 50 } } }]);
    await next.extracted(1, 50);
    await next.loaded([allBatches[2]!]);
    expect(await next.phase()).toBe("finalizing");
    await next.finalized();
    expect(await next.view()).toMatchObject({ status: "success", records_processed: 150, records_resumed: 100 });
    expect(await run.view()).toMatchObject({ status: "failed", records_processed: 100 });
    expect(await registry.db.selectFrom("run_batches").selectAll().execute()).toEqual([]);
  });

  test("counts batches that a loader committed before it learned of the end", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    await run.loaded([allBatches[2]!, allBatches[0]!]);
    expect(await detail(registry, run.runId)).toMatchObject({
      status: "failed",
      records_processed: 150,
      splits: { loaded: 2 },
    });
    const next = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
    await registry.drainOutbox();
    await next.prepared();
    expect(await registry.drainNames()).toEqual(["FinalizeRun"]);
    await run.loaded();
    expect(await next.view()).toMatchObject({ phase: "finalizing", records_processed: 150 });
  });

  test("with batches that a report of the new run repeats: nothing counts twice", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const next = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
    await next.prepared();
    await next.loaded(allBatches.slice(0, 2));
    expect(await next.view()).toMatchObject({ records_processed: 100, phase: "loading" });
    await next.loaded();
    expect(await next.view()).toMatchObject({ records_processed: 150, phase: "finalizing" });
  });
});

test("a run that resumes another one is reported as a run of its own", async ({ registry, pipelineId }) => {
  const settings = { url: "http://127.0.0.1:1", apiKey: new Secret(""), namespace: "n" };
  await setLineageReceiver(registry.db, registry.sealer, settings);
  const run = await failedHalfway(registry, pipelineId);
  const next = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
  await next.prepared();
  await next.loaded();
  await next.finalized();
  const told = await registry.db.selectFrom("webhook_deliveries").select("event_id").orderBy("created_at").execute();
  expect(told.map(({ event_id }) => event_id)).toEqual([
    `${run.runId}:START`,
    `${run.runId}:FAIL`,
    `${next.runId}:START`,
    `${next.runId}:COMPLETE`,
  ]);
});

describe("a run that failed at finalize", () => {
  test("is resumed without reading anything, however old its snapshot is", async ({ registry, pipelineId }) => {
    const run = await loading(registry, pipelineId, { agoMs: 30 * 24 * hourMs });
    await run.loaded();
    await run.failed("finalize", "guard_stopped");
    await change(registry, pipelineId, {
      destination_config: { ...input.destination_config, guards: { shrink: "allow" }, user: "other" },
    });
    await registry.drainOutbox();
    const { id } = (await retry(registry, run.runId)) as RunDetail;
    const next = new TestRun(registry, pipelineId, id);
    await next.prepared();
    expect(await registry.drainNames()).toEqual(["RunQueued", "PrepareRun", "FinalizeRun"]);
    const destination = await ask(registry, "runs.destination", { run_id: id });
    expect(destination).toMatchObject({
      configuration: { destination_config: { guards: { shrink: "allow" }, user: "other" } },
    });
  });

  test("keeps the source's statistics, and the key of their digests", async ({ registry, pipelineId }) => {
    const before = await ask(registry, "runs.destination", {
      run_id: (await failedHalfway(registry, pipelineId)).runId,
    });
    const run = (await registry.db.selectFrom("runs").selectAll().executeTakeFirstOrThrow()).id;
    const first = (await retry(registry, run)) as RunDetail;
    await new TestRun(registry, pipelineId, first.id).failed("prepare", "sink_unreachable");
    const second = (await retry(registry, first.id)) as RunDetail;
    for (const { id } of [first, second]) {
      expect(await ask(registry, "runs.destination", { run_id: id })).toMatchObject({
        digest_key: (before as { digest_key: string }).digest_key,
      });
    }
  });
});

describe("a retry that resumes and then fails", () => {
  test("before it was prepared: the next one looks under both ids", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const second = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
    await registry.drainOutbox();
    await second.failed("prepare", "sink_unreachable");
    expect(await registry.drainNames()).toEqual(["RunFailed"]);
    expect((await detail(registry, second.runId)).resumable_until).not.toBeNull();
    const third = (await retry(registry, second.runId)) as RunDetail;
    expect(third).toMatchObject({ retry_of: second.runId, records_resumed: 100 });
    const [, prepare] = await registry.drainOutbox();
    expect(prepare).toMatchObject({ name: "PrepareRun", body: { resumedRunIds: [run.runId, second.runId] } });
    const last = new TestRun(registry, pipelineId, third.id);
    await last.prepared();
    await last.failed("load", "sink_full");
    const fourth = (await retry(registry, third.id)) as RunDetail;
    const told = await registry.drainOutbox();
    expect(told.find(({ name }) => name === "PrepareRun")).toMatchObject({
      body: { runId: fourth.id, resumedRunIds: [third.id] },
    });
  });

  test("or is cancelled there: what both may hold is discarded", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const second = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
    await registry.drainOutbox();
    await second.cancel();
    expect(await registry.drainOutbox()).toMatchObject([
      { name: "RunCancelled" },
      { name: "DiscardRun", body: { runId: second.runId, resumedRunIds: [run.runId] } },
    ]);
  });

  test("because nothing is left there: it keeps nothing", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const second = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
    await second.failed("prepare", "staging_lost");
    expect((await detail(registry, second.runId)).resumable_until).toBeNull();
    expect(await reasonOf(retry(registry, second.runId))).toContain("resuming would fail again with staging_lost");
  });
});
