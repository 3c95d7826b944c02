/**
 * The sequence of the first API, as a script of then would play it: plain requests, no client of ours, its fields with
 * its types. Answers may have more fields; those of then never change.
 */
import { expect } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import { type TestStack } from "./test-stack.ts";

type Json = Record<string, unknown>;

let product: TestStack;
let authorization: string;

test.beforeAll(({ product: shared }) => {
  product = shared;
});
async function call(method: string, path: string, body?: Json): Promise<{ status: number; json: Json }> {
  const response = await fetch(product.access.url + path, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as Json };
}

async function logIn(body: URLSearchParams | string): Promise<{ status: number; json: Json }> {
  const headers = typeof body === "string" ? { "content-type": "application/json" } : {};
  const response = await fetch(`${product.access.url}/api/v1/auth/login`, { method: "POST", headers, body });
  return { status: response.status, json: (await response.json()) as Json };
}

const id = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;

/** A pipeline's fields of then. */
function pipelineOf(body: Json) {
  const { source_config, destination_config, ...rest } = body;
  const { password: _password, ...shown } = destination_config as Json;
  return {
    id,
    description: null,
    schedule: null,
    batch_size: null,
    is_active: true,
    status: "active",
    created_at: time,
    updated_at: time,
    ...rest,
    source_config: expect.objectContaining(source_config as Json) as Json,
    destination_config: expect.objectContaining(shown) as Json,
  };
}

function bodyOf(name: string, more: Json = {}): Json {
  const { hostname, port, username, password } = new URL(product.access.postgres);
  return {
    name,
    source_type: "bigquery",
    source_config: { project: "sandbox", dataset: "movies", table: "movies", api_endpoint: product.access.bigquery },
    destination_type: "postgres",
    destination_config: {
      host: hostname,
      port: Number(port),
      database: "warehouse",
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      table: name,
    },
    mode: "batch",
    ...more,
  };
}

test("health and the service's name need no login", async () => {
  const health = await fetch(`${product.access.url}/health`);
  expect([health.status, await health.json()]).toEqual([200, { status: "healthy" }]);
  const root = await fetch(`${product.access.url}/`);
  expect([root.status, await root.json()]).toMatchObject([200, { message: "DataMantri Pipeline Orchestrator API" }]);
});

test("login takes a form and JSON, and me is who logged in", async () => {
  const { email, password } = product.access;
  const token = { access_token: expect.any(String) as string, token_type: "bearer" };
  expect(await logIn(JSON.stringify({ email, password }))).toMatchObject({ status: 200, json: token });
  const form = await logIn(new URLSearchParams({ username: email, password, grant_type: "password", scope: "" }));
  expect(form).toMatchObject({ status: 200, json: token });
  authorization = `Bearer ${form.json.access_token as string}`;
  const me = { id, email, full_name: null, is_active: true, created_at: time };
  expect(await call("GET", "/api/v1/auth/me")).toMatchObject({ status: 200, json: me });
});

test("create, list, trigger, runs, delete", async () => {
  const body = bodyOf("seeded");
  const created = await call("POST", "/api/v1/pipelines", body);
  expect(created).toMatchObject({ status: 201, json: pipelineOf(body) });
  const scheduled = bodyOf("seeded_daily", { schedule: "0 5 * * *", description: "each morning", batch_size: 1_000 });
  const daily = await call("POST", "/api/v1/pipelines", scheduled);
  expect(daily).toMatchObject({ status: 201, json: pipelineOf(scheduled) });
  const path = `/api/v1/pipelines/${created.json.id as string}`;
  expect(await call("GET", path)).toEqual({ status: 200, json: created.json });
  expect(await call("GET", "/api/v1/pipelines")).toEqual({ status: 200, json: [daily.json, created.json] });

  const triggered = await call("POST", `${path}/trigger`);
  expect(triggered.json).toEqual({ run_id: id, task_id: id, status: "triggered" });
  const runs = await waitFor(
    async () => {
      const list = (await call("GET", `${path}/runs`)).json as unknown as readonly Json[];
      return list[0]?.end_time ? list : undefined;
    },
    { what: "the run to end" },
  );
  expect(runs).toMatchObject([
    {
      id: triggered.json.task_id,
      pipeline_id: created.json.id,
      status: "success",
      start_time: time,
      end_time: time,
      triggered_by: product.access.email,
      records_processed: 3_201,
      error_message: null,
      log: expect.stringContaining("\n") as string,
    },
  ]);

  for (const pipeline of [created, daily]) {
    const one = `/api/v1/pipelines/${pipeline.json.id as string}`;
    const deleted = await call("DELETE", one);
    expect(deleted).toEqual({ status: 200, json: { message: expect.any(String) as string } });
    expect((await call("GET", one)).status).toBe(404);
  }
  expect((await call("GET", "/api/v1/pipelines")).json).toEqual([]);
});

test("collections have the same answers with a slash", async () => {
  const body = bodyOf("slashed");
  const created = await call("POST", "/api/v1/pipelines/", body);
  expect(created).toMatchObject({ status: 201, json: pipelineOf(body) });
  const one = `/api/v1/pipelines/${created.json.id as string}`;
  expect(await call("GET", `${one}/`)).toEqual({ status: 200, json: created.json });
  expect(await call("GET", "/api/v1/pipelines/?limit=1")).toEqual({ status: 200, json: [created.json] });
  expect((await call("POST", `${one}/pause/`)).json).toMatchObject({ status: "paused", is_active: false });
  expect((await call("GET", one)).json).toMatchObject({
    name: "slashed",
    mode: "batch",
    schedule: null,
    status: "paused",
  });
  for (const collection of ["runs", "users", "api-keys", "webhooks", "connections", "audit"]) {
    const answers = await Promise.all(["", "/"].map((end) => call("GET", `/api/v1/${collection}${end}`)));
    expect([collection, answers[1]!.status]).toEqual([collection, 200]);
    if (collection !== "audit") expect(answers[1]).toEqual(answers[0]);
  }
  expect((await call("GET", `${one}//`)).status).toBe(404);
  expect((await call("DELETE", `${one}/`)).json).toEqual({ message: expect.any(String) as string });
  expect((await call("GET", one)).status).toBe(404);
});

test("a wrong password is 401, no token 401, an inactive user 400, an unknown pipeline 404", async () => {
  const { email, url } = product.access;
  expect((await logIn(new URLSearchParams({ username: email, password: "wrong" }))).status).toBe(401);
  expect((await fetch(`${url}/api/v1/pipelines`)).status).toBe(401);

  const password = "a password of twelve";
  const user = { email: "gone@example.com", role: "viewer", password };
  const made = (await call("POST", "/api/v1/users", user)).json.user as Json;
  await call("PATCH", `/api/v1/users/${made.id as string}`, { is_active: false });
  expect((await logIn(new URLSearchParams({ username: user.email, password }))).status).toBe(400);

  const unknown = "/api/v1/pipelines/00000000-0000-4000-8000-000000000000";
  for (const [method, path] of [
    ["GET", unknown],
    ["DELETE", unknown],
    ["POST", `${unknown}/trigger`],
    ["GET", `${unknown}/runs`],
  ] as const) {
    const answer = await call(method, path);
    expect([method, path, answer.status]).toEqual([method, path, 404]);
    expect(answer.json.detail).toEqual(expect.any(String));
  }
});
