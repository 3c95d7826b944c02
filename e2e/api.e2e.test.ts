/** What clients do with the API. */
import { describe, expect } from "vitest";

import { warehouseOf } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";

import { openApi, type CallApi } from "./call-api.ts";
import { inDatabase } from "./in-database.ts";
import { test } from "./fixtures.ts";
import { awaitEnd, awaitRun, createPipeline, trigger, type Run, type TestStack } from "./test-stack.ts";

let product: TestStack;
let call: CallApi;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  call = await openApi(product);
});

const moviesSource = { dataset: "movies", table: "movies" };

describe("the first API", () => {
  test("login, me, list, create, trigger, runs, delete", async () => {
    const { email, password, url } = product.access;
    expect((await call("GET", "/health", { token: null })).json).toEqual({ status: "healthy" });
    expect((await call("GET", "/", { token: null })).status).toBe(200);

    const login = await call("POST", "/api/v1/auth/login", { body: { email, password }, token: null });
    expect(login.status).toBe(200);
    expect(login.json).toMatchObject({ access_token: expect.any(String), token_type: "bearer" });
    const form = await fetch(`${url}/api/v1/auth/login`, {
      method: "POST",
      body: new URLSearchParams({ username: email, password }),
    });
    expect(form.status).toBe(200);

    const me = await call("GET", "/api/v1/auth/me");
    expect(me.json).toMatchObject({ email, is_active: true });
    expect(me.text).not.toContain("password");

    const id = await createPipeline(product, { name: "movies", source: moviesSource });
    const pipelines = JSON.parse((await call("GET", "/api/v1/pipelines")).text) as { id: string }[];
    expect(pipelines.map((pipeline) => pipeline.id)).toContain(id);
    expect((await call("GET", `/api/v1/pipelines/${id}`)).json).toMatchObject({
      name: "movies",
      source_type: "bigquery",
      destination_type: "postgres",
      mode: "replace",
      schedule: null,
    });

    const triggered = await call("POST", `/api/v1/pipelines/${id}/trigger`);
    expect(triggered.json).toEqual({ run_id: expect.any(String), task_id: triggered.json.run_id, status: "triggered" });
    const run = await awaitEnd(product, triggered.json.task_id as string);
    expect(run).toMatchObject({ id: triggered.json.task_id, pipeline_id: id, status: "success", error_message: null });
    expect(run.records_processed).toBeGreaterThan(3_000);

    const deleted = await call("DELETE", `/api/v1/pipelines/${id}`);
    expect(deleted.json).toEqual({ message: expect.any(String) });
    expect((await call("GET", `/api/v1/pipelines/${id}`)).status).toBe(404);
    // Archived: the history stays.
    const runs = JSON.parse((await call("GET", `/api/v1/pipelines/${id}/runs`)).text) as Run[];
    expect(runs.map((one) => one.id)).toEqual([run.id]);
    expect((await call("GET", `/api/v1/runs/${run.id}`)).status).toBe(200);
  });

  test("the same Idempotency-Key starts one run", async () => {
    const id = await createPipeline(product, { name: "idempotent", source: moviesSource });
    const headers = { "idempotency-key": "once" };
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => call("POST", `/api/v1/pipelines/${id}/trigger`, { headers })),
    );
    expect(new Set(answers.map((answer) => answer.json.task_id)).size).toBe(1);
    await awaitEnd(product, answers[0]!.json.task_id as string);
    expect(JSON.parse((await call("GET", `/api/v1/pipelines/${id}/runs`)).text)).toHaveLength(1);
  });

  test("append adds, replace replaces", async () => {
    const id = await createPipeline(product, { name: "appended", source: moviesSource, mode: "append" });
    const first = await awaitEnd(product, await trigger(product, id));
    await awaitEnd(product, await trigger(product, id));
    const rows = first.records_processed;
    expect(await countRows("appended")).toBe(2 * rows);

    const other = await createPipeline(product, {
      name: "replaced",
      source: moviesSource,
      destination: { table: "appended" },
    });
    expect(await awaitEnd(product, await trigger(product, other))).toMatchObject({ status: "success" });
    expect(await countRows("appended")).toBe(rows);
  });

  test("a query is read through a job, a schedule starts runs by itself", async () => {
    const id = await createPipeline(product, {
      name: "origins",
      source: { query: "SELECT origin, COUNT(*) AS flights FROM `sandbox.flights.flights_3m` GROUP BY origin" },
      schedule: "* * * * * *",
    });
    const runs = await waitForRuns(id, 2);
    await call("DELETE", `/api/v1/pipelines/${id}`);
    const run = await awaitEnd(product, runs.at(-1)!.id);
    expect(run).toMatchObject({ status: "success", triggered_by: "schedule" });
    expect(run.log).toContain("datamantri_");
  });

  test("an incremental pipeline goes on from its watermark", async () => {
    const id = await createPipeline(product, {
      name: "incremental",
      source: { dataset: "weather", table: "seattle_weather", read: "incremental", cursor_column: "date" },
      mode: "append",
    });
    const first = await awaitEnd(product, await trigger(product, id));
    expect(first).toMatchObject({ status: "success" });
    const again = await awaitEnd(product, await trigger(product, id));
    expect(again).toMatchObject({ status: "success", records_processed: 0 });
    expect(again.log).toContain("rows with date after");
    expect(await countRows("incremental")).toBe(first.records_processed);
  });

  test("a run is cancelled, leaves the target alone and no staging table", async () => {
    const id = await createPipeline(product, {
      name: "cancelled",
      source: { dataset: "flights", table: "flights_3m" },
    });
    const runId = await trigger(product, id);
    await awaitRun(product, runId, "load", (run) => run.records_processed > 0);
    expect((await call("POST", `/api/v1/runs/${runId}/cancel`)).status).toBe(202);
    expect(await awaitEnd(product, runId)).toMatchObject({ status: "cancelled" });
    const log = async (): Promise<string> => (await product.api.get<Run>(`/api/v1/runs/${runId}`)).log;
    await waitFor(async () => (await log()).includes("discarded"), { what: "the staging table to be dropped" });
    expect(await tableExists("public.cancelled")).toBe(false);
    expect(await stagingTables()).toEqual([]);
    expect((await call("POST", `/api/v1/runs/${runId}/cancel`)).status).toBe(409);
  });
});

describe("connections", () => {
  test("are checked step by step before anything is saved, and browsed", async () => {
    const destination = warehouseOf(product.access);
    const check = async (kind: string, config: object) =>
      (await call("POST", "/api/v1/connections/test", { body: { kind, config } })).json;
    expect(await check("postgres", destination)).toMatchObject({
      ok: true,
      checks: [{ check: "dns" }, { check: "tcp" }, { check: "login" }, {}, {}, {}],
    });
    const wrong = await check("postgres", { ...destination, password: "wrong" });
    expect(wrong).toMatchObject({ ok: false, checks: [{}, {}, { check: "login", code: "sink_credentials_invalid" }] });

    const source = { project: "sandbox", api_endpoint: product.access.bigquery };
    expect(await check("bigquery", source)).toMatchObject({ ok: true });
    const browse = async (more: object) =>
      call("POST", "/api/v1/connections/browse-source", { body: { ...source, ...more } });
    expect((await browse({})).json.datasets).toContain("movies");
    expect((await browse({ dataset: "movies", table: "movies" })).json).toMatchObject({
      tables: null,
      is_complete: true,
    });
    expect((await browse({ dataset: "movies", table: "nothing" })).status).toBe(404);
  });

  test("that are stored are tested, browsed and used by runs without typing a secret again", async () => {
    const store = async (kind: string, config: object) =>
      (await call("POST", "/api/v1/connections", { body: { name: `stored ${kind}`, kind, config } })).json.id as string;
    const source = await store("bigquery", { project: "sandbox", api_endpoint: product.access.bigquery });
    const destination = await store("postgres", warehouseOf(product.access));
    const ask = async (id: string, what: string, body: object) =>
      (await call("POST", `/api/v1/connections/${id}/${what}`, { body })).json;
    for (const id of [source, destination]) expect(await ask(id, "test", {})).toMatchObject({ ok: true });
    expect((await ask(source, "browse", {})).datasets).toContain("movies");
    const made = await call("POST", "/api/v1/pipelines", {
      body: {
        name: "by connections",
        source_config: { connection_id: source, ...moviesSource },
        destination_config: { connection_id: destination, table: "by_connections" },
      },
    });
    const id = made.json.id as string;
    const estimate = (await call("GET", `/api/v1/pipelines/${id}/estimate`)).json;
    expect(estimate).toMatchObject({ problems: [], columns: expect.any(Array) as unknown[] });
    const { task_id: runId } = (await call("POST", `/api/v1/pipelines/${id}/trigger`)).json;
    const isOver = async () => (await call("GET", `/api/v1/runs/${runId as string}`)).json.status;
    await waitFor(async () => (await isOver()) === "success", { what: "the run to succeed", timeoutMs: 30_000 });
    const listing = await ask(destination, "browse", { schema: "public", table: "by_connections" });
    expect(listing).toMatchObject({ table: { rows: expect.arrayContaining([expect.any(Array)]) as unknown[] } });
    expect((await call("DELETE", `/api/v1/connections/${source}`)).status).toBe(409);
  });
});

async function waitForRuns(pipelineId: string, count: number): Promise<Run[]> {
  return waitFor(
    async () => {
      const runs = await product.api.get<Run[]>(`/api/v1/pipelines/${pipelineId}/runs`);
      return runs.length >= count && runs;
    },
    { what: `${count} runs` },
  );
}

async function countRows(table: string): Promise<number> {
  const rows = await inDatabase<{ count: string }>(product.access.postgres, `select count(*) from ${table}`);
  return Number(rows[0]!.count);
}

async function tableExists(table: string): Promise<boolean> {
  const rows = await inDatabase<{ is: boolean }>(
    product.access.postgres,
    `select to_regclass('${table}') is not null as is`,
  );
  return rows[0]!.is;
}

async function stagingTables(): Promise<unknown[]> {
  return inDatabase(product.access.postgres, `select tablename from pg_tables where tablename like 'staging%'`);
}
