/** Authentication over HTTP: sessions, users, keys and the audit log. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Role } from "@datamantri/api";
import { waitFor } from "@datamantri/testkit";

import { nobody, password, startIdentities, type Identities } from "./identities.ts";
import type { Answer } from "./test-gateway.ts";

let gateway: Identities["gateway"];
let adminToken: Identities["adminToken"];
let createUser: Identities["createUser"];
let tokenOf: Identities["tokenOf"];
let createKey: Identities["createKey"];

beforeAll(async () => {
  ({ gateway, adminToken, createUser, tokenOf, createKey } = await startIdentities());
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

describe("tokens", () => {
  test("are refreshed; the old access token is valid until it expires, a used refresh token is not", async () => {
    const { email } = await createUser("viewer");
    const login = await gateway.logIn(email, password);
    expect(login).toMatchObject({ token_type: "bearer", expires_in: 900 });
    const refresh = (refresh_token: unknown) =>
      gateway.call("POST", "/api/v1/auth/refresh", { body: { refresh_token } });
    const next = await refresh(login.refresh_token);
    expect(next.status).toBe(200);
    expect(next.headers.get("cache-control")).toBe("no-store");
    expect(await me(next.json.access_token as string)).toMatchObject({ status: 200, json: { email } });
    const third = await refresh(next.json.refresh_token);
    expect(await refresh(login.refresh_token)).toMatchObject({ status: 401, json: { code: "refresh_token_invalid" } });
    expect((await refresh(third.json.refresh_token)).status).toBe(401);
    await waitFor(async () => (await me(third.json.access_token as string)).status === 401, {
      what: "the stolen session's access token to be refused",
    });
  });

  test("of a logged-out session are refused here at once, and soon by the other gateway", async () => {
    const { email } = await createUser("viewer");
    const [one, two] = [await gateway.logIn(email, password), await gateway.logIn(email, password)];
    for (const number of [0, 1]) expect((await me(one.access_token, number)).status).toBe(200);
    expect((await gateway.call("POST", "/api/v1/auth/logout", { token: one.access_token })).status).toBe(200);
    expect((await me(one.access_token)).status).toBe(401);
    await waitFor(async () => (await me(one.access_token, 1)).status === 401, { what: "the other gateway to know" });
    const refresh = { body: { refresh_token: one.refresh_token } };
    expect((await gateway.call("POST", "/api/v1/auth/refresh", refresh)).status).toBe(401);
    expect((await me(two.access_token)).status).toBe(200);
    expect((await gateway.call("POST", "/api/v1/auth/logout-all", { token: two.access_token })).status).toBe(200);
    expect((await me(two.access_token)).status).toBe(401);
  });

  test("of other users' sessions cannot be ended", async () => {
    const [ada, bob] = [await createUser("viewer"), await createUser("admin")];
    const [adaLogin, bobLogin] = [await gateway.logIn(ada.email, password), await gateway.logIn(bob.email, password)];
    const list = await gateway.call("GET", "/api/v1/auth/sessions", { token: adaLogin.access_token });
    expect(list.json).toMatchObject([{ kind: "refresh", is_current: true, address: "127.0.0.1" }]);
    const path = `/api/v1/auth/sessions/${list.json[0].id}`;
    expect((await gateway.call("DELETE", path, { token: bobLogin.access_token })).status).toBe(404);
    expect((await gateway.call("DELETE", path, { token: adaLogin.access_token })).status).toBe(200);
    expect((await me(adaLogin.access_token)).status).toBe(401);
  });

  test("can be verified by others with the published keys", async () => {
    const { json, headers } = await gateway.call("GET", "/.well-known/jwks.json");
    expect(headers.get("content-type")).toContain("application/json");
    expect(json.keys).toMatchObject([{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig" }]);
    expect(json.keys[0]).not.toHaveProperty("d");
  });
});

const me = (token: string, number = 0): Promise<Answer> => gateway.call("GET", "/api/v1/auth/me", { token }, number);

describe("the console's session", () => {
  const own = { "x-datamantri-request": "1" };
  const open = async (email: string, headers: Record<string, string> = own) =>
    gateway.call("POST", "/api/v1/auth/session", { body: { email, password }, headers });
  const cookieOf = (answer: Answer) => answer.headers.get("set-cookie")!.split(";")[0]!;

  test("is a cookie that reads without the header and changes only with it, until logout", async () => {
    const { email } = await createUser("editor");
    const opened = await open(email);
    expect(opened).toMatchObject({ status: 200, json: { user: { email } } });
    expect(JSON.stringify(opened.json)).not.toContain("dmb_");
    expect(opened.headers.get("set-cookie")).toMatch(/HttpOnly.*SameSite=Strict/);
    const cookie = cookieOf(opened);
    expect((await gateway.call("GET", "/api/v1/auth/me", { headers: { cookie } })).json).toMatchObject({ email });
    const change = (headers: Record<string, string>) =>
      gateway.call("DELETE", `/api/v1/pipelines/${nobody}`, { headers: { cookie, ...headers } });
    expect(await change({})).toMatchObject({ status: 403, json: { code: "request_forged" } });
    expect((await change({ ...own, origin: "https://evil.example.com" })).status).toBe(403);
    expect((await change({ ...own, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await change(own)).status).toBe(404);
    const out = await gateway.call("POST", "/api/v1/auth/logout", { headers: { cookie, ...own } });
    expect(out.headers.get("set-cookie")).toMatch(/Max-Age=0/);
    expect((await gateway.call("GET", "/api/v1/auth/me", { headers: { cookie } })).status).toBe(401);
  });

  test("is not opened by another site, and its value is not a bearer token", async () => {
    const { email } = await createUser("viewer");
    expect((await open(email, {})).status).toBe(403);
    expect((await open(email, { ...own, "sec-fetch-site": "cross-site" })).status).toBe(403);
    const value = cookieOf(await open(email)).split("=")[1]!;
    expect((await me(value)).status).toBe(401);
    const refresh = { body: { refresh_token: value } };
    expect((await gateway.call("POST", "/api/v1/auth/refresh", refresh)).status).toBe(401);
  });

  test("does not count beside an invalid bearer token", async () => {
    const { email } = await createUser("viewer");
    const headers = { cookie: cookieOf(await open(email)), authorization: "Bearer nonsense" };
    expect((await gateway.call("GET", "/api/v1/auth/me", { headers })).status).toBe(401);
  });
});

describe("users", () => {
  test("lose permissions as soon as they are changed", async () => {
    const user = await createUser("editor");
    const { access_token } = await gateway.logIn(user.email, password);
    const create = () => gateway.call("POST", "/api/v1/pipelines", { token: access_token, body: {} });
    expect((await create()).status).toBe(400);
    const change = (body: unknown) => gateway.call("PATCH", `/api/v1/users/${user.id}`, { token: adminToken, body });
    expect(await change({ role: "viewer" })).toMatchObject({ status: 200, json: { role: "viewer" } });
    expect((await create()).status).toBe(403);
    expect((await change({ is_active: false })).status).toBe(200);
    expect((await me(access_token as string)).status).toBe(401);
    const body = { email: user.email, password };
    expect((await gateway.call("POST", "/api/v1/auth/login", { body })).status).toBe(400);
    expect((await change({})).status).toBe(400);
    expect((await change({ role: "root" })).status).toBe(400);
    expect((await change({ id: nobody })).status).toBe(400);
  });

  test("are created with a random password, which they change", async () => {
    const email = "random@example.com";
    const { json } = await gateway.call("POST", "/api/v1/users", {
      token: adminToken,
      body: {
        email,
        role: "viewer",
      },
    });
    const { access_token } = await gateway.logIn(email, json.initial_password as string);
    const change = (old_password: unknown) =>
      gateway.call("POST", "/api/v1/users/me/password", {
        token: access_token,
        body: {
          old_password,
          new_password: password,
        },
      });
    expect(await change("wrong")).toMatchObject({ status: 400, json: { code: "wrong_password" } });
    expect((await change(json.initial_password)).status).toBe(200);
    await gateway.logIn(email, password);
    expect((await me(access_token as string)).status).toBe(200);
  });

  test("always include an admin", async () => {
    const id = (await me(adminToken)).json.id as string;
    const { json } = await gateway.call("GET", "/api/v1/users", { token: adminToken });
    const others = (json as { id: string; role: Role }[]).filter((user) => user.role === "admin" && user.id !== id);
    const change = (user: string, body: unknown) =>
      gateway.call("PATCH", `/api/v1/users/${user}`, { token: adminToken, body });
    for (const other of others) await change(other.id, { role: "viewer" });
    expect(await change(id, { role: "viewer" })).toMatchObject({ status: 409, json: { code: "conflict" } });
    expect((await change(id, { is_active: false })).status).toBe(409);
  });
});

describe("API keys", () => {
  test("are shown once, have at most their owner's permissions, and end with them", async () => {
    const owner = await createUser("editor");
    const { access_token } = await gateway.logIn(owner.email, password);
    const { secret } = await createKey(access_token as string, { role: "editor" });
    const list = await gateway.call("GET", "/api/v1/api-keys", { token: access_token });
    expect(list.json).toMatchObject([{ role: "editor", owner_id: owner.id }]);
    expect(JSON.stringify(list.json)).not.toContain(secret.slice(12));
    const create = () => gateway.call("POST", "/api/v1/pipelines", { token: secret, body: {} });
    expect((await create()).status).toBe(400);
    const change = (body: unknown) => gateway.call("PATCH", `/api/v1/users/${owner.id}`, { token: adminToken, body });
    await change({ role: "viewer" });
    expect((await create()).status).toBe(403);
    await change({ is_active: false });
    expect((await me(secret)).status).toBe(400);
  });

  test("cannot exceed their creator or expire in the past, and are revoked by their owner or an admin only", async () => {
    const [ada, bob] = [await tokenOf("operator"), await tokenOf("operator")];
    const create = (body: Record<string, unknown>) =>
      gateway.call("POST", "/api/v1/api-keys", { token: ada, body: { name: "key", role: "operator", ...body } });
    expect((await create({ role: "admin" })).status).toBe(403);
    expect((await create({ expires_at: "2020-01-01T00:00:00Z" })).status).toBe(400);
    expect((await create({ scopes: ["everything"] })).status).toBe(400);
    const { id, secret } = await createKey(ada, { role: "operator" });
    const revoke = (token: string) => gateway.call("DELETE", `/api/v1/api-keys/${id}`, { token });
    expect((await revoke(bob)).status).toBe(404);
    expect((await me(secret)).status).toBe(200);
    expect((await revoke(adminToken)).status).toBe(200);
    expect((await me(secret)).status).toBe(401);
  });
});

describe("the audit log", () => {
  test("has allowed, refused and failed requests, with actor, address and request id, and is complete", async () => {
    const operator = await createUser("operator");
    const { access_token } = await gateway.logIn(operator.email, password);
    const headers = { "x-request-id": "my-request" };
    await gateway.call("POST", `/api/v1/runs/${nobody}/cancel`, { token: access_token, headers });
    await gateway.call("GET", "/api/v1/audit", { token: access_token });
    await gateway.call("POST", "/api/v1/auth/login", { body: { email: operator.email, password: "canary-wrong" } });
    const { json } = await gateway.call("GET", "/api/v1/audit?limit=3", { token: adminToken });
    expect(json).toMatchObject([
      { action: "session.open", outcome: "failed", actor: { kind: "anonymous" }, facts: { email: operator.email } },
      { action: "GET /api/v1/audit", outcome: "denied", actor: { kind: "user", id: operator.id } },
      {
        action: "POST /api/v1/runs/{id}/cancel",
        outcome: "allowed",
        object: nobody,
        request_id: "my-request",
        actor: {
          kind: "user",
          name: operator.email,
        },
        address: "127.0.0.1",
      },
    ]);
    const page = await gateway.call("GET", `/api/v1/audit?limit=1&before=${json[0].sequence}`, { token: adminToken });
    expect(page.json).toEqual([json[1]]);
    const verification = await gateway.call("GET", "/api/v1/audit/verify", { token: adminToken });
    expect(verification.json).toMatchObject({ is_intact: true, first_broken_sequence: null });
  });
});

test("too many wrong passwords from one address return 429 with the time to wait", async () => {
  const { email } = await createUser("viewer");
  const attempt = () => gateway.call("POST", "/api/v1/auth/login", { body: { email, password: "wrong" } });
  for (let count = 0; count < 10; count++) expect((await attempt()).status).toBe(401);
  const refused = await attempt();
  expect(refused).toMatchObject({ status: 429, json: { code: "too_many_attempts" } });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  // Both gateways share the count, and other addresses are not delayed.
  const body = { email, password };
  expect((await gateway.call("POST", "/api/v1/auth/login", { body }, 1)).status).toBe(429);
  await gateway.logIn();
});

test("no password, token or key is in a log or in the database", async () => {
  const login = await gateway.logIn();
  const { secret } = await createKey(login.access_token as string, { role: "viewer" });
  const tables = ["users", "sessions", "api_keys", "audit_log", "login_attempts"];
  const rows = await Promise.all(tables.map((table) => gateway.query(`select ${table}::text as row from ${table}`)));
  const secrets = [
    gateway.admin.password,
    password,
    login.access_token,
    login.refresh_token,
    secret.slice(12),
  ] as string[];
  for (const one of secrets) {
    expect(gateway.output).not.toContain(one);
    expect(JSON.stringify(rows)).not.toContain(one);
  }
});
