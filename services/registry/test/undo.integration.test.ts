/** A run that undoes another: whom the registry lets, and what follows. The destination's ledger decides. */
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";

import { noWatermark } from "@datamantri/contracts";
import type { RunDetail } from "@datamantri/api";

import { ask, detail, failedHalfway, input as base, reasonOf, test as baseTest } from "./failed-run.ts";
import type { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const input = {
  ...base,
  mode: "replace" as const,
  destination_config: { ...base.destination_config, keep_previous: 2 },
  source_config: { ...base.source_config, skip_unchanged: true },
};

const test = baseTest.extend("input", input);

test.beforeEach(({ registry }) => registry.reconciler.restoreStreams(true));

const undo = (registry: TestRegistry, id: string, run_id: string = randomUUID()) =>
  ask(registry, "runs.undo", { id, run_id, requested_by: "tester" }) as Promise<RunDetail>;

/** A successful run, after which the destination keeps the rows from before these runs and itself. */
async function kept(registry: TestRegistry, pipelineId: string, ...below: readonly TestRun[]): Promise<TestRun> {
  const run = await new TestRun(registry, pipelineId).reach("finalizing");
  await run.finalized({ undoableRunIds: [...below, run].map(({ runId }) => runId) });
  return run;
}

const versions = (registry: TestRegistry) =>
  registry.db.selectFrom("pipelines").select(["source_version", "undoable_run_ids"]).executeTakeFirstOrThrow();

describe("an undo", () => {
  test("is a run that only finalizes", async ({ registry, pipelineId }) => {
    const run = await kept(registry, pipelineId);
    expect(await detail(registry, run.runId)).toMatchObject({ can_undo: true, undone_by: null, undo_of: null });
    await registry.drainOutbox();
    const made = await undo(registry, run.runId);
    expect(made).toMatchObject({ status: "running", phase: "finalizing", cause: "undo", undo_of: run.runId });
    expect(made.log).toContain(`queued: undo by tester, undoes run ${run.runId}`);
    const task = (await registry.drainOutbox()).find(({ subject }) => subject.startsWith("task."));
    expect(task!.subject).toBe(`task.undo.${made.id}`);
    expect(task!.body).toMatchObject({ runId: made.id, undoOf: run.runId });
    expect(await detail(registry, run.runId)).toMatchObject({ can_undo: false, undone_by: null });

    await registry.db.updateTable("pipelines").set({ source_version: "v1", source_version_by: 1 }).execute();
    const undoing = new TestRun(registry, pipelineId, made.id);
    await undoing.finalized({ rowCount: 70, warnings: ["undone"], watermark: noWatermark });
    expect(await undoing.view()).toMatchObject({ status: "success", records_processed: 70, records_total: 70 });
    expect((await undoing.view()).log).toMatch(/ undone\n.* succeeded: 70 rows$/);
    expect(await detail(registry, run.runId)).toMatchObject({ status: "success", can_undo: false, undone_by: made.id });
    // The next run is not skipped.
    expect(await versions(registry)).toEqual({ source_version: null, undoable_run_ids: [] });
  });

  test("is made once, however often it is requested", async ({ registry, pipelineId }) => {
    const run = await kept(registry, pipelineId);
    const id = randomUUID();
    const [made, again] = await Promise.all([undo(registry, run.runId, id), undo(registry, run.runId, id)]);
    expect([made.id, again.id]).toEqual([id, id]);
    await new TestRun(registry, pipelineId, id).finalized();
    expect((await undo(registry, run.runId, id)).status).toBe("success");
    expect(await reasonOf(undo(registry, run.runId))).toBe(`run ${id} has undone it already`);
  });

  test("waits for an open run, and lets the next wait", async ({ registry, pipelineId }) => {
    const run = await kept(registry, pipelineId);
    const open = await new TestRun(registry, pipelineId).reach("loading");
    const made = await undo(registry, run.runId);
    expect(made.phase).toBe("queued");
    const next = new TestRun(registry, pipelineId);
    await next.start();
    await open.failed("load");
    expect((await detail(registry, made.id)).phase).toBe("finalizing");
    expect(await next.phase()).toBe("queued");
    await new TestRun(registry, pipelineId, made.id).finalized();
    expect(await next.phase()).toBe("planning");
  });

  test("that waits can be cancelled; one that finalizes is abandoned, and the ledger ends it", async ({
    registry,
    pipelineId,
  }) => {
    const run = await kept(registry, pipelineId);
    const open = await new TestRun(registry, pipelineId).reach("loading");
    const waiting = new TestRun(registry, pipelineId, (await undo(registry, run.runId)).id);
    await waiting.cancel();
    expect(await waiting.view()).toMatchObject({ status: "cancelled" });
    await open.failed("load");
    expect(await detail(registry, run.runId)).toMatchObject({ can_undo: true });
    const undoing = new TestRun(registry, pipelineId, (await undo(registry, run.runId)).id);
    await registry.drainOutbox();
    await undoing.cancel();
    expect(await undoing.view()).toMatchObject({ status: "outcome_unknown", phase: "abandoned" });
    expect(await registry.drainNames()).toEqual(["RunAbandoned", "DiscardRun"]);
    expect(await reasonOf(undo(registry, run.runId))).toContain("undoes it already");
    await undoing.discarded();
    expect(await undoing.view()).toMatchObject({ status: "cancelled" });
    expect(await detail(registry, run.runId)).toMatchObject({ can_undo: true });
  });

  test("that the ledger refuses has failed, and is not made again by itself", async ({ registry, pipelineId }) => {
    await registry.db
      .updateTable("pipelines")
      .set({
        configuration: JSON.stringify({
          ...input,
          retry: { times: 3, pause_seconds: 60, errors: ["operator", "destination"] },
        }),
      })
      .execute();
    const run = await kept(registry, pipelineId);
    const undoing = new TestRun(registry, pipelineId, (await undo(registry, run.runId)).id);
    await registry.drainOutbox();
    await undoing.failed("finalize", "conflict");
    expect(await undoing.view()).toMatchObject({ status: "failed", retry_at: null, resumable_until: null });
    expect(await registry.drainNames()).toEqual(["RunFailed"]);
    const again = ask(registry, "runs.retry", { id: undoing.runId, run_id: randomUUID(), requested_by: "tester" });
    expect(await reasonOf(again)).toBe(`the run is an undo: undo run ${run.runId} again`);
    expect((await undo(registry, run.runId)).phase).toBe("finalizing");
  });

  test("follows the target of the run that it undoes", async ({ registry, pipelineId }) => {
    const run = await kept(registry, pipelineId);
    const moved = { ...input, destination_config: { ...input.destination_config, table: "elsewhere" } };
    await registry.db
      .updateTable("pipelines")
      .set({ configuration: JSON.stringify(moved) })
      .execute();
    const { id } = await undo(registry, run.runId);
    const { configuration } = await ask(registry, "runs.destination", { run_id: id });
    expect(configuration.destination_config.table).toBe(input.destination_config.table);
  });

  test("whose task is lost is issued again", async ({ registry, pipelineId }) => {
    const run = await kept(registry, pipelineId);
    const { id } = await undo(registry, run.runId);
    await registry.drainOutbox();
    await registry.db
      .updateTable("runs")
      .set({ progress_at: new Date(0) })
      .where("id", "=", id)
      .execute();
    await registry.reconciler.reconcile();
    expect(await registry.drainNames()).toEqual(["UndoRun"]);
  });
});

describe("refused is a run", () => {
  test("that has changed nothing, or is no load", async ({ registry, pipelineId }) => {
    const failed = await failedHalfway(registry, pipelineId);
    expect(await reasonOf(undo(registry, failed.runId))).toBe("the run was failed and has changed nothing");
    const open = await new TestRun(registry, pipelineId).reach("loading");
    expect(await reasonOf(undo(registry, open.runId))).toBe("the run has not ended yet");
    await open.cancel();
    expect(await reasonOf(undo(registry, open.runId))).toBe("the run was cancelled and has changed nothing");
    const run = await kept(registry, pipelineId);
    const { id } = await undo(registry, run.runId);
    await new TestRun(registry, pipelineId, id).finalized();
    expect(await reasonOf(undo(registry, id))).toContain("the run is an undo itself");
    expect(await reasonOf(undo(registry, randomUUID()))).toContain("no run has the id");
  });

  test("of which nothing is kept, also after a loader that does not know it", async ({ registry, pipelineId }) => {
    const first = await new TestRun(registry, pipelineId).reach("success");
    expect(await reasonOf(undo(registry, first.runId))).toContain("are not kept");
    const second = await kept(registry, pipelineId);
    expect((await detail(registry, second.runId)).can_undo).toBe(true);
    await new TestRun(registry, pipelineId).reach("success");
    expect((await detail(registry, second.runId)).can_undo).toBe(false);
    expect(await reasonOf(undo(registry, second.runId))).toContain("are not kept");
  });

  test("that is not the newest: one after the other", async ({ registry, pipelineId }) => {
    const first = await kept(registry, pipelineId);
    const second = await kept(registry, pipelineId, first);
    expect(await reasonOf(undo(registry, first.runId))).toBe(`run ${second.runId} is newer: undo that one first`);
    const { id } = await undo(registry, second.runId);
    await new TestRun(registry, pipelineId, id).finalized({ undoableRunIds: [first.runId] });
    expect((await detail(registry, first.runId)).can_undo).toBe(true);
    expect((await undo(registry, first.runId)).phase).toBe("finalizing");
  });

  test("of a deleted pipeline", async ({ registry, pipelineId }) => {
    const run = await kept(registry, pipelineId);
    await registry.db.updateTable("pipelines").set({ archived_at: new Date() }).execute();
    expect(await reasonOf(undo(registry, run.runId))).toBe("the run's pipeline was deleted");
    expect((await detail(registry, run.runId)).can_undo).toBe(false);
  });
});
