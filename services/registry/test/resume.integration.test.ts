/** A retry goes on from where a run failed: what that run left belongs to one run at any time, and nothing of it stays. */
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";

import type { PipelineInput, RegistryApi, RunDetail } from "@datamantri/contracts";
import { Secret, type ErrorCode } from "@datamantri/runtime";

import { answerRequests } from "../src/requests/answer-requests.ts";
import { setLineageReceiver } from "../src/lineage/lineage-receiver.ts";
import { isolatedTest } from "./fixtures.ts";
import { pipelineInput, TestRegistry } from "./test-registry.ts";
import { allBatches, plannedEvent, TestRun } from "./test-run.ts";

const hourMs = 3_600_000;
const input = pipelineInput({ schedule: "0 * * * *" });

const test = isolatedTest.extend("input", input);

function ask<Operation extends keyof RegistryApi>(
  registry: TestRegistry,
  operation: Operation,
  body: RegistryApi[Operation][0],
) {
  return answerRequests(registry, registry.sealer)[operation](body);
}

const retry = (registry: TestRegistry, id: string, more: Partial<RegistryApi["runs.retry"][0]> = {}) =>
  ask(registry, "runs.retry", { id, run_id: randomUUID(), requested_by: "tester", from: "failure", ...more });

const detail = (registry: TestRegistry, id: string) => ask(registry, "runs.get", { id }) as Promise<RunDetail>;

const change = (registry: TestRegistry, pipelineId: string, changes: Partial<PipelineInput>) =>
  ask(registry, "pipelines.replace", {
    id: pipelineId,
    version: null,
    pipeline: { ...input, ...changes },
    secrets: {},
    requested_by: "tester",
  });

/** @param snapshot when it was taken, and whether by a query. */
async function loading(
  registry: TestRegistry,
  pipelineId: string,
  snapshot: { agoMs?: number; jobId?: string } = {},
): Promise<TestRun> {
  const run = new TestRun(registry, pipelineId);
  await run.start();
  const { agoMs = 0, jobId = "" } = snapshot;
  const { snapshot: planned } = plannedEvent(run.ids);
  await run.planned({ snapshot: { ...planned, jobId, takenAtMs: Date.now() - agoMs } });
  await run.prepared();
  return run;
}

/** A run that failed when the first of two splits was loaded: 100 of 150 rows. */
async function failedHalfway(
  registry: TestRegistry,
  pipelineId: string,
  code: ErrorCode = "sink_full",
): Promise<TestRun> {
  const run = await loading(registry, pipelineId);
  await run.extracted(0, 100);
  await run.loaded(allBatches.slice(0, 2));
  await run.failed("load", code);
  return run;
}

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: Error) => error.message,
  );

describe("a run that failed while it was loading", () => {
  test("keeps what it loaded, and says until when", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const view = await detail(registry, run.runId);
    expect(view).toMatchObject({ status: "failed", records_processed: 100, records_resumed: null });
    expect(Date.parse(view.resumable_until!) - Date.now()).toBeGreaterThan(hourMs - 60_000);
    expect(view.log).toMatch(/100 of 150 rows kept until \S+ so that a retry can resume the run$/);
    expect((await registry.drainNames()).slice(-2)).toEqual(["RunProgressed", "RunFailed"]);
  });

  test("is gone on from: only what is missing is read, at its snapshot, and the rows count from there", async ({
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

  test("counts what a loader committed before it heard of the end", async ({ registry, pipelineId }) => {
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

  test("with what a report of the new run repeats: nothing counts twice", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const next = new TestRun(registry, pipelineId, ((await retry(registry, run.runId)) as RunDetail).id);
    await next.prepared();
    await next.loaded(allBatches.slice(0, 2));
    expect(await next.view()).toMatchObject({ records_processed: 100, phase: "loading" });
    await next.loaded();
    expect(await next.view()).toMatchObject({ records_processed: 150, phase: "finalizing" });
  });
});

test("a run that goes on from another one is told as a run of its own", async ({ registry, pipelineId }) => {
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
  test("is gone on from without reading anything, however old its snapshot is", async ({ registry, pipelineId }) => {
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
    expect(destination).toMatchObject({ config: { guards: { shrink: "allow" }, user: "other" } });
  });

  test("keeps its side of the verification, and the key with which it was digested", async ({
    registry,
    pipelineId,
  }) => {
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

describe("a retry from there that fails in its turn", () => {
  test("before it has taken over: the next one looks under both names", async ({ registry, pipelineId }) => {
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
    expect(await reasonOf(retry(registry, second.runId))).toContain("fails with staging_lost would fail again");
  });
});

describe("what is kept is discarded", () => {
  const discards = async (registry: TestRegistry) =>
    (await registry.drainOutbox()).filter(({ name }) => name === "DiscardRun").map(({ body }) => body["runId"]);

  const cases: [string, string, (run: TestRun) => Promise<unknown>][] = [
    ["when a newer run comes", "came after it", (run) => new TestRun(run.registry, run.pipelineId).start()],
    ["when it is retried from the start", "came after it", (run) => retry(run.registry, run.runId, { from: "start" })],
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
      "no retry resumed the run in time",
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
    expect((await detail(registry, run.runId)).log).toMatch(/discarded: the staging table is dropped/);
  });

  test("but not when its schedule or a guard is changed", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    await registry.drainOutbox();
    await change(registry, pipelineId, { schedule: "5 5 * * *" });
    await change(registry, pipelineId, {
      destination_config: { ...input.destination_config, guards: { empty: "warn" } },
    });
    expect(await discards(registry)).toEqual([]);
    expect(await retry(registry, run.runId)).toMatchObject({ records_resumed: 100 });
  });

  test("at once, when the run failed with a newer one waiting", async ({ registry, pipelineId }) => {
    const run = await loading(registry, pipelineId);
    await run.loaded(allBatches.slice(0, 2));
    const waiting = new TestRun(registry, pipelineId);
    await waiting.start();
    await run.failed("load", "sink_full");
    expect(await discards(registry)).toEqual([run.runId]);
    expect(await waiting.phase()).toBe("planning");
  });

  test.for(["row_rejected", "run_inconsistent", "certificate_mismatch", "source_snapshot_expired"] as const)(
    "at once, when the fault is in the rows: %s",
    async (code, { registry, pipelineId }) => {
      const run = await failedHalfway(registry, pipelineId, code);
      expect(await discards(registry)).toEqual([run.runId]);
      expect((await detail(registry, run.runId)).resumable_until).toBeNull();
    },
  );

  test("at once, when the pipeline was deleted or does something else by then", async ({ registry, pipelineId }) => {
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

  test("as whoever the pipeline writes as by then", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    await change(registry, pipelineId, {
      destination_config: { ...input.destination_config, user: "other", table: "elsewhere" },
    });
    expect(await discards(registry)).toEqual([run.runId]);
    expect(await ask(registry, "runs.destination", { run_id: run.runId })).toMatchObject({
      config: { user: "other", table: "t" },
    });
  });

  test("no later than its snapshot can be read", async ({ registry, pipelineId }) => {
    const table = await loading(registry, pipelineId, { agoMs: 7 * 24 * hourMs });
    await table.failed("read", "source_unavailable");
    expect((await detail(registry, table.runId)).resumable_until).toBeNull();
    const query = await loading(registry, pipelineId, { agoMs: 22.5 * hourMs, jobId: "job" });
    await query.failed("read", "source_unavailable");
    const leftMs = Date.parse((await detail(registry, query.runId)).resumable_until!) - Date.now();
    expect(leftMs).toBeGreaterThan(0.4 * hourMs);
    expect(leftMs).toBeLessThan(0.5 * hourMs + 1_000);
  });

  test("the reconciler leaves alone what is kept and what was taken over", async ({ registry, pipelineId }) => {
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
    // Nobody said that the second one's is gone: it is asked for again. The first one has none.
    expect(await registry.drainOutbox()).toMatchObject([{ name: "DiscardRun", body: { runId: second.runId } }]);
  });
});

describe("a retry from there is refused with its reason", () => {
  test("of a run that is cancelled, succeeded, open or never loaded a row", async ({ registry, pipelineId }) => {
    const run = await loading(registry, pipelineId);
    expect(await reasonOf(retry(registry, run.runId))).toBe("the run has not ended yet");
    await run.cancel();
    expect(await reasonOf(retry(registry, run.runId))).toBe(
      "of a cancelled run nothing is kept; retry it from the start",
    );
    const early = new TestRun(registry, pipelineId);
    await early.start();
    await early.failed("plan", "source_unavailable");
    expect(await reasonOf(retry(registry, early.runId))).toBe(
      "it failed before a row was loaded; retry it from the start",
    );
    const good = await new TestRun(registry, pipelineId).reach("success");
    expect(await reasonOf(retry(registry, good.runId))).toBe("the run succeeded; start another one");
  });

  test("after another run, after another one went on from it, and after its time", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const next = (await retry(registry, run.runId)) as RunDetail;
    expect(await reasonOf(retry(registry, run.runId))).toBe(
      `run ${next.id} has gone on from it already; retry it from the start`,
    );
    await new TestRun(registry, pipelineId, next.id).failed("load", "sink_full");
    const newer = new TestRun(registry, pipelineId);
    await newer.start();
    expect(await reasonOf(retry(registry, next.id))).toContain(`run ${newer.runId} of the pipeline came after it`);
    await newer.cancel();
    const late = await failedHalfway(registry, pipelineId);
    await registry.db.updateTable("runs").set({ resumable_until: new Date() }).where("id", "=", late.runId).execute();
    expect(await reasonOf(retry(registry, late.runId))).toBe(
      "what it had loaded is not kept any more; retry it from the start",
    );
  });

  test("when a connection leads elsewhere by now", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const config = { ...input.destination_config, host: "elsewhere" };
    await registry.db
      .updateTable("pipelines")
      .set({ destination_config: JSON.stringify(config) })
      .execute();
    expect(await reasonOf(retry(registry, run.runId))).toContain(
      "has changed since the run failed (destination_config.host)",
    );
  });

  test("and no password goes to a server that the pipeline does not lead to any more", async ({
    registry,
    pipelineId,
  }) => {
    const run = await failedHalfway(registry, pipelineId);
    await ask(registry, "runs.destination", { run_id: run.runId });
    await change(registry, pipelineId, { destination_config: { ...input.destination_config, host: "elsewhere" } });
    expect(await reasonOf(ask(registry, "runs.destination", { run_id: run.runId }))).toBe(
      "the pipeline writes to another server since the run ended",
    );
  });
});

describe("at the same time", () => {
  test("the same request twice makes one run", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const run_id = randomUUID();
    const views = await Promise.all([retry(registry, run.runId, { run_id }), retry(registry, run.runId, { run_id })]);
    expect(views).toMatchObject([{ id: run_id }, { id: run_id }]);
    expect(await registry.db.selectFrom("runs").selectAll().execute()).toHaveLength(2);
  });

  test("of several requests one wins", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => reasonOf(retry(registry, run.runId))));
    expect(outcomes.filter((outcome) => outcome === "none")).toHaveLength(1);
  });

  test.for([1, 2, 3, 4, 5])(
    "a request and a tick: one of them goes on, one run is open (%i)",
    async (_case, { registry, pipelineId }) => {
      const run = await failedHalfway(registry, pipelineId);
      await registry.drainOutbox();
      const scheduledForMs = Math.ceil((Date.now() + hourMs) / hourMs) * hourMs;
      const [outcome] = await Promise.all([
        reasonOf(retry(registry, run.runId)),
        registry.handle("Tick", { pipelineId, scheduledForMs }),
      ]);
      const open = await registry.db
        .selectFrom("runs")
        .select(["cause", "state"])
        .where("ended_at", "is", null)
        .execute();
      expect(open.filter(({ state }) => state !== "queued")).toHaveLength(1);
      const told = await registry.drainOutbox();
      const discarded = told.filter(({ name }) => name === "DiscardRun").length;
      if (outcome === "none") {
        // The tick's run waits behind it.
        expect(open).toHaveLength(2);
        expect(discarded).toBe(0);
      } else {
        expect(outcome).toContain("came after it");
        expect(open).toEqual([{ cause: "schedule", state: "planning" }]);
        expect(discarded).toBe(1);
      }
    },
  );
});
