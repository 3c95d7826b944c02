/** Somebody who wants to be another user: by a name, a subject, an issuer, a password; or to stay when they are gone. */
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { repositoryRoot } from "@datamantri/local-stack";
import { providerClient, TestProvider, waitFor } from "@datamantri/testkit";

import { openApi, type Answer, type CallApi } from "../call-api.ts";
import { startTestStack, type TestStack } from "../test-stack.ts";

const password = "correct horse battery staple";
const audience = "the product";
const publicUrl = "http://localhost:8000";
const streamsOfUser = 3;

let provider: TestProvider;
let product: TestStack;
/** As an administrator. */
let call: CallApi;
let admin: { readonly id: string; readonly email: string };

beforeAll(async () => {
  provider = await TestProvider.start();
  product = await startTestStack({
    gateway: {
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: providerClient.id,
      OIDC_CLIENT_SECRET: providerClient.secret,
      OIDC_ROLES: "data team=editor",
      EXTERNAL_ISSUER: provider.issuer,
      EXTERNAL_AUDIENCE: audience,
      EXTERNAL_JWKS_URL: `${provider.issuer}/jwks`,
      EXTERNAL_ROLES: "operators=operator",
      EVENT_STREAMS_PER_USER: String(streamsOfUser),
    },
  });
  call = await openApi(product);
  admin = (await call("GET", "/api/v1/auth/me")).json as typeof admin;
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const me = (token: string) => call("GET", "/api/v1/auth/me", { token });

async function makeUser(): Promise<{ readonly id: string; readonly email: string }> {
  const body = { email: `${randomUUID()}@example.com`, role: "operator", password };
  return ((await call("POST", "/api/v1/users", { body })).json as { user: { id: string; email: string } }).user;
}

async function logIn(email: string): Promise<string> {
  const { json } = await call("POST", "/api/v1/auth/login", { token: null, body: { email, password } });
  return json["access_token"] as string;
}

const cookiesOf = ({ headers }: Pick<Answer, "headers">): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0]!)
    .filter((cookie) => !cookie.endsWith("="))
    .join("; ");

/** With the provider, as a browser does. @returns the answer to the way back */
async function signIn(claims: Readonly<Record<string, unknown>>): Promise<Response> {
  provider.claims = { email_verified: true, groups: ["data team"], ...claims };
  const started = await fetch(`${product.access.url}/api/v1/auth/oidc/start`, { redirect: "manual" });
  const back = await provider.consent(started.headers.get("location")!);
  const headers = { cookie: cookiesOf(started) };
  return fetch(`${product.access.url}${back.pathname}${back.search}`, { redirect: "manual", headers });
}

describe("an identity of another issuer", () => {
  test.each([
    ["whose subject is an administrator's id", () => ({ sub: admin.id })],
    ["whose subject is an administrator's address", () => ({ sub: admin.email })],
    ["with an administrator's address", () => ({ sub: "7", email: admin.email })],
    ["that has a subject of ours and claims our role", () => ({ sub: admin.id, role: "admin", sid: randomUUID() })],
  ])("%s is nobody's here", async (_, claims) => {
    const token = provider.sign({ aud: audience, roles: ["operators"], ...claims() });
    const id = `${provider.issuer}#${claims().sub}`;
    expect(await me(token)).toMatchObject({ status: 200, json: { id, role: "operator" } });
    const asAdmin = [
      call("GET", "/api/v1/users", { token }),
      call("GET", "/api/v1/auth/sessions", { token }),
      call("GET", "/api/v1/api-keys", { token }),
      call("POST", "/api/v1/api-keys", { token, body: { name: "theirs", role: "admin" } }),
      call("POST", "/api/v1/auth/logout-all", { token }),
      call("POST", "/api/v1/auth/confirm", { token, body: { password: product.access.password } }),
    ];
    expect((await Promise.all(asAdmin)).map(({ status }) => status)).toEqual(asAdmin.map(() => 403));
    await call("POST", `/api/v1/runs/${randomUUID()}/cancel`, { token });
    const { text } = await call("GET", "/api/v1/audit?limit=200");
    const actors = (JSON.parse(text) as { actor: { kind: string; id: string | null } }[]).map(({ actor }) => actor);
    expect(actors).toContainEqual(expect.objectContaining({ kind: "external", id }));
  });

  test("that says it is ours is refused", async () => {
    const claims = { sub: admin.id, roles: ["operators"], sid: randomUUID() };
    for (const iss of ["datamantri", `${provider.issuer}/`, provider.issuer.toUpperCase()]) {
      const token = provider.sign({ ...claims, iss, aud: iss === "datamantri" ? "datamantri-api" : audience });
      expect((await me(token)).status).toBe(401);
    }
  });

  test("that signs in takes nobody's account", async () => {
    const taken = await signIn({ sub: "taken", email: admin.email.toUpperCase() });
    expect([taken.status, await taken.text()]).toEqual([409, expect.stringContaining("conflict")]);
    expect(cookiesOf(taken)).not.toContain("datamantri_session");
    const own = await signIn({ sub: admin.id, email: "ada@example.com" });
    expect(own.status).toBe(302);
    const user = await call("GET", "/api/v1/auth/me", { token: null, headers: { cookie: cookiesOf(own) } });
    expect(user.json).toMatchObject({ email: "ada@example.com", role: "editor" });
    expect(user.json["id"]).not.toBe(admin.id);
    // It has no password, so that nobody logs in with one.
    for (const guess of ["", "null", password]) {
      const body = { email: "ada@example.com", password: guess };
      expect((await call("POST", "/api/v1/auth/login", { token: null, body })).status).not.toBe(200);
    }
  });

  test("cannot be trusted under our name: the gateway does not start", async () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const child = spawn(process.execPath, ["services/gateway/src/main.ts"], {
      cwd: repositoryRoot,
      timeout: 60_000,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        NATS_URL: product.stack.natsServiceUrls.gateway,
        SIGNING_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        EXTERNAL_ISSUER: "datamantri",
        EXTERNAL_AUDIENCE: "datamantri-api",
        EXTERNAL_JWKS_URL: `${provider.issuer}/jwks`,
        EXTERNAL_ROLES: "*=admin",
      },
    });
    const [said, [status]] = await Promise.all([
      Promise.all([text(child.stdout), text(child.stderr)]),
      once(child, "close"),
    ]);
    // EX_CONFIG of sysexits.h
    expect([status, said.join("")]).toEqual([78, expect.stringContaining("EXTERNAL_ISSUER cannot be datamantri")]);
  });
});

describe("a password", () => {
  const email = "grace.hopper@example.com";

  test.each([
    "short words",
    "password1234",
    "qwertyuiop12",
    "aaaaaaaaaaaaaaaa",
    "datamantri2026",
    "D4t4M4ntr1!2026",
    "bigquery-postgres",
    "grace.hopper2026",
    email,
  ])("that is easily guessed is refused: %s", async (weak) => {
    const body = { email, role: "viewer", password: weak };
    const made = await call("POST", "/api/v1/users", { body });
    expect([made.status, made.text]).toEqual([400, expect.stringMatching(/at least 12|easy to guess/)]);
  });

  test("that is easily guessed is refused to its owner as well", async () => {
    const body = { old_password: product.access.password, new_password: "DataMantri-2026" };
    const changed = await call("POST", "/api/v1/users/me/password", { body });
    expect([changed.status, changed.text]).toEqual([400, expect.stringContaining("easy to guess")]);
  });

  test("of several words is good", async () => {
    expect((await call("POST", "/api/v1/users", { body: { email, role: "viewer", password } })).status).toBe(201);
  });
});

type Headers = Readonly<Record<string, string>>;

/** A stream of all events that stays open. @returns how it ended, once it has */
async function openSse(
  headers: Headers,
): Promise<{ readonly status: number; readonly ended: () => string | undefined }> {
  const ending = new AbortController();
  const response = await fetch(`${product.access.url}/api/v1/events`, {
    headers: { accept: "text/event-stream", ...headers },
    signal: ending.signal,
  });
  opened.push(() => ending.abort());
  let end: string | undefined;
  void (async () => {
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
    end = /event: closed\ndata: (.*)\n/.exec(text)?.[1] ?? "without a reason";
  })().catch(() => undefined);
  return { status: response.status, ended: () => end };
}

/** The same by WebSocket. */
async function openSocket(headers: Headers): Promise<{ readonly ended: () => string | undefined }> {
  // Node's client has an option for headers: https://undici.nodejs.org/#/docs/api/WebSocket
  const options = { headers, protocols: ["datamantri.events.v1"] } as unknown as string[];
  const socket = new WebSocket(`${product.access.url.replace("http", "ws")}/api/v1/ws`, options);
  let end: string | undefined;
  socket.addEventListener("close", ({ code, reason }) => (end = `${code} ${reason}`));
  await new Promise((resolve, reject) => {
    socket.addEventListener("message", resolve, { once: true });
    socket.addEventListener("close", ({ code }) => reject(new Error(`closed with ${code}`)), { once: true });
  });
  opened.push(() => socket.close());
  return { ended: () => end };
}

const opened: (() => void)[] = [];
afterAll(() => {
  for (const close of opened) close();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("an event stream", () => {
  test("ends with the session, user or key that opened it", async () => {
    const [out, gone, changed, revoked] = [await makeUser(), await makeUser(), await makeUser(), await makeUser()];
    const tokens = { out: await logIn(out.email), gone: await logIn(gone.email), changed: await logIn(changed.email) };
    const headers = { "x-datamantri-request": "1" };
    const body = { email: revoked.email, password };
    const page = await call("POST", "/api/v1/auth/session", { token: null, headers, body });
    const cookie = { cookie: cookiesOf(page), ...headers };
    const made = await call("POST", "/api/v1/api-keys", { body: { name: "revoked", role: "viewer" } });
    const { key, secret } = made.json as { key: { id: string }; secret: string };
    const credentials = [bearer(tokens.out), bearer(tokens.gone), bearer(tokens.changed), bearer(secret), cookie];
    const streams = await Promise.all(credentials.flatMap((each) => [openSse(each), openSocket(each)]));
    const ends = [
      call("POST", "/api/v1/auth/logout", { token: tokens.out, body: {} }),
      call("PATCH", `/api/v1/users/${gone.id}`, { body: { is_active: false } }),
      call("PATCH", `/api/v1/users/${changed.id}`, { body: { password: "violet kettle 7 orbit" } }),
      call("DELETE", `/api/v1/api-keys/${key.id}`),
      call("POST", "/api/v1/auth/logout", { token: null, headers: cookie, body: {} }),
    ];
    for (const { status } of await Promise.all(ends)) expect(status).toBeLessThan(300);
    const found = await waitFor(
      () => {
        const all = streams.map(({ ended }) => ended());
        return all.includes(undefined) ? undefined : all;
      },
      { what: "the streams to end", timeoutMs: 60_000 },
    );
    const closed = [expect.stringContaining("unauthenticated"), "4401 unauthenticated"];
    expect(found).toEqual(credentials.flatMap(() => closed));
  });

  test("more than a user may have is refused, whatever opens it, and another user's opens", async () => {
    const [greedy, other] = [await makeUser(), await makeUser()];
    const token = await logIn(greedy.email);
    const { json } = await call("POST", "/api/v1/api-keys", { token, body: { name: "mine", role: "viewer" } });
    const key = bearer(json["secret"] as string);
    await Promise.all([openSse(bearer(token)), openSse(key), openSocket(key)]);
    for (const headers of [bearer(token), key, bearer(await logIn(greedy.email))]) {
      for (const path of ["/api/v1/events", "/api/v1/ws"]) {
        const more = await call("GET", path, { token: null, headers });
        expect([more.status, more.json["code"]]).toEqual([429, "too_many_user_streams"]);
        expect(more.headers.get("retry-after")).toMatch(/^\d+$/);
      }
    }
    expect((await openSse(bearer(await logIn(other.email)))).status).toBe(200);
    opened.splice(-4).forEach((close) => close());
    await waitFor(async () => (await openSse(bearer(token))).status === 200, { what: "a place to be free" });
  });
});

test("no refusal is kept by a cache", async () => {
  const { paths } = (await call("GET", "/openapi.json")).json as { paths: Record<string, object> };
  const viewer = await makeUser();
  await call("PATCH", `/api/v1/users/${viewer.id}`, { body: { role: "viewer" } });
  const token = await logIn(viewer.email);
  let refusals = 0;
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      if (/logout|auth\/session/.test(path)) continue;
      for (const headers of [{}, bearer("x"), bearer(token)]) {
        const hasBody = !["get", "delete"].includes(method);
        const response = await fetch(product.access.url + path.replaceAll(/\{\w+\}/g, randomUUID()), {
          method: method.toUpperCase(),
          headers: { ...headers, "content-type": "application/json" },
          ...(hasBody ? { body: "{}" } : {}),
          redirect: "manual",
        });
        await response.body?.cancel();
        if (response.status !== 401 && response.status !== 403) continue;
        refusals++;
        expect([method, path, response.headers.get("cache-control")]).toEqual([method, path, "no-store"]);
      }
    }
  }
  expect(refusals).toBeGreaterThan(100);
});
