/** A retry that cannot resume a run is refused with its reason; of several concurrent ones one resumes it. */
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import type { RunDetail } from "@datamantri/api";
import { TestRun } from "./test-run.ts";
import { input, ask, failedHalfway, hourMs, loading, reasonOf, retry, test } from "./failed-run.ts";

describe("a retry that resumes is refused with its reason", () => {
  test("of a run that is cancelled, succeeded, open or never loaded a row", async ({ registry, pipelineId }) => {
    const run = await loading(registry, pipelineId);
    expect(await reasonOf(retry(registry, run.runId))).toBe("the run has not ended yet");
    await run.cancel();
    expect(await reasonOf(retry(registry, run.runId))).toBe(
      "a cancelled run cannot be resumed; retry it from the start",
    );
    const early = new TestRun(registry, pipelineId);
    await early.start();
    await early.failed("plan", "source_unavailable");
    expect(await reasonOf(retry(registry, early.runId))).toBe(
      "it failed before a row was loaded; retry it from the start",
    );
    const good = await new TestRun(registry, pipelineId).reach("success");
    expect(await reasonOf(retry(registry, good.runId))).toBe("the run succeeded; start a new one");
  });

  test("after another run, after another one resumed it, and after it expired", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const next = (await retry(registry, run.runId)) as RunDetail;
    expect(await reasonOf(retry(registry, run.runId))).toBe(
      `run ${next.id} has already resumed it; retry it from the start`,
    );
    await new TestRun(registry, pipelineId, next.id).failed("load", "sink_full");
    const newer = new TestRun(registry, pipelineId);
    await newer.start();
    expect(await reasonOf(retry(registry, next.id))).toContain(
      `the newer run ${newer.runId} discarded the rows that it had loaded`,
    );
    await newer.cancel();
    const late = await failedHalfway(registry, pipelineId);
    await registry.db.updateTable("runs").set({ resumable_until: new Date() }).where("id", "=", late.runId).execute();
    expect(await reasonOf(retry(registry, late.runId))).toBe("its loaded rows were discarded; retry it from the start");
  });

  test("when a connection now leads elsewhere", async ({ registry, pipelineId }) => {
    const run = await failedHalfway(registry, pipelineId);
    const destination_config = { ...input.destination_config, host: "elsewhere" };
    await registry.db
      .updateTable("pipelines")
      .set({ configuration: JSON.stringify({ ...input, destination_config }) })
      .execute();
    expect(await reasonOf(retry(registry, run.runId))).toContain(
      "has changed since the run failed (destination_config.host)",
    );
  });

  test("and no password goes to a server that the pipeline no longer uses", async ({ registry, pipelineId }) => {
    const give = (host: string) =>
      ask(registry, "pipelines.replace", {
        id: pipelineId,
        version: null,
        pipeline: { ...input, destination_config: { ...input.destination_config, host } },
        secrets: { destination_password: `for ${host}` },
        requested_by: "tester",
      });
    await give("db");
    const run = await failedHalfway(registry, pipelineId);
    expect(await ask(registry, "runs.destination", { run_id: run.runId })).toMatchObject({ password: "for db" });
    await give("elsewhere");
    expect(await reasonOf(ask(registry, "runs.destination", { run_id: run.runId }))).toBe(
      "the pipeline was changed after the run was queued: host",
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
    "a request and a tick: one of them resumes, one run is open (%i)",
    async (_case, { registry, pipelineId }) => {
      const run = await failedHalfway(registry, pipelineId);
      await registry.drainOutbox();
      const scheduledForMs = Math.ceil((Date.now() + hourMs) / hourMs) * hourMs;
      const [outcome] = await Promise.all([
        reasonOf(retry(registry, run.runId)),
        registry.handle("Tick", { pipelineId, scheduledForMs, version: 0 }),
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
        expect(outcome).toContain("discarded the rows that it had loaded");
        expect(open).toEqual([{ cause: "schedule", state: "planning" }]);
        expect(discarded).toBe(1);
      }
    },
  );
});
