/** What the API refuses, and how a run that cannot work fails. */
import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";

import { freePort, SandboxDataset } from "@datamantri/testkit";

import { openApi, type CallApi } from "./call-api.ts";
import { inDatabase } from "./in-database.ts";
import { test } from "./fixtures.ts";
import { awaitEnd, awaitRun, createPipeline, pipelineBody, trigger, type TestStack } from "./test-stack.ts";

let product: TestStack;
let call: CallApi;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  call = await openApi(product);
});

const moviesSource = { dataset: "movies", table: "movies" };

describe("strangers and bad input", () => {
  test.each([
    ["no token", undefined],
    ["an invalid token", "Bearer nonsense"],
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
    const registry = product.stack.adminUrl("datamantri_registry");
    await inDatabase(registry, "update users set is_active = false");
    try {
      const inactive = await call("POST", "/api/v1/auth/login", { body: { email, password }, token: null });
      expect(inactive.status).toBe(400);
    } finally {
      await inDatabase(registry, "update users set is_active = true");
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
      [{}, /name: is required and must be a string/],
      [{ name: "x", source_config: {}, destination_config: destination }, /source_config\.project/],
      [{ name: "x", source_config: { project: "p" }, destination_config: destination }, /either table .* or query/],
      [
        { name: "x", source_config: source, destination_config: { ...destination, prot: 1 } },
        /destination_config: has no field "prot"/,
      ],
      [
        { name: "x", source_config: source, destination_config: destination, mode: "upsert" },
        /mode: must be one of "append", "replace"/,
      ],
      [{ name: "x", source_config: source, destination_config: destination, mode: "merge" }, /destination_config\.key/],
      [
        { name: "x", source_config: { ...source, read: "incremental" }, destination_config: destination },
        /cursor_column/,
      ],
      [{ name: "x", source_config: source, destination_config: destination, schedule: "0 0 30 2 *" }, /never fires/],
      [{ name: "x", source_config: source, destination_config: destination, schedule: "61 * * * *" }, /61 \* \* \* \*/],
      [
        { name: "x", source_config: source, destination_config: destination, schedule: "0 5 * * *", timezone: "Mars" },
        /IANA/,
      ],
    ];
    const mapped: [unknown, RegExp][] = [
      [{ columns: [{ source: "a", cast: "money" }] }, /mapping\.columns\.0\.cast: must be one of bigint/],
      [{ columns: [{ source: "a", name: "é".repeat(32) }] }, /63 bytes/],
      [{ columns: [{ source: "a" }, { source: "A" }] }, /two entries/],
      [{ columns: [{ source: "a", exclude: true, name: "b" }] }, /can have no other setting/],
      [{ columns: [{ source: "a", cast: "text", mask: { method: "redact" } }] }, /one of cast, mask and as/],
      [{ columns: [{ source: "a", mask: { method: "hmac" } }] }, /mapping\.mask_key: is required/],
      [{ columns: [{ source: "a", mask: { method: "partial" } }] }, /would keep no character/],
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

    const response = await call("PATCH", "/api/v1/pipelines");
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

  test("an invalid query, before there is a run", async () => {
    const creating = createPipeline(product, { name: "no_query", source: { query: "SELEC 1" } });
    await expect(creating).rejects.toThrow(/answered 400: .*"code":"source_query_invalid"/);
  });

  test("a source that breaks later does not prevent a change of something else", async () => {
    await using sandbox = await SandboxDataset.create(product.access.bigquery);
    const table = await sandbox.createTable({ name: "breaks", schema: { id: "INT64", v: "INT64" } });
    const query = `SELECT id, v FROM \`${table.project}.${table.dataset}.${table.table}\``;
    const options = { name: "breaks", source: { query } };
    await createPipeline(product, options);
    await sandbox.query("ALTER TABLE breaks DROP COLUMN v");
    const apply = (more: object) =>
      product.api.put("/api/v1/pipelines/by-name/breaks", { ...pipelineBody(product, options), ...more });
    await expect(apply({ description: "broken since today" })).resolves.toMatchObject({ action: "updated" });
    const { source_config } = pipelineBody(product, options) as { source_config: object };
    const other = { source_config: { ...source_config, query: `${query} WHERE v = 1` } };
    await expect(apply(other)).rejects.toThrow(/"code":"source_query_invalid"/);
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
    const destination = { port };
    const id = await createPipeline(product, { name: "no_server", source: moviesSource, destination, maxWait: 5 });
    const runId = await trigger(product, id);
    const waiting = await awaitRun(product, runId, "wait", (run) => run.waiting_reason !== null, 30_000);
    expect(waiting.waiting_reason).toMatch(/cannot connect to PostgreSQL/);
    expect(Date.parse(waiting.waiting_until!) - Date.parse(waiting.waiting_since!)).toBe(5_000);
    const run = await awaitEnd(product, runId);
    expect(run).toMatchObject({ status: "failed", error_code: "sink_unreachable" });
    expect(run.error_message).toContain(String(port));
    expect(run.error_message).toMatch(/waited for \d+ s \(max_wait\)$/);
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
