/** Work that the broker loses is issued again: exactly what is missing, and nothing while work is in progress. */
import { sql } from "kysely";
import { describe, expect } from "vitest";

import { listObjectRuns, putObject, readSubjects } from "@datamantri/bus";
import { partitionOf, registryEvents, runWorkSubjects } from "@datamantri/contracts";
import { waitFor } from "@datamantri/testkit";

import { replayRun } from "../src/runs/replay-run.ts";
import { isolatedTest as test } from "./fixtures.ts";
import { flushOutbox } from "./flush-outbox.ts";
import { TestRegistry } from "./test-registry.ts";
import { allBatches, plannedEvent, TestRun } from "./test-run.ts";

test.beforeEach(({ registry }) => registry.reconciler.restoreStreams(true));

async function newRun(registry: TestRegistry): Promise<TestRun> {
  const { id } = await registry.createPipeline({ schedule: "0 5 * * *" });
  return new TestRun(registry, id);
}

/** Makes all runs look as if they had made no progress for a while. */
const growQuiet = (registry: TestRegistry) =>
  registry.db
    .updateTable("runs")
    .set({ progress_at: new Date(Date.now() - 60_000) })
    .execute();

/** Message ids that a pass issued, without the run. */
async function issued(registry: TestRegistry, run: TestRun): Promise<string[]> {
  const told = await registry.drainOutbox();
  return told
    .filter(({ subject }) => subject.includes(run.runId))
    .map(({ messageId }) => messageId.replace(run.runId, "*"));
}

async function pass(registry: TestRegistry, run: TestRun): Promise<string[]> {
  await growQuiet(registry);
  await registry.reconciler.reconcile();
  return issued(registry, run);
}

const purge = async (registry: TestRegistry, stream: string) => void (await registry.bus.jsm.streams.purge(stream));

describe("lost work", () => {
  test.for([
    ["planning", ["task.plan.*:a2"]],
    ["preparing", ["task.prepare.*:a2"]],
    ["finalizing", ["task.finalize.*:a2"]],
  ] as const)("of a run that is %s is issued again with another attempt", async ([phase, tasks], { registry }) => {
    const run = await newRun(registry);
    await run.reach(phase);
    await flushOutbox(registry);
    await purge(registry, "TASKS");
    expect(await pass(registry, run)).toEqual(tasks);
    expect(await pass(registry, run)).toEqual(tasks.map((task) => task.replace("a2", "a3")));
    expect(await run.phase()).toBe(phase);
  });

  test("of a run that is loading: exactly the splits with missing rows", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("loading");
    await run.loaded(allBatches.slice(0, 1));
    await flushOutbox(registry);
    for (const stream of ["TASKS", "BATCHES"]) await purge(registry, stream);
    const split = `task.split.${partitionOf(run.runId)}.*`;
    expect(await pass(registry, run)).toEqual([`${split}.0:a2`, `${split}.1:a2`]);
    await run.loaded(allBatches.slice(2));
    // A second may have passed since it last published its progress.
    await registry.drainOutbox();
    expect(await pass(registry, run)).toEqual([`${split}.0:a3`]);
    await run.loaded();
    expect(await run.phase()).toBe("finalizing");
  });

  test("of two runs concerns each of them alone", async ({ registry }) => {
    const [lost, kept] = [await newRun(registry), await newRun(registry)];
    await lost.reach("planning");
    await kept.reach("planning");
    await flushOutbox(registry);
    await registry.bus.jsm.streams.purge("TASKS", { filter: `task.plan.${lost.runId}` });
    await growQuiet(registry);
    await registry.reconciler.reconcile();
    expect((await registry.drainOutbox()).map(({ messageId }) => messageId)).toEqual([`task.plan.${lost.runId}:a2`]);
  });

  test("is issued again once by two registries", async ({ registry, second }) => {
    const run = await newRun(registry);
    await run.reach("loading");
    await flushOutbox(registry);
    await purge(registry, "TASKS");
    await growQuiet(registry);
    await Promise.all([
      registry.reconciler.reconcile(),
      second.reconciler.reconcile(),
      registry.reconciler.reconcile(),
    ]);
    const split = `task.split.${partitionOf(run.runId)}.*`;
    expect(await issued(registry, run)).toEqual([`${split}.0:a2`, `${split}.1:a2`]);
  });

  test("lost again and again fails the run at last, but never one whose rows may be moving", async ({ registry }) => {
    const [loading, finalizing] = [await newRun(registry), await newRun(registry)];
    await loading.reach("loading");
    await finalizing.reach("finalizing");
    await registry.db.updateTable("runs").set({ attempt: 20 }).execute();
    await registry.drainOutbox();
    await growQuiet(registry);
    await registry.reconciler.reconcile();
    expect(await loading.view()).toMatchObject({ phase: "failed", error_code: "gave_up" });
    expect(await finalizing.phase()).toBe("finalizing");
  });

  test("of an abandoned run: its staging table is still dropped", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("loading");
    await run.cancel();
    await flushOutbox(registry);
    expect(await pass(registry, run)).toEqual([]);
    await purge(registry, "TASKS");
    expect(await pass(registry, run)).toEqual(["task.discard.*:a2"]);
    await registry.handle("RunDiscarded", run.ids, `${run.runId}:RunDiscarded`);
    expect(await pass(registry, run)).toEqual([]);
  });

  test("of an abandoned run is not issued again when there is nothing to discard, or a loader gave up", async ({
    registry,
  }) => {
    const early = await newRun(registry);
    await early.reach("cancelled");
    const late = await newRun(registry);
    await late.reach("failed");
    await late.failed("discard");
    await registry.drainOutbox();
    expect(await pass(registry, early)).toEqual([]);
    expect(await pass(registry, late)).toEqual([]);
  });
});

test("a pass asks NATS as often for a thousand runs that wait as for one", async ({ registry }) => {
  const run = await newRun(registry);
  await run.reach("finalizing");
  await registry.drainOutbox();
  await sql`
    insert into runs (id, pipeline_id, state, cause, triggered_by, configuration, plan)
    select gen_random_uuid(), pipeline_id, state, cause, triggered_by, configuration, plan
    from runs, generate_series(1, 999)
  `.execute(registry.db);
  const runs = await registry.db.selectFrom("runs").select("id").execute();
  await Promise.all(runs.map(({ id }) => registry.bus.js.publish(`task.finalize.${id}`, "")));
  await growQuiet(registry);
  const before = registry.bus.control.stats().outMsgs;
  await registry.reconciler.restoreWork();
  expect(registry.bus.control.stats().outMsgs - before).toBeLessThan(10);
  expect(await registry.drainOutbox()).toEqual([]);
});

test("a pass issues the work of a thousand runs again, and the next one that of more", async ({ registry }) => {
  const run = await newRun(registry);
  await run.reach("planning");
  await registry.drainOutbox();
  await sql`
    insert into runs (id, pipeline_id, state, cause, triggered_by, configuration)
    select gen_random_uuid(), pipeline_id, state, cause, triggered_by, configuration from runs, generate_series(1, 1000)
  `.execute(registry.db);
  await growQuiet(registry);
  const issuedByNow = async () => {
    await registry.reconciler.restoreWork();
    return (await registry.db.selectFrom("outbox").select("id").execute()).length;
  };
  expect(await issuedByNow()).toBe(1_000);
  expect(await issuedByNow()).toBe(1_001);
});

describe("nothing is issued again while", () => {
  test("its messages wait in the outbox", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("loading");
    await growQuiet(registry);
    await registry.reconciler.reconcile();
    expect((await run.view()).phase).toBe("loading");
    expect((await issued(registry, run)).filter((id) => id.includes(":a2"))).toEqual([]);
  });

  test.for(["task.plan", "task.split", "batch"])("its message is in the stream: %s", async (kind, { registry }) => {
    const run = await newRun(registry);
    await run.reach("loading");
    await registry.drainOutbox();
    const { subject } = runWorkSubjects(run.runId).find((work) => work.subject.startsWith(kind))!;
    await registry.bus.js.publish(subject.replace("*", "0"), "");
    expect(await pass(registry, run)).toEqual([]);
  });

  test("a worker processes its task", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("planning");
    await flushOutbox(registry);
    const tasks = await registry.bus.js.consumers.get("TASKS", "extractor-plans");
    const task = await tasks.next();
    expect(task?.subject).toBe(`task.plan.${run.runId}`);
    expect(await pass(registry, run)).toEqual([]);
    await task!.ackAck();
    expect(await pass(registry, run)).toEqual(["task.plan.*:a2"]);
  });

  test("a report is unread", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("planning");
    await registry.drainOutbox();
    await registry.bus.js.publish(`event.run.${run.pipelineId}.${run.runId}.run_planned`, "");
    expect(await pass(registry, run)).toEqual([]);
    const events = await registry.bus.js.consumers.get("EVENTS", registryEvents.name);
    await (await events.next())!.ackAck();
    expect(await pass(registry, run)).toEqual(["task.plan.*:a2"]);
  });

  // S8: lost work waited until every report of every run was read.
  test("S8: but not because the reports of other runs are unread", async ({ registry }) => {
    const [run, other] = [await newRun(registry), await newRun(registry)];
    for (const each of [run, other]) await each.reach("planning");
    await registry.drainOutbox();
    const report = (of: TestRun) => registry.bus.js.publish(`event.run.${of.pipelineId}.${of.runId}.step_delayed`, "");
    const events = await registry.bus.js.consumers.get("EVENTS", registryEvents.name);
    await report(run);
    await (await events.next())!.ackAck();
    for (let count = 0; count < 3; count++) await report(other);
    // One is being handled, two wait.
    await events.next();
    expect(await pass(registry, run)).toEqual(["task.plan.*:a2"]);
    await report(run);
    expect(await pass(registry, run)).toEqual([]);
  });

  // The report of another run fails for minutes, before a report of this one that is handled.
  test("nor because a report of another run cannot be handled", async ({ registry }) => {
    const [run, other] = [await newRun(registry), await newRun(registry)];
    for (const each of [run, other]) await each.reach("planning");
    await registry.drainOutbox();
    const events = await registry.bus.js.consumers.get("EVENTS", registryEvents.name);
    await registry.bus.js.publish(`event.run.${other.pipelineId}.${other.runId}.run_planned`, "");
    const stuck = await events.next();
    await registry.bus.js.publish(`event.run.${run.pipelineId}.${run.runId}.run_planned`, "");
    expect(await pass(registry, run)).toEqual([]);
    const report = await events.next();
    await registry.handle("RunPlanned", plannedEvent(run.ids), "planned", report!.time.getTime());
    await report!.ackAck();
    await registry.drainOutbox();
    expect(await pass(registry, run)).toEqual(["task.prepare.*:a2"]);
    // The other one's report is unread.
    await growQuiet(registry);
    await registry.reconciler.reconcile();
    expect(await issued(registry, other)).toEqual([]);
    await stuck!.ackAck();
  });

  test("it made progress a moment ago, waits for another run, or has ended", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("planning");
    const waiting = new TestRun(registry, run.pipelineId);
    await waiting.start();
    const done = await newRun(registry);
    await done.reach("success");
    await registry.drainOutbox();
    await registry.reconciler.reconcile();
    expect(await registry.drainOutbox()).toEqual([]);
    expect(await pass(registry, waiting)).toEqual([]);
    expect(await pass(registry, done)).toEqual([]);
  });
});

describe("a broker that lost everything", () => {
  test("gets its streams, consumers and schedules again, and open runs finish", async ({ nats, registry }) => {
    const run = await newRun(registry);
    await run.reach("loading");
    await run.loaded(allBatches.slice(0, 1));
    await flushOutbox(registry);
    await nats.wipe();
    await waitFor(() => registry.reconciler.restoreStreams().then(() => true), {
      what: "the broker",
      timeoutMs: 20_000,
    });
    const schedule = await registry.bus.jsm.streams.getMessage("KV_schedules", {
      last_by_subj: `$KV.schedules.${run.pipelineId}`,
    });
    expect(schedule?.json()).toEqual({ pipeline_id: run.pipelineId, cron: "0 5 * * *", timezone: "UTC", version: 1 });
    const split = `task.split.${partitionOf(run.runId)}.*`;
    expect(await pass(registry, run)).toEqual([`${split}.0:a2`, `${split}.1:a2`]);
    await run.loaded();
    await run.finalized();
    expect(await run.view()).toMatchObject({ phase: "success", records_processed: 150 });
    await flushOutbox(registry);
    expect((await registry.stored("EVENTS")).map(({ name }) => name)).toContain("RunSucceeded");
  });

  test("is restored once: another pass, and another registry, change nothing", async ({ nats, registry, second }) => {
    await registry.createPipeline({ schedule: "0 5 * * *" });
    await flushOutbox(registry);
    await nats.wipe();
    await waitFor(() => registry.reconciler.restoreStreams().then(() => true), {
      what: "the broker",
      timeoutMs: 20_000,
    });
    const last = async () => (await registry.bus.jsm.streams.info("KV_schedules")).state.last_seq;
    expect(await last()).toBe(1);
    await registry.reconciler.reconcile();
    await second.reconciler.restoreStreams(true);
    expect(await last()).toBe(1);
  });
});

// No registry ran for a while after the run had ended.
test.for([0, 24])(
  "work of runs that ended %i hours ago is dropped, and not that of others",
  async (hours, { registry }) => {
    const [run, open] = [await newRun(registry), await newRun(registry)];
    for (const each of [run, open]) await each.reach("loading");
    await flushOutbox(registry);
    const sendBatch = ({ runId }: TestRun) => registry.bus.js.publish(`batch.${partitionOf(runId)}.${runId}.0`, "rows");
    for (const each of [run, open]) await sendBatch(each);
    await run.cancel();
    await flushOutbox(registry);
    await registry.db
      .updateTable("runs")
      .set({ ended_at: new Date(Date.now() - hours * 3_600_000) })
      .where("id", "=", run.runId)
      .execute();
    await registry.reconciler.reconcile();
    const tasks = (await registry.stored("TASKS")).filter(({ subject }) => subject.includes(run.runId));
    expect(tasks.map(({ name }) => name)).toEqual(["DiscardRun"]);
    expect(await readSubjects(registry.bus, "BATCHES")).toEqual([`batch.${partitionOf(open.runId)}.${open.runId}.0`]);
    expect(await readSubjects(registry.bus, "TASKS")).toContain(
      `task.split.${partitionOf(open.runId)}.${open.runId}.0`,
    );
  },
);

test("large rows of a crashed extractor are removed when their run has ended, and not before", async ({ registry }) => {
  const runs = { loading: await newRun(registry), success: await newRun(registry), cancelled: await newRun(registry) };
  const left = (run: TestRun) => ({ runId: run.runId, split: 0, sequence: 0, part: 0 });
  const { signal } = new AbortController();
  for (const [phase, run] of Object.entries(runs)) {
    await run.reach(phase as keyof typeof runs);
    await putObject(registry.bus, left(run), Buffer.alloc(10), signal);
  }
  await registry.db
    .updateTable("runs")
    .set({ ended_at: new Date(0) })
    .where("ended_at", "is not", null)
    .execute();
  await flushOutbox(registry);
  for (const stream of ["TASKS", "BATCHES"]) await purge(registry, stream);
  // Chunks are not work: the split is still issued again.
  expect(await pass(registry, runs.loading)).not.toEqual([]);
  expect(await listObjectRuns(registry.bus)).toEqual(new Set([runs.loading.runId]));
});

test("S11: a lost consumer is created again", async ({ registry }) => {
  await registry.bus.jsm.consumers.delete("EVENTS", registryEvents.name);
  await registry.reconciler.reconcile();
  expect((await registry.bus.jsm.consumers.info("EVENTS", registryEvents.name)).config.durable_name).toBe(
    registryEvents.name,
  );
});

// S9: a replay was accepted, and NATS lost its task.
describe("S9: a lost replay", () => {
  const replay = (registry: TestRegistry, run: TestRun) => replayRun(registry.db, run.runId, "somebody");
  const replays = async (registry: TestRegistry, run: TestRun) =>
    (await pass(registry, run)).filter((id) => id.startsWith("task.replay"));

  test("is issued again until a loader answers it, and then no more", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("success");
    await replay(registry, run);
    await flushOutbox(registry);
    expect(await replays(registry, run)).toEqual([]);
    await purge(registry, "TASKS");
    const [again] = await replays(registry, run);
    expect(again).toMatch(/^task\.replay\.\*:a\d+$/);
    const answer = `${run.runId}:RejectsReplayed:${again!.split(":")[1]}`;
    // An earlier replay's answer is none to this one.
    await registry.handle("RejectsReplayed", { ...run.ids, replayedCount: 0, rejectedCount: 0 }, `${answer}0`);
    expect(await replays(registry, run)).toHaveLength(1);
    const { replay_attempt } = await registry.db.selectFrom("runs").select("replay_attempt").executeTakeFirstOrThrow();
    const last = `${run.runId}:RejectsReplayed:a${replay_attempt}`;
    await registry.handle("RejectsReplayed", { ...run.ids, replayedCount: 0, rejectedCount: 0 }, last);
    expect(await replays(registry, run)).toEqual([]);
  });

  test("waits longer each time, up to half a minute, and ends after twenty", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("success");
    await replay(registry, run);
    await registry.drainOutbox();
    const quietFor = async (seconds: number) => {
      const progress_at = new Date(Date.now() - seconds * 1_000);
      await registry.db.updateTable("runs").set({ progress_at }).execute();
      await registry.reconciler.restoreWork();
      return (await issued(registry, run)).length;
    };
    expect(await quietFor(4)).toBe(1);
    expect(await quietFor(4)).toBe(0);
    expect(await quietFor(7)).toBe(1);
    for (let reissue = 3; reissue < 20; reissue++) expect(await quietFor(31)).toBe(1);
    expect(await quietFor(31)).toBe(0);
    expect(await run.view()).toMatchObject({ status: "success" });
    expect((await run.view()).log).toMatch(/replay failed: its task was lost 20 times \(gave_up\)$/);
    // It can be requested again.
    await replay(registry, run);
    expect((await issued(registry, run)).length).toBe(1);
    expect(await quietFor(4)).toBe(1);
  });

  test("that a loader gave up is not issued again", async ({ registry }) => {
    const run = await newRun(registry);
    await run.reach("success");
    await replay(registry, run);
    await flushOutbox(registry);
    await purge(registry, "TASKS");
    const { replay_attempt } = await registry.db.selectFrom("runs").select("replay_attempt").executeTakeFirstOrThrow();
    const failure = { ...run.ids, step: "replay", code: "sink_unreachable", message: "no answer" };
    await registry.handle("StepFailed", failure, `${run.runId}:replay:failed:a${replay_attempt}`);
    expect(await replays(registry, run)).toEqual([]);
  });
});
