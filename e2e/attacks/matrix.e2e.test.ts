/** Every operation of the API × every kind of credential × an object that is there, one that is not, and no object at all. */
import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { roles, scopes, type Role } from "@datamantri/api";
import { TestProvider } from "@datamantri/testkit";

import { openApi, type CallApi } from "../call-api.ts";
import { awaitEnd, createPipeline, startTestStack, trigger, type TestStack } from "../test-stack.ts";
import { answerTo, type Credential, type Operation } from "./who-may.ts";

const password = "correct horse battery staple";
const audience = "the product";
const missing = "00000000-0000-4000-8000-000000000000";

/** They end what the test itself stands on. */
const endsSessions = /\/auth\/(logout|logout-all|sessions\/\{id\})$/;

let provider: TestProvider;
let product: TestStack;
let call: CallApi;
let operations: readonly Operation[];
let credentials: readonly Credential[];
/** By the beginning of a path: an id of something that is there. */
let objects: ReadonlyMap<string, string>;

beforeAll(async () => {
  provider = await TestProvider.start();
  product = await startTestStack({
    gateway: {
      EXTERNAL_ISSUER: provider.issuer,
      EXTERNAL_AUDIENCE: audience,
      EXTERNAL_JWKS_URL: `${provider.issuer}/jwks`,
      EXTERNAL_ROLES: "admins=admin;operators=operator",
    },
  });
  call = await openApi(product);
  const { paths } = (await call("GET", "/openapi.json")).json as { paths: Record<string, object> };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  objects = await makeObjects();
  credentials = await makeCredentials();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

async function makeObjects(): Promise<ReadonlyMap<string, string>> {
  const pipeline = await createPipeline(product, { name: "there", source: { dataset: "flights", table: "airports" } });
  const run = await trigger(product, pipeline);
  await awaitEnd(product, run);
  const make = async (path: string, body: object) => (await call("POST", path, { body })).json;
  const hook = { name: "there", url: "https://hooks.example.com/x" };
  const { webhook } = (await make("/api/v1/webhooks", hook)) as { webhook: { id: string } };
  const connection = await make("/api/v1/connections", {
    name: "there",
    kind: "bigquery",
    config: { project: "sandbox" },
  });
  const { user } = (await make("/api/v1/users", { email: "there@example.com", role: "viewer", password })) as {
    user: { id: string };
  };
  const { key } = (await make("/api/v1/api-keys", { name: "there", role: "viewer" })) as { key: { id: string } };
  const ids = { pipelines: pipeline, runs: run, users: user.id, "api-keys": key.id };
  const made = { webhooks: webhook.id, connections: connection["id"] as string };
  for (const [name, id] of Object.entries({ ...ids, ...made })) expect([name, id]).toEqual([name, expect.any(String)]);
  return new Map(Object.entries({ ...ids, ...made }));
}

async function makeUser(role: Role): Promise<{ readonly id: string; readonly email: string }> {
  const body = { email: `${role}-${randomUUID().slice(0, 8)}@example.com`, role, password };
  return ((await call("POST", "/api/v1/users", { body })).json as { user: { id: string; email: string } }).user;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function logIn(email: string): Promise<{ readonly access_token: string; readonly refresh_token: string }> {
  const answer = await call("POST", "/api/v1/auth/login", { token: null, body: { email, password } });
  return answer.json as { access_token: string; refresh_token: string };
}

async function logInAsPage(email: string): Promise<string> {
  const headers = { "x-datamantri-request": "1" };
  const answer = await call("POST", "/api/v1/auth/session", { token: null, headers, body: { email, password } });
  return answer.headers.getSetCookie()[0]!.split(";")[0]!;
}

async function makeKey(
  role: Role,
  only: readonly string[] | null,
): Promise<{ readonly id: string; readonly secret: string }> {
  const body = { name: `${role} ${only?.join() ?? "all"}`, role, ...(only === null ? {} : { scopes: only }) };
  const { json } = await call("POST", "/api/v1/api-keys", { body });
  const { key, secret } = json as { key: { id: string }; secret: string };
  return { id: key.id, secret };
}

async function makeCredentials(): Promise<readonly Credential[]> {
  const all: Credential[] = [...(await makeWorthless())];
  for (const role of roles) {
    const { email } = await makeUser(role);
    const token = (await logIn(email)).access_token;
    all.push({ what: `a token of a ${role}`, headers: bearer(token), holder: { role, kind: "token" } });
    const cookie = await logInAsPage(email);
    const asPage = { cookie, "x-datamantri-request": "1" };
    all.push({ what: `a cookie of a ${role}`, headers: asPage, holder: { role, kind: "cookie" } });
    const bare = { role, kind: "cookie without the header" } as const;
    all.push({ what: `a cookie of a ${role} without the header`, headers: { cookie }, holder: bare });
    const elsewhere = { ...asPage, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const foreign = { role, kind: "cookie from another site" } as const;
    all.push({ what: `a cookie of a ${role} from another site`, headers: elsewhere, holder: foreign });
    const { secret } = await makeKey(role, null);
    all.push({ what: `a key of a ${role}`, headers: bearer(secret), holder: { role, kind: "key", scopes: null } });
  }
  for (const scope of scopes) {
    const { secret } = await makeKey("admin", [scope]);
    const holder = { role: "admin", kind: "key", scopes: [scope] } as const;
    all.push({ what: `a key of an admin for ${scope}`, headers: bearer(secret), holder });
  }
  for (const [group, role] of [
    ["admins", "admin"],
    ["operators", "operator"],
  ] as const) {
    const token = provider.sign({ sub: "7", aud: audience, roles: [group] });
    const holder = { role, kind: "external token" } as const;
    all.push({ what: `a token of the issuer for a ${role}`, headers: bearer(token), holder });
  }
  return all;
}

/** Credentials of nobody, however they look. */
async function makeWorthless(): Promise<readonly Credential[]> {
  const { email, id } = await makeUser("admin");
  const { access_token, refresh_token } = await logIn(email);
  const [, claims = ""] = access_token.split(".");
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const forged = (header: object, signer: (text: Buffer) => Buffer) => {
    const text = `${part(header)}.${claims}`;
    return `${text}.${signer(Buffer.from(text)).toString("base64url")}`;
  };
  const { privateKey } = generateKeyPairSync("ed25519");
  const [head = ""] = access_token.split(".");
  const { kid } = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string };
  const { keys } = (await call("GET", "/.well-known/jwks.json")).json as { keys: { x: string }[] };
  const secretFromKey = Buffer.from(keys[0]!.x, "base64url");
  const left = await makeUser("admin");
  const ofLeft = (await logIn(left.email)).access_token;
  const revoked = await makeKey("admin", null);
  await call("DELETE", `/api/v1/api-keys/${revoked.id}`);
  await call("PATCH", `/api/v1/users/${left.id}`, { body: { is_active: false } });
  const tokens = {
    "a refresh token": refresh_token,
    "a token that another key signed": forged({ alg: "EdDSA", kid, typ: "at+jwt" }, (text) =>
      sign(null, text, privateKey),
    ),
    "a token without a signature": forged({ alg: "none" }, () => Buffer.alloc(0)),
    "a token signed with the public key": forged({ alg: "HS256", kid }, (text) =>
      createHmac("sha256", secretFromKey).update(text).digest(),
    ),
    "a token of somebody who was deactivated": ofLeft,
    "a key that was revoked": revoked.secret,
    "a key that is none": `dm_${"0".repeat(12)}_${"0".repeat(43)}`,
    "a token of the issuer for another audience": provider.sign({ sub: id, aud: "another", roles: ["admins"] }),
    "a token of the issuer without a role": provider.sign({ sub: id, aud: audience, roles: ["others"] }),
    "no token": "",
  };
  const basic = Buffer.from(`${email}:${password}`).toString("base64");
  const more: Credential[] = [
    { what: "nothing", headers: {} },
    { what: "a password", headers: { authorization: `Basic ${basic}` } },
    { what: "a token of another scheme", headers: { authorization: `Token ${access_token}` } },
    { what: "a cookie that is none", headers: { cookie: "datamantri_session=x", "x-datamantri-request": "1" } },
    {
      what: "a token as a cookie",
      headers: { cookie: `datamantri_session=${access_token}`, "x-datamantri-request": "1" },
    },
  ];
  return [...more, ...Object.entries(tokens).map(([what, token]) => ({ what, headers: bearer(token) }))];
}

function fill(path: string, id: string): string {
  return path
    .replace("{version}", "1")
    .replace("{name}", "there")
    .replace(/\{\w+\}/g, id);
}

/** Returns the status only: a stream has no end. */
async function ask({ method, path }: Operation, { headers }: Credential): Promise<number> {
  const hasBody = method !== "GET" && method !== "DELETE";
  const response = await fetch(product.access.url + path, {
    method,
    redirect: "manual",
    headers: { ...headers, ...(hasBody ? { "content-type": "application/json" } : {}), "if-match": "*" },
    ...(hasBody ? { body: "{}" } : {}),
  });
  await response.body?.cancel();
  return response.status;
}

/** What there is, as an administrator reads it: a refused request has changed nothing of it. */
async function readAll(): Promise<unknown> {
  const paths = ["pipelines", "connections", "webhooks", "users", "api-keys", "runs"].map((name) => `/api/v1/${name}`);
  const answers = await Promise.all(
    paths.map((path) => call("GET", path, { headers: { "cache-control": "no-cache" } })),
  );
  // When a key was used last is no change.
  return answers.map(({ text }) => text.replaceAll(/"last_used_at":("[^"]*"|null)/g, ""));
}

/** Some at a time. @returns what was not answered as expected. */
async function walk(
  cells: readonly { readonly operation: Operation; readonly path: string; readonly credential: Credential }[],
): Promise<string[]> {
  const wrong: string[] = [];
  const rest = [...cells];
  const worker = async (): Promise<void> => {
    for (let cell = rest.pop(); cell !== undefined; cell = rest.pop()) {
      const { operation, path, credential } = cell;
      const expected = answerTo(operation, credential);
      const status = await ask({ method: operation.method, path }, credential);
      const isRight = expected === "allowed" ? status !== 401 && status !== 403 && status < 500 : status === expected;
      if (!isRight) wrong.push(`${operation.method} ${path} with ${credential.what}: ${status}, not ${expected}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return wrong.toSorted();
}

/** Without operations that end sessions, and without the console's login, which answers 403 without its header. */
const isWalked = ({ path }: Operation): boolean => !endsSessions.test(path) && path !== "/api/v1/auth/session";

describe("every operation × every credential", () => {
  test("unknown objects: answered as documented", async () => {
    const cells = operations
      .filter(isWalked)
      .flatMap((operation) =>
        credentials.map((credential) => ({ operation, path: fill(operation.path, missing), credential })),
      );
    expect(cells.length).toBeGreaterThan(2_000);
    expect(await walk(cells)).toEqual([]);
  });

  test("existing objects: forbidden requests are refused and change nothing", async () => {
    const before = await readAll();
    const cells = operations.filter(isWalked).flatMap((operation) => {
      const id = objects.get(operation.path.split("/")[3] ?? "");
      if (id === undefined) return [];
      return credentials
        .filter((credential) => answerTo(operation, credential) !== "allowed")
        .map((credential) => ({ operation, path: fill(operation.path, id), credential }));
    });
    expect(cells.length).toBeGreaterThan(1_000);
    expect(await walk(cells)).toEqual([]);
    expect(await readAll()).toEqual(before);
  });

  test.each([
    ["a longer path", (path: string) => `${path}/x`],
    ["a path with an end that is public", (path: string) => `${path}/health`],
    ["a path through another", (path: string) => `/health/..${path}`],
    ["an encoded slash", (path: string) => path.replace("/api/v1/", "/api%2Fv1/")],
    ["two slashes", (path: string) => `/${path}`],
    ["other letters", (path: string) => path.toUpperCase()],
    ["a token in the query", (path: string) => `${path}?access_token=x&token=x`],
    ["another method in a header", (path: string) => path],
  ])("written otherwise, lets no stranger in: %s", async (what, write) => {
    const headers = what.includes("method") ? { "x-http-method-override": "GET" } : {};
    const stranger: Credential = { what, headers };
    const cells = operations.filter((operation) => answerTo(operation, stranger) === 401);
    const statuses = await Promise.all(
      cells.map(({ method, path }) => ask({ method, path: write(fill(path, missing)) }, stranger)),
    );
    expect(statuses.filter((status) => status !== 401 && status !== 404)).toEqual([]);
  });
});

describe("somebody else's", () => {
  test("session and key cannot be ended, nor seen", async () => {
    const { email } = await makeUser("editor");
    const { access_token: token } = await logIn(email);
    const keyId = objects.get("api-keys")!;
    expect((await call("DELETE", `/api/v1/api-keys/${keyId}`, { token })).status).toBe(404);
    const sessions = JSON.parse((await call("GET", "/api/v1/auth/sessions")).text) as { id: string }[];
    expect((await call("DELETE", `/api/v1/auth/sessions/${sessions[0]!.id}`, { token })).status).toBe(404);
    const own = await call("GET", "/api/v1/auth/sessions", { token });
    expect(own.text).not.toContain(sessions[0]!.id);
    expect((await call("GET", "/api/v1/api-keys", { token })).text).not.toContain(keyId);
    expect((await call("GET", "/api/v1/auth/sessions")).status).toBe(200);
  });
});
