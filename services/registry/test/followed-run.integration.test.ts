/** Each run follows the pipeline's last finalized one. If the ledger says otherwise, a person decides. */
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";

import { serveRequests } from "@datamantri/bus";
import { noRunBefore, type LedgerProgress, type LoaderApi, type TargetLeft } from "@datamantri/contracts";

import { getRunSource } from "../src/runs/run-access.ts";
import { ask, change, failedHalfway, input, reasonOf, retry, test } from "./failed-run.ts";
import { plannedEvent, TestRun } from "./test-run.ts";
import type { TestRegistry } from "./test-registry.ts";

const watermark = (value: string) => ({ column: "n", type: "INT64", value });
const incremental = { ...input.source_config, read: "incremental", cursor_column: "n" } as const;
const lost = { code: "sink_rolled_back", message: "the destination's ledger does not have run X" } as const;

/** The run that the next run of the pipeline follows; empty for none. */
async function followed(registry: TestRegistry, pipelineId: string): Promise<unknown> {
  await registry.drainOutbox();
  const run = await new TestRun(registry, pipelineId).reach("preparing");
  const task = (await registry.drainOutbox()).find(({ name }) => name === "PrepareRun");
  await run.cancel();
  return task!.body["followsRunId"];
}

/** Calls `work` while a loader answers. */
async function withLoader(
  registry: TestRegistry,
  answers: { readonly left?: TargetLeft; readonly progress?: LedgerProgress },
  work: () => Promise<void>,
): Promise<void> {
  const served = {
    check_left: async () => answers.left ?? { is_left: true, reason: "" },
    read_progress: async () =>
      answers.progress ?? { run_id: null, watermark: { column: "", type: "", value: "" }, watermark_of: null },
  };
  const loader = serveRequests<Pick<LoaderApi, "check_left" | "read_progress">>(registry.bus, served, "loader");
  await loader.listening;
  try {
    await work();
  } finally {
    await loader.close();
  }
}

describe("a run follows", () => {
  test("none at first, then the last one that was finalized, not one that failed", async ({ registry, pipelineId }) => {
    expect(await followed(registry, pipelineId)).toBe(noRunBefore);
    const run = await new TestRun(registry, pipelineId).reach("finalizing");
    await run.finalized();
    expect(await followed(registry, pipelineId)).toBe(run.runId);
    await new TestRun(registry, pipelineId).reach("failed");
    expect(await followed(registry, pipelineId)).toBe(run.runId);
  });

  test("the last one even if it is planned again with all rows", async ({ registry, pipelineId }) => {
    await change(registry, pipelineId, { mode: "append", source_config: incremental });
    const first = await new TestRun(registry, pipelineId).reach("finalizing");
    await first.finalized({ watermark: watermark("7") });
    await withLoader(registry, { left: { is_left: false, reason: "the target does not exist any more" } }, async () => {
      await registry.drainOutbox();
      const run = new TestRun(registry, pipelineId);
      await run.start();
      await run.planned();
      await run.planned({ attempt: 2 });
      const prepare = (await registry.drainOutbox()).find(({ name }) => name === "PrepareRun");
      expect(prepare!.body).toMatchObject({ followsRunId: first.runId, readsAllRows: true });
    });
  });

  test("none once the pipeline has another server", async ({ registry, pipelineId }) => {
    const first = await new TestRun(registry, pipelineId).reach("finalizing");
    await first.finalized();
    const to = (more: object) =>
      change(registry, pipelineId, { destination_config: { ...input.destination_config, ...more } });
    await to({ table: "elsewhere" });
    expect(await followed(registry, pipelineId)).toBe(first.runId);
    await to({ database: "elsewhere" });
    expect(await followed(registry, pipelineId)).toBe("");
  });

  test("the last one of the chain, also when the clock went back", async ({ registry, pipelineId }) => {
    const ids: string[] = [];
    for (let i = 0; i < 2; i++) {
      const run = await new TestRun(registry, pipelineId).reach("finalizing");
      await run.finalized();
      ids.push(run.runId);
    }
    await registry.db
      .updateTable("runs")
      .set({ ended_at: new Date(Date.now() - 3_600_000) })
      .where("id", "=", ids[1]!)
      .execute();
    expect(await followed(registry, pipelineId)).toBe(ids[1]);
  });

  test("none of another server that was finalized after the change", async ({ registry, pipelineId }) => {
    const run = await new TestRun(registry, pipelineId).reach("finalizing");
    await change(registry, pipelineId, {
      destination_config: { ...input.destination_config, database: "elsewhere" },
    });
    await run.finalized();
    expect(await followed(registry, pipelineId)).toBe("");
  });

  test("what the failed run followed, when it resumes that one", async ({ registry, pipelineId }) => {
    const first = await new TestRun(registry, pipelineId).reach("finalizing");
    await first.finalized();
    const failed = await failedHalfway(registry, pipelineId);
    await registry.drainOutbox();
    await retry(registry, failed.runId);
    const prepare = (await registry.drainOutbox()).find(({ name }) => name === "PrepareRun");
    expect(prepare!.body["followsRunId"]).toBe(first.runId);
  });
});

describe("a ledger that has lost a run", () => {
  test("fails a run that would be skipped", async ({ registry, pipelineId }) => {
    await withLoader(registry, { left: { is_left: false, reason: lost.message, rolled_back: lost } }, async () => {
      const run = new TestRun(registry, pipelineId);
      await run.start();
      await registry.handle("SourceUnchanged", run.ids);
      expect(await run.view()).toMatchObject({ phase: "failed", error_code: lost.code, error_message: lost.message });
    });
  });

  test("fails an increment before it is read", async ({ registry, pipelineId }) => {
    await change(registry, pipelineId, { mode: "append", source_config: incremental });
    const first = await new TestRun(registry, pipelineId).reach("finalizing");
    await first.finalized({ watermark: watermark("7") });
    await withLoader(registry, { left: { is_left: false, reason: lost.message, rolled_back: lost } }, async () => {
      const run = await new TestRun(registry, pipelineId).reach("preparing");
      expect(await run.view()).toMatchObject({ phase: "failed", error_code: lost.code, resumable_until: null });
    });
  });

  test("is not tried again by the retry policy", async ({ registry, pipelineId }) => {
    await change(registry, pipelineId, { retry: { times: 3, pause_seconds: 1, errors: ["destination", "operator"] } });
    for (const code of ["sink_rolled_back", "metadata_rolled_back"]) {
      const run = await new TestRun(registry, pipelineId).reach("preparing");
      await run.failed("prepare", code);
      expect(await run.view()).toMatchObject({ phase: "failed", retry_at: null });
    }
  });
});

describe("a retry from the destination", () => {
  const ledgerRun = randomUUID();
  const progress = { run_id: ledgerRun, watermark: watermark("5"), watermark_of: ledgerRun };

  async function refused(registry: TestRegistry, pipelineId: string): Promise<TestRun> {
    await change(registry, pipelineId, { mode: "append", source_config: incremental });
    const first = await new TestRun(registry, pipelineId).reach("finalizing");
    await first.finalized({ watermark: watermark("7"), undoableRunIds: [first.runId] });
    const run = await new TestRun(registry, pipelineId).reach("preparing");
    await run.failed("prepare", "sink_rolled_back");
    await registry.drainOutbox();
    return run;
  }

  test("begins where the ledger ends, once", async ({ registry, pipelineId }) => {
    const run = await refused(registry, pipelineId);
    const run_id = randomUUID();
    await withLoader(registry, { progress }, async () => {
      for (let i = 0; i < 2; i++) {
        const made = await retry(registry, run.runId, { from: "destination", run_id });
        expect(made).toMatchObject({ id: run_id, retry_of: run.runId, phase: "planning" });
      }
      expect((await getRunSource(registry.db, registry.sealer, run_id)).watermark).toEqual(progress.watermark);
      await registry.handle("RunPlanned", plannedEvent({ runId: run_id, pipelineId }));
    });
    const prepare = (await registry.drainOutbox()).find(({ name }) => name === "PrepareRun");
    expect(prepare!.body).toMatchObject({ runId: run_id, followsRunId: progress.run_id });
  });

  test("is refused if the ledger knows no run and increments are added: which rows are missing?", async ({
    registry,
    pipelineId,
  }) => {
    const run = await refused(registry, pipelineId);
    await withLoader(registry, {}, async () => {
      expect(await reasonOf(retry(registry, run.runId, { from: "destination" }))).toContain("drop the target");
    });
  });

  test("takes no watermark of another source", async ({ registry, pipelineId }) => {
    await change(registry, pipelineId, { mode: "append", source_config: { ...incremental, table: "former" } });
    const former = await new TestRun(registry, pipelineId).reach("finalizing");
    await former.finalized({ watermark: watermark("1000") });
    const run = await refused(registry, pipelineId);
    const run_id = randomUUID();
    const old = { run_id: former.runId, watermark: watermark("1000"), watermark_of: former.runId };
    await withLoader(registry, { progress: old }, async () => {
      await retry(registry, run.runId, { from: "destination", run_id });
    });
    expect((await getRunSource(registry.db, registry.sealer, run_id)).watermark).toBeNull();
  });

  test("is refused while another run is open, and after one has succeeded", async ({ registry, pipelineId }) => {
    const run = await refused(registry, pipelineId);
    const other = await refused(registry, pipelineId).catch(() => undefined);
    expect(other).toBeDefined();
    await withLoader(registry, { progress }, async () => {
      expect(await reasonOf(retry(registry, run.runId, { from: "destination" }))).toContain("has succeeded since");
      const open = await new TestRun(registry, pipelineId).reach("planning");
      expect(await reasonOf(retry(registry, other!.runId, { from: "destination" }))).toContain("is open");
      await open.cancel();
    });
  });

  test("changes nothing while no loader can ask", async ({ registry, pipelineId }) => {
    const run = await refused(registry, pipelineId);
    expect(await reasonOf(retry(registry, run.runId, { from: "destination" }))).not.toBe("none");
    expect(await followed(registry, pipelineId)).not.toBe("");
    const next = await new TestRun(registry, pipelineId).reach("planning");
    expect((await getRunSource(registry.db, registry.sealer, next.runId)).watermark).toEqual(watermark("7"));
  });

  test("is for no other failure", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    expect(await reasonOf(retry(registry, run.runId, { from: "destination" }))).toBe(
      "only a run that failed with sink_rolled_back or metadata_rolled_back is retried from the destination",
    );
    const unknown = ask(registry, "runs.retry", {
      id: randomUUID(),
      run_id: randomUUID(),
      requested_by: "tester",
      from: "destination",
    });
    expect(await reasonOf(unknown)).toMatch(/not found|no run/i);
  });
});
