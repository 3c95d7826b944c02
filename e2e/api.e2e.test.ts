import { readFileSync } from "node:fs";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { warehouseOf } from "@datamantri/local-stack";
import { freePort, waitFor } from "@datamantri/testkit";

import { awaitEnd, awaitRun, createPipeline, startTestStack, trigger, type Run, type TestStack } from "./test-stack.ts";

let product: TestStack;
let token: string;

beforeAll(async () => {
  product = await startTestStack();
  const { email, password } = product.access;
  token = (await call("POST", "/api/v1/auth/login", { body: { email, password }, token: null })).json
    .access_token as string;
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
  readonly json: Record<string, unknown>;
}

interface CallOptions {
  readonly body?: unknown;
  readonly raw?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const authorization = options.token === null ? undefined : `Bearer ${options.token ?? token}`;
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await fetch(product.access.url + path, {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    type: response.headers.get("content-type") ?? "",
    json: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

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
    expect(triggered.json).toEqual({ task_id: expect.any(String), status: "triggered" });
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

describe("strangers and bad input", () => {
  test.each([
    ["no token", undefined],
    ["a token that is none", "Bearer nonsense"],
    ["another scheme", "Basic YTpi"],
  ])("%s is 401", async (_what, authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    for (const path of [
      "/api/v1/auth/me",
      "/api/v1/pipelines",
      "/api/v1/pipelines/health",
      "/api/v1/health",
      "//health",
    ]) {
      const response = await fetch(product.access.url + path, { headers });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  test("a wrong password is 401, an inactive user 400", async () => {
    const { email, password } = product.access;
    const wrong = await call("POST", "/api/v1/auth/login", { body: { email, password: "wrong" }, token: null });
    expect(wrong.status).toBe(401);
    expect(wrong.json.detail).toContain("Incorrect");
    await inRegistry("update users set is_active = false");
    try {
      const inactive = await call("POST", "/api/v1/auth/login", { body: { email, password }, token: null });
      expect(inactive.status).toBe(400);
    } finally {
      await inRegistry("update users set is_active = true");
    }
  });

  test("unknown ids are 404", async () => {
    const id = "00000000-0000-4000-8000-000000000000";
    for (const [method, path] of [
      ["GET", `/api/v1/pipelines/${id}`],
      ["GET", "/api/v1/pipelines/nonsense"],
      ["DELETE", `/api/v1/pipelines/${id}`],
      ["POST", `/api/v1/pipelines/${id}/trigger`],
      ["GET", `/api/v1/pipelines/${id}/runs`],
      ["GET", `/api/v1/runs/${id}`],
    ] as const) {
      expect([path, (await call(method, path)).status]).toEqual([path, 404]);
    }
  });

  test("malformed bodies are 400 and say what is wrong", async () => {
    const destination = { host: "localhost", database: "d", user: "u", table: "t" };
    const source = { project: "p", dataset: "d", table: "t" };
    const cases: [unknown, RegExp][] = [
      [{}, /name/],
      [{ name: "x", source_config: {}, destination_config: destination }, /source_config\.project/],
      [{ name: "x", source_config: { project: "p" }, destination_config: destination }, /table .* or a query/],
      [{ name: "x", source_config: source, destination_config: { ...destination, prot: 1 } }, /prot/],
      [{ name: "x", source_config: source, destination_config: destination, mode: "upsert" }, /mode/],
      [{ name: "x", source_config: source, destination_config: destination, mode: "merge" }, /destination_config\.key/],
      [
        { name: "x", source_config: { ...source, read: "incremental" }, destination_config: destination },
        /cursor_column/,
      ],
      [{ name: "x", source_config: source, destination_config: destination, schedule: "0 0 30 2 *" }, /never fires/],
      [{ name: "x", source_config: source, destination_config: destination, schedule: "61 * * * *" }, /61 \* \* \* \*/],
      [
        { name: "x", source_config: source, destination_config: destination, schedule: "0 5 * * *", timezone: "Mars" },
        /Mars/,
      ],
    ];
    const mapped: [unknown, RegExp][] = [
      [{ columns: [{ source: "a", cast: "money" }] }, /mapping\.columns\.0\.cast: must be one of bigint/],
      [{ columns: [{ source: "a", name: "é".repeat(32) }] }, /63 bytes/],
      [{ columns: [{ source: "a" }, { source: "A" }] }, /two entries/],
      [{ columns: [{ source: "a", exclude: true, name: "b" }] }, /takes nothing else/],
      [{ columns: [{ source: "a", cast: "text", mask: { method: "redact" } }] }, /one of cast, mask and as/],
      [{ columns: [{ source: "a", mask: { method: "hmac" } }] }, /mapping\.mask_key: is needed/],
      [{ columns: [{ source: "a", mask: { method: "partial" } }] }, /keeps nothing/],
      [{ mask_key: "short" }, /mask_key: needs at least 16/],
      [{ flatten: true }, /flatten/],
    ];
    for (const [mapping, reason] of mapped) {
      cases.push([{ name: "x", source_config: source, destination_config: destination, mapping }, reason]);
    }
    for (const [body, reason] of cases) {
      const answer = await call("POST", "/api/v1/pipelines", { body });
      expect([answer.status, answer.type]).toEqual([400, "application/problem+json"]);
      expect(answer.json.detail).toMatch(reason);
    }
    for (const path of ["/api/v1/pipelines", "/api/v1/auth/login"]) {
      const malformed = await call("POST", path, { raw: "{not json" });
      expect(malformed).toMatchObject({ status: 400, type: "application/problem+json" });
      expect(malformed.json.detail).toContain("not valid JSON");
      expect((await call("POST", path, { raw: "[]" })).status).toBe(400);
      const headers = { "content-type": "text/plain" };
      expect(await call("POST", path, { raw: "{}", headers })).toMatchObject({
        status: 415,
        type: "application/problem+json",
      });
      const huge = JSON.stringify({ name: "x".repeat(3 * 2 ** 20) });
      expect((await call("POST", path, { raw: huge })).status).toBe(413);
    }
  });

  test("malformed limits are 400, other methods 405", async () => {
    for (const limit of ["0", "1001", "1e2", "-1", "", "ten"]) {
      const answer = await call("GET", `/api/v1/pipelines?limit=${limit}`);
      expect([limit, answer.status, answer.json.detail]).toEqual([limit, 400, "limit: a whole number from 1 to 1000"]);
    }
    await createPipeline(product, { name: "listed", source: moviesSource });
    expect(JSON.parse((await call("GET", "/api/v1/pipelines?limit=1")).text)).toHaveLength(1);

    const response = await fetch(`${product.access.url}/api/v1/pipelines`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${token}` },
    });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST, HEAD"]);
    expect((await call("HEAD", "/api/v1/pipelines")).status).toBe(200);
    expect((await call("GET", "/api/v1/nothing")).status).toBe(404);
  });

  test("the OpenAPI document is the one of docs/, for everybody", async () => {
    const committed = JSON.parse(readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8")) as unknown;
    for (const path of ["/openapi.json", "/api/v1/openapi.json"]) {
      expect((await call("GET", path, { token: null })).json).toEqual(committed);
    }
  });
});

describe("a run that cannot work says why", () => {
  test("unknown table", async () => {
    const id = await createPipeline(product, { name: "no_table", source: { dataset: "flights", table: "nope" } });
    const run = await awaitEnd(product, await trigger(product, id));
    expect(run).toMatchObject({ status: "failed", error_code: "source_not_found" });
    expect(run.error_message).toMatch(/nope/);
  });

  test("a query that is none", async () => {
    const id = await createPipeline(product, { name: "no_query", source: { query: "SELEC 1" } });
    const run = await awaitEnd(product, await trigger(product, id));
    expect(run).toMatchObject({ status: "failed", error_code: "source_query_invalid" });
  });

  test("wrong password of the destination", async () => {
    const id = await createPipeline(product, {
      name: "no_password",
      source: moviesSource,
      destination: { password: "wrong" },
    });
    const run = await awaitEnd(product, await trigger(product, id));
    expect(run).toMatchObject({ status: "failed", error_code: "sink_credentials_invalid" });
    expect(run.error_message).toMatch(/password authentication failed/);
  });

  test("unreachable PostgreSQL: it waits with the reason, then fails with it", async () => {
    const port = await freePort();
    const id = await createPipeline(product, { name: "no_server", source: moviesSource, destination: { port } });
    const runId = await trigger(product, id);
    const waiting = await awaitRun(product, runId, "wait", (run) => run.waiting_reason !== null, 30_000);
    expect(waiting.waiting_reason).toMatch(/cannot connect to PostgreSQL/);
    const run = await awaitEnd(product, runId);
    expect(run).toMatchObject({ status: "failed", error_code: "sink_unreachable" });
    expect(run.error_message).toContain(String(port));
  });

  test("unreachable BigQuery: it waits with the reason and can be cancelled", async () => {
    const api_endpoint = `http://127.0.0.1:${await freePort()}`;
    const id = await createPipeline(product, { name: "no_bigquery", source: { ...moviesSource, api_endpoint } });
    const runId = await trigger(product, id);
    const waiting = await awaitRun(product, runId, "wait", (run) => run.waiting_reason !== null, 30_000);
    expect(waiting.waiting_reason).toMatch(/cannot reach BigQuery .* ECONNREFUSED/);
    await call("POST", `/api/v1/runs/${runId}/cancel`);
    expect(await awaitEnd(product, runId)).toMatchObject({ status: "cancelled" });
  });

  test("a schema that is missing", async () => {
    const missing = await createPipeline(product, {
      name: "no_schema",
      source: moviesSource,
      destination: { schema: "nowhere" },
    });
    const run = await awaitEnd(product, await trigger(product, missing));
    expect(run).toMatchObject({ status: "failed", error_code: "sink_schema_missing" });
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

async function inDatabase<T>(connectionString: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}

async function inRegistry(statement: string): Promise<void> {
  await inDatabase(product.access.postgres.replace(/\/warehouse$/, "/datamantri_registry"), statement);
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
