/** Tasks of a run: re-issued ones equal the first ones, except for the attempt. */
import { expect } from "vitest";

import { isolatedTest } from "./fixtures.ts";
import { pipelineInput, type TestRegistry, type Told } from "./test-registry.ts";

const { destination_config } = pipelineInput();
/** With a full verification, so that a loading run needs more than its splits. */
const input = { destination_config: { ...destination_config, verification: "full" as const } };
const test = isolatedTest.extend("input", input);

test.beforeEach(({ registry }) => registry.reconciler.restoreStreams(true));

/** Returns the tasks in the outbox and empties it, as if they were lost. */
async function drainTasks(registry: TestRegistry): Promise<readonly Told[]> {
  return (await registry.drainOutbox()).filter(({ subject }) => subject.startsWith("task."));
}

function asAttempt(attempt: number, { messageId, body, ...task }: Told): Told {
  return { ...task, messageId: messageId.replace(/:a1$/, `:a${attempt}`), body: { ...body, attempt } };
}

test.for([
  ["planning", ["PlanRun"]],
  ["preparing", ["PrepareRun"]],
  ["loading", ["ComputeStatistics", "ReadSplit", "ReadSplit"]],
  ["finalizing", ["FinalizeRun"]],
  ["success", []],
  ["failed", ["DiscardRun"]],
  ["cancelled", ["DiscardRun"]],
] as const)("of a run that is %s", async ([state, names], { registry, run }) => {
  const statistics = { rowCount: 150, rowsHash: "h", columns: [], jobId: "job", bytesEstimated: 0, bytesBilled: 0 };
  const steps = {
    preparing: () => run.planned(),
    loading: () => run.prepared(),
    finalizing: async () => {
      await registry.handle("StatisticsComputed", { ...run.ids, ...statistics, costUsd: 0 });
      await run.loaded();
    },
    success: () => run.finalized(),
  };
  const ends = { failed: () => run.failed("load", "row_rejected"), cancelled: () => run.cancel() };
  await run.start();
  const isAbandoned = state === "failed" || state === "cancelled";
  for (const [next, step] of Object.entries(steps)) {
    if ((await run.phase()) === (isAbandoned ? "loading" : state)) break;
    await drainTasks(registry);
    await step();
    expect(await run.phase()).toBe(next);
  }
  if (isAbandoned) {
    await drainTasks(registry);
    await ends[state]();
  }
  expect(await run.phase()).toBe(state);
  const first = await drainTasks(registry);
  expect(first.map(({ name }) => name)).toEqual(names);

  for (const attempt of [2, 3]) {
    await registry.db
      .updateTable("runs")
      .set({ progress_at: new Date(Date.now() - 60_000) })
      .execute();
    await registry.reconciler.reconcile();
    expect(await drainTasks(registry)).toEqual(first.map((task) => asAttempt(attempt, task)));
  }
});
