/** The registry's answers about the state of the system. */
import { describe, expect } from "vitest";
import { sql } from "kysely";

import { readHistory, type History } from "../src/system/read-history.ts";
import { readPresent } from "../src/system/read-present.ts";
import { isolatedTest as test } from "./fixtures.ts";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const history = (registry: TestRegistry): Promise<History> => readHistory(registry.db);

/** Moves the run's end into the past. */
async function endedAgo(registry: TestRegistry, run: TestRun, interval: string): Promise<void> {
  await sql`update runs set ended_at = now() - ${interval}::interval where id = ${run.runId}`.execute(registry.db);
}

async function failed(registry: TestRegistry, pipelineId: string, code: string, ago: string): Promise<TestRun> {
  const run = await new TestRun(registry, pipelineId).reach("loading");
  await run.failed("load", code);
  await endedAgo(registry, run, ago);
  return run;
}

describe("the history", () => {
  test("has each of the last 24 hours, with the runs that ended in it", async ({ registry, pipelineId }) => {
    await new TestRun(registry, pipelineId).reach("success");
    await failed(registry, pipelineId, "sink_rejected", "3 hours");
    await endedAgo(registry, await new TestRun(registry, pipelineId).reach("success"), "2 days");
    const { throughput } = await history(registry);
    expect(throughput).toHaveLength(24);
    const times = throughput.map(({ hour }) => Date.parse(hour));
    expect(times.every((at, i) => at % 3_600_000 === 0 && at - (times[i - 1] ?? at - 3_600_000) === 3_600_000)).toBe(
      true,
    );
    // Not by index: the hour may have changed meanwhile.
    const [earlier, lately, ...others] = throughput.filter(({ runs }) => runs > 0);
    expect(earlier).toMatchObject({ runs: 1, failed: 1, rows_loaded: 0 });
    expect(lately).toMatchObject({ runs: 1, failed: 0, rows_loaded: 150, bytes_billed: 0 });
    expect((Date.parse(lately!.hour) - Date.parse(earlier!.hour)) / 3_600_000).toBe(3);
    expect(others).toEqual([]);
  });

  test("counts failures by code and hour, for seven days", async ({ registry, pipelineId }) => {
    for (const ago of ["1 minute", "1 minute", "6 days", "8 days"])
      await failed(registry, pipelineId, "sink_rejected", ago);
    await failed(registry, pipelineId, "source_not_found", "6 days");
    const { errors } = await history(registry);
    const sum = (code: string) =>
      errors.filter(({ error_code }) => error_code === code).reduce((total, { runs }) => total + runs, 0);
    expect([sum("sink_rejected"), sum("source_not_found")]).toEqual([3, 1]);
    expect(new Set(errors.map(({ hour }) => hour)).size).toBeGreaterThan(1);
  });

  test("shows each server's last success, and blames none for a pipeline's mistake", async ({
    registry,
    pipelineId,
  }) => {
    await new TestRun(registry, pipelineId).reach("success");
    await failed(registry, pipelineId, "source_not_found", "0 s");
    await failed(registry, pipelineId, "sink_table_mismatch", "0 s");
    const { id: other } = await registry.createPipeline({
      destination_config: { host: "other", port: 5433, database: "w", user: "u", schema: "public", table: "t" },
    });
    pipelineId = other;
    await new TestRun(registry, other).reach("cancelled");
    await failed(registry, pipelineId, "sink_credentials_invalid", "2 days");
    const { sources, destinations } = await history(registry);
    expect(destinations).toEqual([
      {
        name: "db:5432/w",
        state: "working",
        last_success_at: expect.any(String),
        last_failure_at: null,
        last_error_code: null,
        waiting: 0,
        runs: 3,
        failed: 2,
        rows_loaded: 150,
      },
      {
        name: "other:5433/w",
        state: "failing",
        last_success_at: null,
        last_failure_at: expect.any(String),
        last_error_code: "sink_credentials_invalid",
        waiting: 0,
        runs: 0,
        failed: 0,
        rows_loaded: 0,
      },
    ]);
    expect(sources).toMatchObject([{ name: "p", state: "working", last_failure_at: null, runs: 3, failed: 2 }]);
  });

  test("shows that runs wait for a server before any of them fails", async ({ registry, pipelineId }) => {
    await new TestRun(registry, pipelineId).reach("success");
    const run = await new TestRun(registry, pipelineId).reach("loading");
    const wait = (code: string) =>
      registry.handle("StepDelayed", { ...run.ids, step: "load", code, message: "m", delivery: 1, retryInMs: 1_000 });
    await wait("sink_full");
    const [destination] = (await history(registry)).destinations;
    expect(destination).toMatchObject({ state: "failing", waiting: 1, last_error_code: "sink_full", runs: 1 });
    expect((await history(registry)).sources).toMatchObject([{ state: "working", waiting: 0 }]);
    // The run continues.
    await run.loaded();
    expect((await history(registry)).destinations).toMatchObject([
      { state: "working", waiting: 0, last_error_code: null },
    ]);
  });
});

describe("the present", () => {
  test("has open runs, what they wait for, and unpublished messages", async ({ registry, pipelineId }) => {
    await registry.drainOutbox();
    expect(await readPresent(registry.db)).toEqual({
      outbox: { waiting: 0, oldest_at: null },
      open_runs: { queued: 0, running: 0, rows_loaded: 0, waits: [] },
      schedules: { count: 0, digest: expect.any(String) as string },
    });
    const { id: other } = await registry.createPipeline();
    const [one, two] = [new TestRun(registry, pipelineId), new TestRun(registry, other)];
    for (const run of [one, two]) {
      await run.reach("loading");
      const delayed = { step: "load", code: "sink_unreachable", message: "no route to db", delivery: 1 };
      await registry.handle("StepDelayed", { ...run.ids, ...delayed, retryInMs: run === one ? 1_000 : 30_000 });
    }
    await new TestRun(registry, pipelineId).reach("queued");
    const { outbox, open_runs } = await readPresent(registry.db);
    expect(outbox.waiting).toBeGreaterThan(0);
    expect(Date.now() - Date.parse(outbox.oldest_at!)).toBeLessThan(60_000);
    expect(open_runs).toEqual({
      queued: 1,
      running: 2,
      rows_loaded: 0,
      waits: [
        {
          reason: "load waits: no route to db (sink_unreachable)",
          error_code: "sink_unreachable",
          runs: 2,
          run_id: one.runId,
          pipeline_name: expect.any(String),
        },
      ],
    });
  });
});
