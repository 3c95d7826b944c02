/** S13: somebody ends a run whose outcome nobody knows. It is settled when the destination's ledger answers. */
import { sql } from "kysely";
import { describe, expect } from "vitest";

import { CommandAnswers } from "@datamantri/bus";
import { subjectOf } from "@datamantri/contracts";

import { getRunDestination } from "../src/runs/run-access.ts";
import { isolatedTest as test } from "./fixtures.ts";
import type { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

test.beforeEach(({ registry }) => registry.reconciler.restoreStreams(true));

const ends: readonly unknown[] = ["RunSucceeded", "RunFailed", "RunCancelled"];

/** Changes a field of the destination in the pipeline's present configuration. */
const setDestination = (registry: TestRegistry, field: string, value: string) =>
  sql`
    update pipelines
    set configuration = jsonb_set(configuration::jsonb, array['destination_config', ${field}], to_jsonb(${value}::text))
  `.execute(registry.db);

describe("S13: a run that is finalizing, once somebody cancels it", () => {
  test("ends as outcome_unknown, and its ledger is to be closed", async ({ registry, run }) => {
    await run.reach("finalizing");
    await registry.drainOutbox();
    await run.cancel();
    await run.cancel();
    const { end_time, ...view } = await run.view();
    expect(view).toMatchObject({ status: "outcome_unknown", phase: "abandoned", error_code: null });
    expect(view.log).toMatch(
      /abandoned by somebody: the destination's ledger decides whether its rows are in the target$/,
    );
    expect(end_time).not.toBeNull();
    expect(await registry.drainNames()).toEqual(["RunAbandoned", "DiscardRun"]);
  });

  test.for([
    ["cancelled", "discarded", async (run: TestRun) => run.discarded()],
    ["cancelled", "found fenced by its last finalize", async (run: TestRun) => run.failed("finalize", "guard_stopped")],
    ["success", "found finalized", async (run: TestRun) => run.finalized()],
  ] as const)("is %s when it is %s", async ([status, , settle], { registry, run }) => {
    await run.reach("finalizing");
    await run.cancel();
    await registry.drainOutbox();
    await settle(run);
    expect(await run.view()).toMatchObject({ status, error_code: null });
    const told = await registry.drainNames();
    expect(told.filter((name) => ends.includes(name))).toEqual([
      status === "success" ? "RunSucceeded" : "RunCancelled",
    ]);
    // Whatever comes later changes nothing.
    for (const late of [run.discarded(), run.failed("finalize"), run.finalized(), run.cancel()]) await late;
    expect((await run.view()).status).toBe(status);
    expect(await registry.drainNames()).toEqual([]);
  });

  test("leaves its progress to the pipeline when its rows are in the target", async ({ registry, run }) => {
    await run.reach("finalizing");
    await run.cancel();
    await run.finalized({ watermark: { column: "id", value: "7", type: "int64" } });
    const { watermark } = await registry.db.selectFrom("pipelines").select("watermark").executeTakeFirstOrThrow();
    expect(watermark).toMatchObject({ column: "id", value: "7" });
  });
});

test("the pipeline's next run waits for the ledger of the abandoned one", async ({ registry, run }) => {
  await run.reach("finalizing");
  await run.cancel();
  const next = new TestRun(registry, run.pipelineId);
  await next.start();
  expect(await next.phase()).toBe("queued");
  await run.discarded();
  expect(await next.phase()).toBe("planning");
});

test("a run to another server does not wait for one that never returns", async ({ registry, run }) => {
  await run.reach("finalizing");
  await run.cancel();
  await setDestination(registry, "host", "elsewhere");
  const next = new TestRun(registry, run.pipelineId);
  await next.start();
  expect(await next.phase()).toBe("planning");
});

test("its lost task is issued again without limit", async ({ registry, run }) => {
  await run.reach("finalizing");
  await run.cancel();
  await registry.db
    .updateTable("runs")
    .set({ attempt: 40, progress_at: new Date(0) })
    .execute();
  await registry.drainOutbox();
  await registry.reconciler.reconcile();
  const told = await registry.drainOutbox();
  expect(told.map(({ messageId }) => messageId)).toEqual([`task.discard.${run.runId}:a41`]);
  expect(await run.phase()).toBe("abandoned");
});

test("its loader follows the pipeline's present user and password", async ({ registry, run }) => {
  await run.reach("finalizing");
  await setDestination(registry, "user", "another");
  const userOf = async () =>
    (await getRunDestination(registry.db, registry.sealer, run.runId)).configuration.destination_config.user;
  expect(await userOf()).toBe("another");
  await run.cancel();
  expect(await userOf()).toBe("another");
});

describe("a cancel is answered after its commit", () => {
  const cancel = async (registry: TestRegistry, run: TestRun, id: string) => {
    const message = { subject: subjectOf("CancelRun", {}), payload: new Uint8Array(), messageId: id };
    const answered = new CommandAnswers(registry.bus).send(
      id,
      message,
      { signal: AbortSignal.timeout(60_000) },
      60_000,
    );
    await Promise.all([answered, run.cancel(id)]);
  };

  test("also a repeat", async ({ registry, run }) => {
    await run.reach("loading");
    for (const id of ["c1", "c2"]) await cancel(registry, run, id);
    expect(await run.phase()).toBe("cancelled");
  });

  test("also one that abandons, and its repeat", async ({ registry, run }) => {
    await run.reach("finalizing");
    for (const id of ["c1", "c2"]) await cancel(registry, run, id);
    expect(await run.phase()).toBe("abandoned");
  });

  test("also a refusal", async ({ registry, run }) => {
    await run.reach("success");
    const refusal = { code: "conflict", message: "the run has ended: success" };
    await expect(cancel(registry, run, "c1")).rejects.toMatchObject(refusal);
    const unknown = new TestRun(registry, run.pipelineId);
    await expect(cancel(registry, unknown, "c2")).rejects.toMatchObject({ code: "not_found" });
  });
});
