/** A run's life by the workers' events: states, tasks, counts and log. */
import { describe, expect } from "vitest";

import { partitionOf, type Message } from "@datamantri/contracts";

import { test as base } from "./fixtures.ts";
import { allBatches, columns, splits, TestRun, type Phase } from "./test-run.ts";

const test = base.extend("input", { batch_size: 500 });

const rowsOf = async (run: TestRun, table: "run_batches" | "run_splits") =>
  (await run.registry.db.selectFrom(table).selectAll().where("run_id", "=", run.runId).execute()).length;

describe("a whole life", () => {
  test("goes from step to step, each with its task", async ({ registry, run }) => {
    await run.start();
    const [, plan] = await registry.drainOutbox();
    expect(plan).toMatchObject({ name: "PlanRun", body: { ...run.ids, attempt: 1 } });

    expect(await run.view()).toMatchObject({ bytes_estimated: null, bytes_billed: null, cost_usd: null });
    await run.planned({ notes: ["a view was read"], bytesEstimated: 20, bytesBilled: 10, costUsd: 0.5 });
    expect(await run.view()).toMatchObject({ status: "running", phase: "preparing", records_total: 150 });
    expect(await run.view()).toMatchObject({ bytes_estimated: 20, bytes_billed: 10, cost_usd: 0.5 });
    const [prepare] = await registry.drainOutbox();
    expect(prepare).toMatchObject({
      name: "PrepareRun",
      messageId: `task.prepare.${run.runId}:a1`,
      body: { ...run.ids, attempt: 1, columns, schemaFingerprint: "f" },
    });

    await run.prepared();
    expect(await run.phase()).toBe("loading");
    const reads = await registry.drainOutbox();
    const subject = `task.split.${partitionOf(run.runId)}.${run.runId}`;
    expect(reads.map(({ messageId }) => messageId)).toEqual([`${subject}.0:a1`, `${subject}.1:a1`]);
    expect(reads.map(({ body }) => body["split"])).toEqual(splits);
    expect(reads[0]!.body).toMatchObject({ attempt: 1, batchRows: 50, pageRows: 50, schemaFingerprint: "f", columns });

    await run.loaded([allBatches[0]!]);
    expect(await run.view()).toMatchObject({ phase: "loading", records_processed: 50 });
    await run.extracted(0, 100);
    await run.extracted(1, 50);
    await run.loaded(allBatches.slice(1));
    expect(await run.view()).toMatchObject({ phase: "finalizing", records_processed: 150 });
    const [begun, whole, finalize, ...more] = await registry.drainOutbox();
    expect(begun).toMatchObject({ name: "RunProgressed", body: { loadedRowCount: 50, rowCount: 150 } });
    expect(whole).toMatchObject({ name: "RunProgressed", body: { loadedRowCount: 150, rowCount: 150 } });
    expect(more).toEqual([]);
    expect(finalize).toMatchObject({ name: "FinalizeRun", body: { ...run.ids, attempt: 1, columns, rowCount: 150 } });

    await run.finalized({ warnings: ["a guard warned"], replacement: "replaced by a swap" });
    const end = await run.view();
    expect(end).toMatchObject({ status: "success", phase: "success", records_processed: 150, error_message: null });
    expect(end.end_time).not.toBeNull();
    expect(end.log.split("\n").map((line) => line.replace(/^\S+ /, ""))).toEqual([
      "queued: manual by tester",
      "planned: 150 rows in 2 splits, 50 rows per batch, table t@1; a view was read",
      "prepared: the staging table is ready",
      "a guard warned",
      "replaced by a swap",
      "succeeded: 150 rows",
    ]);
    const [succeeded] = await registry.drainOutbox();
    expect(succeeded).toMatchObject({
      name: "RunSucceeded",
      messageId: `${run.runId}:RunSucceeded`,
      body: { rowCount: 150 },
    });
    expect(await rowsOf(run, "run_batches")).toBe(0);
  });

  test("delivering every event twice, in sequence and concurrently, changes nothing", async ({ registry, run }) => {
    const twice = (work: () => Promise<void>) => Promise.all([work(), work()]);
    await twice(() => run.start());
    await twice(() => run.planned());
    await twice(() => run.prepared());
    await twice(() => run.loaded());
    await twice(() => run.finalized());
    expect(await run.view()).toMatchObject({ phase: "success", records_processed: 150 });
    expect((await run.view()).log.split("\n")).toHaveLength(4);
    const names = ["RunQueued", "PlanRun", "PrepareRun", "ReadSplit", "ReadSplit"];
    expect(await registry.drainNames()).toEqual([...names, "RunProgressed", "FinalizeRun", "RunSucceeded"]);
  });

  test("without rows ends at once", async ({ registry, run }) => {
    await run.start();
    await run.planned({ rowCount: 0, splits: [] });
    await registry.drainOutbox();
    await run.prepared();
    expect(await run.phase()).toBe("finalizing");
    expect(await registry.drainOutbox()).toMatchObject([{ name: "FinalizeRun", body: { rowCount: 0 } }]);
    await run.finalized();
    expect(await run.view()).toMatchObject({ phase: "success", records_total: 0, records_processed: 0 });
  });

  test("with more splits than one statement takes", async ({ registry, run }) => {
    const many = Array.from({ length: 12_000 }, (_, split) => ({ split, firstRow: split, rowCount: 1 }));
    await run.start();
    await run.planned({ rowCount: many.length, splits: many });
    await registry.drainOutbox();
    await run.prepared();
    expect(await registry.drainNames()).toHaveLength(12_000);
    await run.cancel();
  });
});

describe("loaded batches", () => {
  test("count once, however often and in whatever order or groups they are reported", async ({ run }) => {
    await run.reach("loading");
    const [a, b, c] = allBatches as [(typeof allBatches)[0], (typeof allBatches)[0], (typeof allBatches)[0]];
    for (const report of [[b], [a, b], [b, a], [a]]) await run.loaded(report);
    expect(await run.view()).toMatchObject({ records_processed: 100, phase: "loading" });
    await Promise.all([run.loaded([c, a]), run.loaded([c]), run.loaded([b, c])]);
    expect(await run.view()).toMatchObject({ records_processed: 150, phase: "finalizing" });
    await run.loaded();
    expect(await run.view()).toMatchObject({ records_processed: 150, phase: "finalizing" });
  });

  test("without rows change nothing", async ({ run }) => {
    await run.reach("loading");
    await run.loaded([]);
    expect(await run.view()).toMatchObject({ records_processed: 0, phase: "loading" });
  });
});

describe("failures of a run", () => {
  test.for(["plan", "read", "prepare", "load"])("a step that gave up: %s", async (step, { registry, run }) => {
    await run.reach("loading");
    await registry.drainOutbox();
    await run.failed(step, "sink_full");
    expect(await run.view()).toMatchObject({
      status: "failed",
      error_code: "sink_full",
      error_message: `${step}: it broke`,
      log: expect.stringMatching(/failed: \w+: it broke \(sink_full\)$/) as string,
    });
    expect(await registry.drainOutbox()).toMatchObject([
      { name: "RunFailed", body: { ...run.ids, code: "sink_full", message: `${step}: it broke` } },
      { name: "DiscardRun", body: run.ids },
    ]);
  });

  test("before a destination was touched: nothing to discard", async ({ registry, run }) => {
    await run.reach("planning");
    await registry.drainOutbox();
    await run.failed("plan");
    expect(await registry.drainNames()).toEqual(["RunFailed"]);
  });

  test("a split with another number of rows than planned", async ({ run }) => {
    await run.reach("loading");
    await run.extracted(1, 50);
    expect(await run.phase()).toBe("loading");
    await run.extracted(0, 99);
    expect(await run.view()).toMatchObject({
      phase: "failed",
      error_code: "run_inconsistent",
      error_message: "split 0 has 99 rows, the plan has 100",
    });
  });

  test("only a refused finalize, once rows may be moving", async ({ registry, run }) => {
    await run.reach("finalizing");
    for (const step of ["plan", "read", "prepare", "load"]) await run.failed(step);
    await run.extracted(0, 1);
    expect(await run.phase()).toBe("finalizing");
    await registry.drainOutbox();
    await run.failed("finalize", "run_inconsistent");
    expect(await run.view()).toMatchObject({ phase: "failed", error_code: "run_inconsistent" });
    expect(await registry.drainNames()).toEqual(["RunFailed", "DiscardRun"]);
  });

  test("not a discard that gave up: that is only logged", async ({ registry, run }) => {
    await run.reach("failed");
    await registry.drainOutbox();
    await run.failed("discard", "sink_unreachable");
    expect(await run.view()).toMatchObject({
      error_code: "sink_rejected",
      log: expect.stringMatching(
        /discard failed: it broke \(sink_unreachable\); drop the run's staging table manually$/,
      ) as string,
    });
    expect(await registry.drainNames()).toEqual([]);
  });

  test("and a discard that gave up says nothing of a staging table that no loader made", async ({ run }) => {
    await run.reach("preparing");
    await run.failed("prepare", "sink_credentials_invalid");
    await run.failed("discard", "sink_unreachable");
    const { log } = await run.view();
    expect(log).toMatch(/discard failed: it broke \(sink_unreachable\)$/);
    expect(log).not.toContain("staging table");
  });

  test("and one of a run that was cancelled while a loader prepared it names the table", async ({ run }) => {
    await run.reach("preparing");
    await run.cancel();
    await run.prepared();
    await run.failed("discard", "sink_unreachable");
    expect((await run.view()).log).toMatch(/discard failed: .+; drop the run's staging table manually$/);
  });
});

describe("waiting", () => {
  const delay = (run: TestRun, step: string, eventId: string, more: Partial<Message<"StepDelayed">> = {}) => {
    const event = { ...run.ids, step, code: "sink_full", message: "no space", delivery: 1, retryInMs: 1_500, ...more };
    return run.registry.handle("StepDelayed", event, eventId);
  };

  test("is shown with its reason until rows arrive again", async ({ run }) => {
    await run.reach("loading");
    await delay(run, "load", `${run.runId}:1`);
    await delay(run, "load", `${run.runId}:1`);
    const reason = "load waits: no space (sink_full), next try in 2 s";
    const view = await run.view();
    expect(view).toMatchObject({ waiting_reason: reason, phase: "loading" });
    expect(view.log.split("\n").filter((line) => line.endsWith(reason))).toHaveLength(1);
    await run.loaded([allBatches[0]!]);
    expect((await run.view()).waiting_reason).toBeNull();
  });

  test("is in the log once for each reason, and not for each try", async ({ run }) => {
    await run.reach("loading");
    const reports = [{}, { retryInMs: 3_000 }, { retryInMs: 30_000 }, { message: "no login" }, {}, {}];
    for (const [i, more] of reports.entries()) await delay(run, "load", `${run.runId}:${i}`, more);
    const view = await run.view();
    const lines = view.log.match(/load waits: [^(]+/g);
    expect(lines).toEqual(["load waits: no space ", "load waits: no login ", "load waits: no space "]);
  });

  test("of an ended run is shown only while it is being discarded", async ({ registry, run }) => {
    await run.reach("failed");
    await delay(run, "load", `${run.runId}:1`);
    expect((await run.view()).waiting_reason).toBeNull();
    await delay(run, "discard", `${run.runId}:2`);
    expect((await run.view()).waiting_reason).toMatch(/^discard waits/);
    await registry.handle("RunDiscarded", run.ids, `${run.runId}:RunDiscarded`);
    const view = await run.view();
    expect(view.waiting_reason).toBeNull();
    expect(view.log).toMatch(/discarded: staging table dropped, target unchanged$/);
  });
});

describe("cancelling", () => {
  test.for([
    ["planning", ["RunCancelled"]],
    ["preparing", ["RunCancelled", "DiscardRun"]],
    ["loading", ["RunCancelled", "DiscardRun"]],
  ] as const)("ends a run that is %s", async ([phase, consequences], { registry, run }) => {
    await run.reach(phase);
    await registry.drainOutbox();
    await run.cancel();
    await run.cancel();
    expect(await run.view()).toMatchObject({
      status: "cancelled",
      error_code: null,
      log: expect.stringMatching(/cancelled by somebody$/) as string,
    });
    expect(await registry.drainNames()).toEqual(consequences);
  });

  test("ends a run that waits, and the one before it continues", async ({ registry, run }) => {
    const first = await new TestRun(registry, run.pipelineId).reach("loading");
    await run.start();
    await registry.drainOutbox();
    await run.cancel();
    expect([await first.phase(), await run.phase()]).toEqual(["loading", "cancelled"]);
    expect(await registry.drainNames()).toEqual(["RunCancelled"]);
  });

  test.for(["success", "failed", "cancelled"] as const)(
    "changes nothing in a run that is %s",
    async (phase, { registry, run }) => {
      await run.reach(phase);
      await registry.drainOutbox();
      await run.cancel();
      expect(await run.phase()).toBe(phase);
      expect(await registry.drainNames()).toEqual([]);
    },
  );
});

describe("unexpected events", () => {
  /** Events that advance each phase; every other one is late there. */
  const onward: Readonly<Record<Phase, readonly string[]>> = {
    queued: [],
    planning: ["planned"],
    preparing: ["prepared"],
    loading: ["loaded"],
    finalizing: ["finalized"],
    success: [],
    failed: [],
    cancelled: [],
  };
  const events = ["planned", "prepared", "loaded", "finalized"] as const;

  test.for(Object.keys(onward) as Phase[])("change nothing in a run that is %s", async (phase, { registry, run }) => {
    if (phase === "queued") await new TestRun(registry, run.pipelineId).start();
    await run.reach(phase);
    const before = await run.view();
    await registry.drainOutbox();
    for (const event of events.filter((event) => !onward[phase].includes(event))) await run[event]();
    if (phase !== "loading") await run.extracted(7, 1);
    expect(await run.view()).toEqual(before);
    expect(await registry.drainNames()).toEqual([]);
  });

  test("of an unknown run are ignored", async ({ registry, run }) => {
    for (const event of events) await run[event]();
    await run.failed("load");
    await run.cancel();
    expect(await registry.drainNames()).toEqual([]);
  });
});
