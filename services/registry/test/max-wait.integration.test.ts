/** O3, S6: a run waits alike in every step for what is away, for as long as its pipeline's owner allows, and not for us. */
import { describe, expect } from "vitest";

import { test as base } from "./fixtures.ts";
import type { TestRegistry } from "./test-registry.ts";
import type { Phase, TestRun } from "./test-run.ts";

const test = base.extend("input", { max_wait: 600 });
const begin = Date.UTC(2026, 0, 31, 8);

/** A worker's report of a failed try, some seconds after the first one. */
function delayed({ ids }: TestRun, registry: TestRegistry, seconds: number, step = "load", code = "sink_unreachable") {
  const event = { ...ids, step, code, message: "cannot connect", delivery: 1, retryInMs: 1_000 };
  const timeMs = begin + seconds * 1_000;
  return registry.handle("StepDelayed", event, `${ids.runId}:${step}:${code}:delayed:${timeMs}`, timeMs);
}

/** Reports of one wait, of which each comes within two minutes of the one before. */
async function wait(run: TestRun, registry: TestRegistry, until: number, step = "load", code = "sink_unreachable") {
  for (let seconds = 0; seconds < until; seconds += 100) await delayed(run, registry, seconds, step, code);
  await delayed(run, registry, until, step, code);
}

const at = (seconds: number) => new Date(begin + seconds * 1_000).toISOString();

describe.for([
  ["plan", "planning", "source_unavailable"],
  ["prepare", "preparing", "sink_read_only"],
  ["read", "loading", "source_rate_limited"],
  ["statistics", "loading", "source_unavailable"],
  ["load", "loading", "sink_full"],
] as const)("%s", ([step, phase, code]) => {
  test("waits with the reason and the time left, and fails after the limit", async ({ registry, run }) => {
    await run.reach(phase);
    await wait(run, registry, 599, step, code);
    const waiting = await run.view();
    expect(waiting).toMatchObject({ status: "running", phase, waiting_since: at(0), waiting_until: at(600) });
    expect(waiting.waiting_reason).toMatch(`${step} waits: cannot connect (${code})`);
    await delayed(run, registry, 600, step, code);
    expect(await run.view()).toMatchObject({
      status: "failed",
      error_code: code,
      error_message: `${step}: cannot connect; waited for 600 s (max_wait)`,
      waiting_reason: null,
      waiting_since: null,
      waiting_until: null,
    });
  });
});

test("what goes on begins to wait anew", async ({ registry, run }) => {
  await run.reach("loading");
  await delayed(run, registry, 0);
  await run.loaded([{ split: 0, sequence: 0, part: 0, rowCount: 50, rejectedCount: 0 }]);
  expect(await run.view()).toMatchObject({ waiting_reason: null, waiting_since: null });
  await delayed(run, registry, 590);
  await delayed(run, registry, 680);
  expect(await run.view()).toMatchObject({ phase: "loading", waiting_since: at(590), waiting_until: at(1_190) });
});

test("what went on between two reports, or while NATS was away, is no waiting", async ({ registry, run }) => {
  await run.reach("planning");
  await delayed(run, registry, 0, "plan", "source_unavailable");
  // The job was polled for an hour and a half.
  await delayed(run, registry, 5_400, "plan", "source_unavailable");
  const view = { phase: "planning", waiting_since: at(0), waiting_until: at(5_400 + 600 - 120) };
  expect(await run.view()).toMatchObject(view);
  // An old report that comes again.
  await delayed(run, registry, 3, "plan", "source_unavailable");
  expect(await run.view()).toMatchObject(view);
});

test("time without NATS or the metadata database is no waiting", async ({ registry, run }) => {
  await run.reach("loading");
  for (const code of ["bus_unavailable", "metadata_unavailable"]) {
    for (const seconds of [0, 5_000]) await delayed(run, registry, seconds, "load", code);
  }
  const view = await run.view();
  expect(view).toMatchObject({ phase: "loading", waiting_since: null, waiting_until: null });
  expect(view.waiting_reason).toMatch("metadata_unavailable");
});

test.for<[Phase]>([["planning"], ["preparing"], ["loading"]])(
  "a registry that was away for hours fails nothing by itself: %s",
  async ([phase], { registry, run }) => {
    await run.reach(phase);
    await delayed(run, registry, 0);
    await registry.db
      .updateTable("runs")
      .set({ waiting_since: new Date(0) })
      .where("id", "=", run.runId)
      .execute();
    await registry.reconciler.reconcile();
    expect(await run.phase()).toBe(phase);
  },
);

test("finalize is never failed by waiting: its outcome is unknown from then on", async ({ registry, run }) => {
  await run.reach("finalizing");
  await delayed(run, registry, 0, "finalize");
  expect(await run.view()).toMatchObject({ status: "running", waiting_since: at(0), waiting_until: null });
  await wait(run, registry, 599, "finalize");
  for (const seconds of [600, 630]) {
    await delayed(run, registry, seconds, "finalize");
    expect(await run.view()).toMatchObject({ status: "outcome_unknown", phase: "finalizing", end_time: null });
  }
  await run.finalized();
  expect(await run.view()).toMatchObject({ status: "success", waiting_reason: null });
});

test("an unknown outcome does not become a running one while the destination says different things", async ({
  registry,
  run,
}) => {
  await run.reach("finalizing");
  await delayed(run, registry, 0, "finalize", "outcome_unknown");
  await delayed(run, registry, 1, "finalize", "sink_unreachable");
  expect(await run.view()).toMatchObject({ status: "outcome_unknown" });
});

describe("without max_wait", () => {
  const test = base.extend("input", {});

  test("an hour is allowed", async ({ registry, run }) => {
    await run.reach("preparing");
    await wait(run, registry, 3_599, "prepare");
    expect(await run.view()).toMatchObject({ phase: "preparing", waiting_until: at(3_600) });
    await delayed(run, registry, 3_600, "prepare");
    expect(await run.phase()).toBe("failed");
  });
});
