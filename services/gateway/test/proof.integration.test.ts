/** Changes of users and keys require recent authentication. A key that may only write pipelines moves no rows. */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { startApi, waitFor, type TestApi } from "@datamantri/testkit";

import { callAnonymously, signIn, type Call } from "./call-api.ts";
import { makeSigningKey } from "./test-auth.ts";

let api: TestApi;
let call: Call;
let database: pg.Client;

beforeAll(async () => {
  api = await startApi({
    postgres: inject("postgres").url,
    natsServer: inject("natsServer"),
    gateway: { SIGNING_KEY: makeSigningKey() },
  });
  database = new pg.Client({ connectionString: api.databaseUrl });
  await database.connect();
  call = await signIn(api);
});
afterAll(async () => {
  await database.end();
  await api[Symbol.asyncDispose]();
});

/** Makes all sessions look as if their users had logged in eleven minutes ago. */
async function growOld(): Promise<void> {
  await database.query("update sessions set authenticated_at = now() - interval '11 minutes'");
  const isKnown = async () => (await attempts[0]![1](call)).status === 403 || undefined;
  await waitFor(isKnown, { what: "the gateway to know" });
}

let count = 0;
const email = () => `user-${count++}@example.com`;
const attempts: readonly (readonly [what: string, attempt: (as: Call) => ReturnType<Call>])[] = [
  ["making a user", (as) => as("POST", "/api/v1/users", { body: { email: email(), role: "admin" } })],
  ["making an API key", (as) => as("POST", "/api/v1/api-keys", { body: { name: "k", role: "admin" } })],
  [
    "changing a user",
    async (as) => as("PATCH", `/api/v1/users/${await idOfAdmin()}`, { body: { full_name: email() } }),
  ],
];

async function idOfAdmin(): Promise<string> {
  const { rows } = await database.query<{ id: string }>("select id from users where email = $1", [api.email]);
  return rows[0]!.id;
}

const confirm = (password: string) => call("POST", "/api/v1/auth/confirm", { body: { password } });

describe.each(attempts)("%s", (_, attempt) => {
  test("requires a login or the password within ten minutes", async () => {
    expect((await attempt(call)).status).toBeLessThan(300);
    await growOld();
    expect(await attempt(call)).toMatchObject({ status: 403, body: { code: "reauthentication_required" } });
    expect(await confirm("wrong")).toMatchObject({ status: 400, body: { code: "wrong_password" } });
    expect((await attempt(call)).status).toBe(403);
    expect((await confirm(api.password)).status).toBe(200);
    expect((await attempt(call)).status).toBeLessThan(300);
  });

  test("is refused to an API key, with or without scopes", async () => {
    await confirm(api.password);
    for (const limits of [{}, { scopes: ["users:read", "pipelines:write", "runs:operate"] }]) {
      const as = await callWithKey({ role: "admin", ...limits });
      expect(await attempt(as)).toMatchObject({ status: 403, body: { code: "forbidden" } });
    }
  });
});

async function callWithKey(key: object): Promise<Call> {
  const { body } = await call("POST", "/api/v1/api-keys", { body: { name: `key ${count++}`, role: "editor", ...key } });
  const authorization = `Bearer ${(body as { secret: string }).secret}`;
  const anonymous = callAnonymously(api.url);
  return (method, path, options = {}) =>
    anonymous(method, path, { ...options, headers: { ...options.headers, authorization } });
}

const pipeline = (more: object = {}) => ({
  name: `p${count++}`,
  source_config: { project: "p", dataset: "d", table: "t" },
  destination_config: { host: "127.0.0.1", database: "w", user: "u", table: "t" },
  ...more,
});

describe("a key with pipelines:write alone", () => {
  let writer: Call;
  beforeAll(async () => {
    await confirm(api.password);
    writer = await callWithKey({ scopes: ["pipelines:write", "pipelines:read"] });
  });

  test("creates and changes pipelines that a user has to start", async () => {
    const made = await writer("POST", "/api/v1/pipelines", { body: pipeline() });
    expect(made.status).toBe(201);
  });

  const streaming = { mode: "stream", source_config: { project: "p", dataset: "d", table: "t", cursor_column: "at" } };
  test.each([
    ["a schedule", { schedule: "0 5 * * *" }],
    ["mode stream", streaming],
  ])("creates none that runs by itself: with %s", async (_, more) => {
    const refused = {
      status: 403,
      body: { code: "forbidden", detail: expect.stringContaining("runs:operate") as string },
    };
    expect(await writer("POST", "/api/v1/pipelines", { body: pipeline(more) })).toMatchObject(refused);
    const byName = pipeline(more);
    expect(await writer("PUT", `/api/v1/pipelines/by-name/${byName.name}`, { body: byName })).toMatchObject(refused);
    const { body } = await call("POST", "/api/v1/pipelines", { body: pipeline(more) });
    const { id, version } = body as { id: string; version: number };
    const headers = { "if-match": `"${version}"` };
    expect(await writer("PUT", `/api/v1/pipelines/${id}`, { body: pipeline(more), headers })).toMatchObject(refused);
  });

  test("reads no rows, and redirects no rows of others", async () => {
    const config = { host: "127.0.0.1", port: 1, database: "w", user: "u" };
    const rows = { status: 403, body: { detail: expect.stringContaining("rows:read") as string } };
    const destination = { ...config, schema: "s", table: "t" };
    expect(await writer("POST", "/api/v1/connections/browse-destination", { body: destination })).toMatchObject(rows);
    const source = { project: "p", dataset: "d", table: "t" };
    expect(await writer("POST", "/api/v1/connections/browse-source", { body: source })).toMatchObject(rows);
    const stored = { name: `c${count++}`, kind: "postgres", config };
    const { body } = await writer("POST", "/api/v1/connections", { body: stored });
    const path = `/api/v1/connections/${(body as { id: string }).id}`;
    expect(await writer("POST", `${path}/browse`, { body: { schema: "s", table: "t" } })).toMatchObject(rows);
    const moved = { body: { ...stored, config: { ...config, host: "127.0.0.2" } }, headers: { "if-match": '"1"' } };
    expect(await writer("PUT", path, moved)).toMatchObject({ status: 403 });
  });

  test("is audited when it is refused for the content of its request", async () => {
    await writer("POST", "/api/v1/pipelines", { body: pipeline({ schedule: "0 5 * * *" }) });
    const { body } = await call("GET", "/api/v1/audit?limit=1");
    expect(body).toMatchObject([{ action: "POST /api/v1/pipelines", outcome: "denied" }]);
  });
});
