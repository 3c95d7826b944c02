/**
 * A full verification during a run: the source is verified in parallel with the splits, and finalize waits for both.
 */
import { describe, expect } from "vitest";

import { noVerification, type Message } from "@datamantri/contracts";

import { test as base } from "./fixtures.ts";
import { pipelineInput, TestRegistry } from "./test-registry.ts";
import { columns, TestRun } from "./test-run.ts";

const { destination_config } = pipelineInput();
const inputOf = (verification: "none" | "counts" | "full") => ({
  destination_config: { ...destination_config, verification },
});

const test = base.extend("input", inputOf("full"));

test.beforeAll(({ registry }) => registry.reconciler.restoreStreams(true));

async function newRun(registry: TestRegistry, verification: "none" | "counts" | "full"): Promise<TestRun> {
  const { id } = await registry.createPipeline(inputOf(verification));
  await registry.drainOutbox();
  return new TestRun(registry, id);
}

const statistics = { name: "id", nullCount: 0, min: "a", max: "b", sum: "c", hash: "d" };
const bytes = { jobId: "job", bytesEstimated: 20, bytesBilled: 10, costUsd: 0.5 };

const verified = (run: TestRun, more: Partial<Message<"StatisticsComputed">> = {}) =>
  run.registry.handle(
    "StatisticsComputed",
    { ...run.ids, rowCount: 150, rowsHash: "h", columns: [statistics], ...bytes, ...more },
    `${run.runId}:StatisticsComputed:a1`,
  );

const finalized = (run: TestRun, verification: Partial<Message<"RunFinalized">["verification"]>) =>
  run.registry.handle("RunFinalized", {
    ...run.ids,
    rowCount: 150,
    rejectedCount: 0,
    warnings: [],
    watermark: { column: "", type: "", value: "" },
    replacement: "",
    undoableRunIds: [],
    verification: { ...noVerification, ...verification },
  });

const view = (run: TestRun) => run.registry.verification(run.runId);

describe("the source is verified", () => {
  test("by a task in parallel with the splits, over the planned snapshot", async ({ registry, run }) => {
    await run.reach("preparing");
    await registry.drainOutbox();
    await run.prepared();
    const [verify, ...splits] = await registry.drainOutbox();
    expect(splits.map(({ name }) => name)).toEqual(["ReadSplit", "ReadSplit"]);
    expect(verify).toMatchObject({
      name: "ComputeStatistics",
      messageId: `task.statistics.${run.runId}:a1`,
      body: { ...run.ids, attempt: 1, columns, snapshot: { table: "t@1" } },
    });
  });

  test.for(["none", "counts"] as const)("not when the verification is %s", async (level, { registry }) => {
    const run = await newRun(registry, level);
    await run.reach("loading");
    expect(await registry.drainNames()).not.toContain("ComputeStatistics");
    await run.loaded();
    expect(await run.phase()).toBe("finalizing");
  });

  test.for(["after", "before"])(
    "%s the rows are loaded: only both together advance the run",
    async (order, { registry, run }) => {
      await run.reach("loading");
      await registry.drainOutbox();
      const steps = [() => run.loaded(), () => verified(run)];
      const [first, second] = order === "after" ? steps : steps.toReversed();
      await first!();
      expect(await run.phase()).toBe("loading");
      expect(await registry.drainNames()).not.toContain("FinalizeRun");
      await second!();
      expect(await run.phase()).toBe("finalizing");
      const finalize = (await registry.drainOutbox()).find(({ name }) => name === "FinalizeRun");
      expect(finalize).toMatchObject({
        body: { rowCount: 150, sourceRowsHash: "h", sourceColumns: [statistics] },
      });
    },
  );

  test("once: a repeat changes nothing, also concurrently and afterwards", async ({ run }) => {
    await run.reach("loading");
    await Promise.all([verified(run), verified(run)]);
    await run.loaded();
    await verified(run, { rowCount: 1 });
    const seen = await run.view();
    expect(seen).toMatchObject({ phase: "finalizing", bytes_estimated: 20, bytes_billed: 10, cost_usd: 0.5 });
    expect(seen.log.split("\n").filter((line) => line.includes("source verified"))).toHaveLength(1);
  });

  test("also for a snapshot without rows", async ({ run }) => {
    await run.start();
    await run.planned({ rowCount: 0, splits: [] });
    await run.prepared();
    expect(await run.phase()).toBe("loading");
    await verified(run, { rowCount: 0 });
    expect(await run.phase()).toBe("finalizing");
  });

  test("or the run fails: another number of rows than planned", async ({ run }) => {
    await run.reach("loading");
    await verified(run, { rowCount: 149 });
    expect(await run.view()).toMatchObject({
      phase: "failed",
      error_code: "run_inconsistent",
      error_message: "verify: BigQuery counts 149 rows in the snapshot, the plan has 150",
    });
  });

  test("or the run fails: the query was refused", async ({ run }) => {
    await run.reach("loading");
    await run.failed("statistics", "cost_limit_exceeded");
    expect(await run.view()).toMatchObject({ phase: "failed", error_code: "cost_limit_exceeded" });
  });
});

test("a lost task is issued again until the source is verified", async ({ registry, run }) => {
  const pass = async () => {
    await registry.db
      .updateTable("runs")
      .set({ progress_at: new Date(Date.now() - 60_000) })
      .execute();
    await registry.reconciler.reconcile();
    const issued = (await registry.drainOutbox()).filter(({ subject }) => subject.includes(run.runId));
    return issued.map(({ name, messageId }) => `${name} ${messageId.slice(-2)}`);
  };
  await run.reach("loading");
  await run.loaded();
  await registry.drainOutbox();
  expect(await pass()).toEqual(["ComputeStatistics a2"]);
  await verified(run);
  await registry.drainOutbox();
  expect(await pass()).toEqual(["FinalizeRun a3"]);
});

describe("the verification of a run", () => {
  test("exists when its rows have moved", async ({ run }) => {
    await run.reach("loading");
    await verified(run);
    await expect(view(run)).rejects.toMatchObject({ code: "not_found" });
    await run.loaded();
    const counts = { plannedRows: 150, ledgerRows: 150, stagedRows: 150, insertedRows: 100, updatedRows: 50 };
    await finalized(run, { level: "full", ...counts, rowsHash: "h", columns: [statistics] });
    expect(await view(run)).toEqual({
      run_id: run.runId,
      level: "full",
      snapshot_taken_at: "1970-01-01T00:00:00.001Z",
      rows: { source: 150, source_query: 150, manifest: 150, ledger: 150, rejected: 0, staged: 150 },
      target: { inserted: 100, updated: 50, deleted: 0 },
      rows_hash: "h",
      columns: [
        {
          name: "id",
          type: "INT64",
          compared: "values",
          reason: null,
          null_count: 0,
          min: "a",
          max: "b",
          sum: "c",
          hash: "d",
        },
      ],
      job_id: "job",
      bytes_billed: 10,
    });
    // The first report counts.
    await finalized(run, { level: "full", plannedRows: 1 });
    expect((await view(run)).rows.source).toBe(150);
  });

  test("has counts only, by default", async ({ registry }) => {
    const run = await newRun(registry, "counts");
    await run.reach("finalizing");
    await finalized(run, { level: "counts", plannedRows: 150, ledgerRows: 150, stagedRows: 150, insertedRows: 150 });
    expect(await view(run)).toMatchObject({
      level: "counts",
      rows_hash: null,
      columns: [],
      job_id: null,
      bytes_billed: 0,
    });
  });

  test("does not exist without verification or for an unknown run", async ({ registry }) => {
    const run = await newRun(registry, "none");
    await run.reach("finalizing");
    await finalized(run, { level: "none" });
    await expect(view(run)).rejects.toMatchObject({ code: "not_found" });
    await expect(registry.verification(crypto.randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a run's key is unique, and always the same", ({ registry }) => {
  const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
  expect(registry.sealer.digestKey(one)).toBe(registry.sealer.digestKey(one));
  expect(registry.sealer.digestKey(one)).not.toBe(registry.sealer.digestKey(other));
});
