import { afterAll, beforeAll, describe, expect, test } from "vitest";

import pg from "pg";
import { parse } from "yaml";

import { waitFor } from "@datamantri/testkit";

import { pipelineBody } from "./call-api.ts";
import { Resources } from "./resources.ts";

let product: Resources;

beforeAll(async () => {
  product = await Resources.open();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

describe("a schedule", () => {
  const preview = (body: object) => product.call("POST", "/api/v1/schedules/preview", { body });

  test("returns its next due times and warnings", async () => {
    const { body } = await preview({ schedule: "0 5 13 * FRI", count: 3 });
    const { next, warnings } = body as { next: string[]; warnings: object[] };
    expect(next).toHaveLength(3);
    for (const due of next) expect(due).toMatch(/T05:00:00\.000Z$/);
    expect(warnings).toMatchObject([{ code: "either_day" }]);
    expect((await preview({ schedule: "0 0 30 2 *" })).body).toMatchObject({
      next: [],
      warnings: [{ code: "never_fires" }],
    });
    expect(await preview({ schedule: "61 * * * *" })).toMatchObject({ status: 400, body: { code: "request_invalid" } });
    expect((await preview({ schedule: "0 5 * * *", timezone: "Mars" })).status).toBe(400);
  });

  test("says by how much a jitter may delay runs, at most until the next due time", async () => {
    const warnings = async (body: object) => ((await preview(body)).body as { warnings: object[] }).warnings;
    const jitter = (seconds: number) => ({
      code: "jitter",
      message: `Runs start up to ${seconds} s later than shown. How much depends only on the pipeline and its schedule.`,
    });
    expect(await warnings({ schedule: "0 5 * * *", schedule_jitter_seconds: 600 })).toEqual([jitter(600)]);
    expect(await warnings({ schedule: "* * * * *", schedule_jitter_seconds: 600 })).toEqual([jitter(54)]);
    expect(await warnings({ schedule: "0 5 * * *", schedule_jitter_seconds: 0 })).toEqual([]);
    expect((await preview({ schedule: "0 5 * * *", schedule_jitter_seconds: 3_601 })).status).toBe(400);
    const { id } = await product.create({ schedule: "0 5 * * *", schedule_jitter_seconds: 40 });
    const { body } = await product.call("GET", `/api/v1/pipelines/${id}/schedule-preview?count=1`);
    expect(body).toMatchObject({ warnings: [jitter(40)] });
  });

  test("of a pipeline is returned, and may be absent", async () => {
    const [scheduled, other] = [
      await product.create({ schedule: "0 5 * * *", timezone: "Asia/Kolkata" }),
      await product.create(),
    ];
    const { body } = await product.call("GET", `/api/v1/pipelines/${scheduled.id}/schedule-preview?count=1`);
    expect(body).toEqual({ next: [expect.stringMatching(/T23:30:00\.000Z$/)], warnings: [] });
    const none = await product.call("GET", `/api/v1/pipelines/${other.id}/schedule-preview`);
    expect(none.body).toEqual({ next: [], warnings: [] });
  });

  test("has a policy for missed due times", async () => {
    const { id, name } = await product.create({ schedule: "0 5 * * *", catch_up: { policy: "last" } });
    const path = `/api/v1/pipelines/${id}`;
    const kept = { policy: "last", window_seconds: 86_400 };
    expect((await product.call("GET", path)).body).toMatchObject({ catch_up: kept });
    const file = parse((await product.call("GET", `${path}/yaml`)).body as string) as object;
    expect(file).toMatchObject({ catch_up: kept });
    const byName = `/api/v1/pipelines/by-name/${encodeURIComponent(name)}`;
    expect(await product.call("PUT", byName, { body: file })).toMatchObject({
      status: 200,
      body: { action: "unchanged" },
    });
    const changed = await product.call("PUT", byName, {
      body: { ...file, catch_up: { policy: "all", window_seconds: 60 } },
    });
    expect(changed.body).toMatchObject({
      action: "updated",
      changes: [
        { field: "catch_up.policy", before: "last", after: "all" },
        { field: "catch_up.window_seconds", before: 86_400, after: 60 },
      ],
    });
    const { catch_up: _catchUp, ...without } = file as { catch_up: object };
    await product.call("PUT", byName, { body: without });
    expect((await product.call("GET", path)).body).toMatchObject({ catch_up: null });

    const stream = { mode: "stream", source_config: { project: "p", dataset: "d", table: "t", cursor_column: "at" } };
    for (const wrong of [
      { catch_up: { policy: "some" } },
      { catch_up: { window_seconds: 60 } },
      { catch_up: { policy: "all", window_seconds: 59 } },
      { catch_up: { policy: "all", window_seconds: 2_592_001 } },
      { ...stream, catch_up: { policy: "last" } },
    ]) {
      const { status } = await product.call("POST", "/api/v1/pipelines", { body: pipelineBody(wrong) });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
  });

  test("is caught up after a due time was missed", async () => {
    // Not due while this test runs.
    const schedule = `${(new Date().getUTCMinutes() + 30) % 60} * * * *`;
    const { id } = await product.create({ schedule, catch_up: { policy: "last" } });
    const database = new pg.Client({ connectionString: product.api.databaseUrl });
    await database.connect();
    const since = "now() - interval '3 hours'";
    await database.query(`update pipelines set scheduled_since = ${since}, checked_until = ${since} where id = $1`, [
      id,
    ]);
    await database.end();
    const read = async () =>
      (await product.call("GET", `/api/v1/pipelines/${id}/occurrences`)).body as { status: string }[];
    await waitFor(async () => (await read()).length > 0, { what: "what was missed", timeoutMs: 20_000 });
    const caughtUp = (await read()).filter(({ status }) => status === "caught_up");
    expect(caughtUp).toMatchObject([{ reason: null, run_id: expect.any(String) as string }]);
    expect(new Set((await read()).map(({ status }) => status))).toEqual(new Set(["caught_up", "missed"]));
  });

  test("has a list of its occurrences and their outcomes", async () => {
    const { id } = await product.create({ schedule: "* * * * * *" });
    const path = `/api/v1/pipelines/${id}/occurrences`;
    interface Occurrence {
      readonly status: string;
      readonly reason: string | null;
      readonly run_id: string | null;
    }
    const read = async (query = "") => (await product.call("GET", path + query)).body as Occurrence[];
    await waitFor(async () => (await read("?status=skipped")).length > 0, { what: "an occurrence without a run" });
    await product.call("DELETE", `/api/v1/pipelines/${id}`);

    const [first, second, third] = (await read()).toReversed();
    expect([first, second, third]).toMatchObject([
      { status: "fired", reason: null },
      { status: "fired", reason: null },
      { status: "skipped", reason: "overlap", run_id: null },
    ]);
    const run = await product.call("GET", `/api/v1/runs/${first!.run_id}`);
    expect(run).toMatchObject({ status: 200, body: { pipeline_id: id, cause: "schedule" } });
    expect((await read("?status=missed")).length).toBe(0);
    const parts = await product.follow(`${path}?limit=2`);
    expect(parts[0]).toHaveLength(2);
    expect(parts.flat()).toEqual(await read());
    for (const wrong of ["?status=lost", "?cursor=x", "?limit=0"]) {
      expect([wrong, (await product.call("GET", path + wrong)).status]).toEqual([wrong, 400]);
    }
    expect((await product.call("GET", `/api/v1/pipelines/${crypto.randomUUID()}/occurrences`)).status).toBe(404);
  });
});
