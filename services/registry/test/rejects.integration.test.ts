/** Rejected rows count as processed. A replay requires a successful run and no open run. */
import { expect } from "vitest";

import { answerAll } from "./answer-all.ts";
import { test as base } from "./fixtures.ts";
import { pipelineInput } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const test = base.extend("input", { mapping: { unrepresentable: "replace" } });

const replay = (run: TestRun) => answerAll(run.registry)["runs.replay"]({ id: run.runId, requested_by: "somebody" });

/** 150 rows of which three are rejects. */
async function succeed(run: TestRun): Promise<void> {
  await run.reach("loading");
  await run.loaded([
    { split: 0, sequence: 0, part: 0, rowCount: 48, rejectedCount: 2 },
    { split: 0, sequence: 1, part: 0, rowCount: 50, rejectedCount: 0 },
  ]);
  await run.loaded([{ split: 1, sequence: 0, part: 0, rowCount: 49, rejectedCount: 1 }]);
  await run.finalized();
}

test("loaded and rejected rows together are the planned ones, each batch counted once", async ({ registry, run }) => {
  await run.reach("loading");
  const batch = { split: 0, sequence: 0, part: 0, rowCount: 48, rejectedCount: 2 };
  await run.loaded([batch]);
  await run.loaded([batch]);
  expect(await run.view()).toMatchObject({ phase: "loading", records_processed: 48, rejected_count: 2 });
  await run.loaded([
    { ...batch, sequence: 1 },
    { ...batch, split: 1, rowCount: 0, rejectedCount: 50 },
  ]);
  expect(await run.view()).toMatchObject({ phase: "finalizing", records_processed: 96, rejected_count: 54 });
  await registry.drainOutbox();
  await run.finalized();
  expect((await run.view()).log).toContain("succeeded: 96 rows, 54 rejected");
  expect(await registry.drainOutbox()).toMatchObject([{ name: "RunSucceeded", body: { rowCount: 96 } }]);
});

test("replaced cells are counted by column, once per split, and the log names each column once", async ({ run }) => {
  await run.reach("loading");
  const note = { column: "note", policy: "replace", cellCount: 3 };
  await run.extracted(0, 100, [note]);
  await run.extracted(0, 100, [note]);
  await run.extracted(1, 50, [note, { column: "props", policy: "replace", cellCount: 1 }]);
  const view = await run.view();
  expect(view.replaced_cells).toEqual([
    { column: "note", policy: "replace", cell_count: 6 },
    { column: "props", policy: "replace", cell_count: 1 },
  ]);
  expect(view.log.match(/column "note"/g)).toHaveLength(1);
});

test("each replay is a distinct task, and its loader gets the pipeline's current policy", async ({ registry, run }) => {
  await succeed(run);
  await registry.drainOutbox();
  await registry.db
    .updateTable("pipelines")
    .set({ configuration: JSON.stringify(pipelineInput({ mapping: { unrepresentable: "null" } })) })
    .where("id", "=", run.pipelineId)
    .execute();
  expect(await replay(run)).toMatchObject({ status: "success", rejected_count: 3, replayed_count: 0 });
  const [task] = await registry.drainOutbox();
  expect(task).toMatchObject({ name: "ReplayRejects", body: { ...run.ids, takenAtMs: 1 } });
  const { configuration } = await answerAll(registry)["runs.destination"]({ run_id: run.runId });
  expect(configuration.mapping?.unrepresentable).toBe("null");
  for (const replayedCount of [2, 2, 1]) {
    const event = { ...run.ids, replayedCount, rejectedCount: 3 - replayedCount };
    await registry.handle("RejectsReplayed", event, `${run.runId}:RejectsReplayed:a${replayedCount}`);
  }
  const view = await run.view();
  expect(view).toMatchObject({ status: "success", replayed_count: 2 });
  expect(view.log.match(/2 of 3 rejects loaded/g)).toHaveLength(1);
});

test("a failed replay leaves the run a success and reports why", async ({ run }) => {
  await succeed(run);
  await run.failed("replay", "conflict");
  expect(await run.view()).toMatchObject({ status: "success", error_code: null });
  expect((await run.view()).log).toContain(
    "replay failed: it broke (conflict); rejects that it has not loaded can be replayed again",
  );
});

test("a replay is refused for a failed run, and while another run of the pipeline is open", async ({
  registry,
  run,
}) => {
  await run.reach("failed");
  await expect(replay(run)).rejects.toMatchObject({ code: "conflict" });
  const next = new TestRun(registry, run.pipelineId);
  await succeed(next);
  const other = new TestRun(registry, run.pipelineId);
  await other.start();
  await expect(replay(next)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(other.runId) as string,
  });
});
