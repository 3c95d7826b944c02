/** Permissions of each role and key over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { roles } from "@datamantri/api";

import type { Identity } from "../src/auth/identity.ts";
import { policy, whyDenied, type Access } from "../src/auth/policy.ts";
import { nobody, startIdentities, type Identities } from "./identities.ts";

let gateway: Identities["gateway"];
let adminToken: Identities["adminToken"];
let tokenOf: Identities["tokenOf"];
let createKey: Identities["createKey"];

beforeAll(async () => {
  ({ gateway, adminToken, tokenOf, createKey } = await startIdentities());
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

/** Every operation, about an object that does not exist; without those that would end the session of the test. */
const operations = Object.entries(policy)
  .filter(([operation]) => !/logout/.test(operation))
  .map(([operation, access]) => {
    const [method, path] = operation.split(" ") as [string, string];
    return { operation, method, path: path.replace("{id}", nobody), access };
  });

/** Sends an empty body where one is expected: allowed requests fail later, for another reason. */
const callAll = (token: string | undefined) =>
  Promise.all(
    operations.map(async ({ operation, method, path, access }) => {
      const body = method === "GET" || method === "DELETE" ? undefined : {};
      return { operation, access, status: (await gateway.call(method, path, { token, body })).status };
    }),
  );

describe("every operation", () => {
  test("refuses unauthenticated clients, unless it is public", async () => {
    for (const { operation, access, status } of await callAll(undefined)) {
      // A login without a password is 400, a session without the console's header 403.
      if (access === "public") expect([operation, status]).not.toEqual([operation, 401]);
      else expect([operation, status]).toEqual([operation, 401]);
    }
  });

  test.each(roles)("allows a %s what the policy allows and nothing else", async (role) => {
    const token = await tokenOf(role);
    for (const { operation, access, status } of await callAll(token)) {
      const actor = { kind: "user", id: "1", name: "u" } as const;
      const identity = { actor, role, scopes: null, sessionId: "s", authenticatedMs: Date.now() } as Identity;
      if (operation === "POST /api/v1/auth/session") continue; // answers 403 without the console's header
      const isAllowed = access === "public" || whyDenied(identity, access, Date.now()) === undefined;
      expect([operation, role, status === 403]).toEqual([operation, role, !isAllowed]);
      expect(status).not.toBe(401);
      expect(status).toBeLessThan(500);
    }
  });

  test("allows an API key what its scope allows and nothing else", async () => {
    const { secret } = await createKey(adminToken, { role: "admin", scopes: ["runs:read"] });
    for (const { operation, access, status } of await callAll(secret)) {
      if (operation === "POST /api/v1/auth/session") continue;
      const isAllowed = access === "public" || access === "anybody known" || isScope(access, "runs:read");
      expect([operation, status === 403]).toEqual([operation, !isAllowed]);
    }
  });

  test.each([
    "/api/v1/pipelines/health",
    "/api/v1/users/health",
    "/api/v1/audit/../../health",
    "/api/v1/audit/..;/health",
    "//api/v1/audit",
    "/API/V1/AUDIT",
    "/api/v1/audit/",
    "/api/v1/audit%2f",
    "/api/v1/%61udit",
    "/api/v1/audit/openapi.json",
    "/api/v1/audit;/openapi.json",
    "/api/v1/audit?path=/health",
    "/api/v1/audit#/health",
    "/health/",
    "/health/../api/v1/audit",
    "/health%00",
    "/.well-known/../api/v1/audit",
    "/api/v1/auth/login/../../users",
  ])("at %s, spelled differently, shows nothing to unauthenticated clients and no more to a viewer", async (path) => {
    const viewer = await viewerToken();
    for (const token of [undefined, viewer]) {
      const answer = await rawGet(path, token);
      expect([path, answer.includes("head_hash") || answer.includes('"sequence"')]).toEqual([path, false]);
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
      // The one exception: a dot segment that the server itself resolves to /health, which is public.
      if (!answer.includes('"healthy"')) expect([path, status >= 400]).toEqual([path, true]);
    }
  });

  test("that does not exist is 401 without authentication and 404 for users", async () => {
    expect((await gateway.call("GET", "/api/v1/nothing")).status).toBe(401);
    expect((await gateway.call("GET", "/api/v1/nothing", { token: adminToken })).status).toBe(404);
    expect((await gateway.call("HEAD", "/health")).status).toBe(200);
    expect((await gateway.call("HEAD", "/api/v1/audit")).status).toBe(401);
    expect((await gateway.call("OPTIONS", "/api/v1/audit")).status).toBe(401);
    const method = { "x-http-method-override": "GET", "x-original-url": "/health" };
    expect((await gateway.call("GET", "/api/v1/audit", { headers: method })).status).toBe(401);
  });
});

test("every answer forbids browsers to run, frame, guess or store it", async () => {
  const answers = [
    await gateway.call("GET", "/api/v1/users", { token: adminToken }),
    await gateway.call("GET", "/api/v1/users"),
    await gateway.call("GET", "/health"),
  ];
  for (const { headers } of answers) {
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBeNull();
  }
  const viewerRefused = await gateway.call("GET", "/api/v1/users", { token: await viewerToken() });
  expect([viewerRefused.status, answers[1]!.status]).toEqual([403, 401]);
  for (const { headers } of [answers[0]!, answers[1]!, viewerRefused]) {
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("a client that sends its headers slowly is disconnected after ten seconds", async () => {
  const { connect } = await import("node:net");
  const socket = connect(Number(new URL(gateway.url()).port), "127.0.0.1");
  socket.on("error", () => undefined).write("GET /health HTTP/1.1\r\nHost: x\r\n");
  const began = performance.now();
  const drip = setInterval(() => socket.write("X-Slow: 1\r\n"), 500);
  await new Promise((resolve) => socket.once("close", resolve).resume());
  clearInterval(drip);
  const seconds = (performance.now() - began) / 1_000;
  expect(seconds).toBeGreaterThan(9);
  // Long before the default, half a minute.
  expect(seconds).toBeLessThan(25);
});

function isScope(access: Access, scope: string): boolean {
  return typeof access === "object" && "scope" in access && access.scope === scope;
}

let viewer: string | undefined;
const viewerToken = async () => (viewer ??= await tokenOf("viewer"));

/** fetch() would normalise the path first. */
async function rawGet(path: string, token: string | undefined): Promise<string> {
  const { connect } = await import("node:net");
  const { port } = new URL(gateway.url());
  const socket = connect(Number(port), "127.0.0.1");
  const authorization = token === undefined ? "" : `Authorization: Bearer ${token}\r\n`;
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${authorization}Connection: close\r\n\r\n`);
  let answer = "";
  for await (const data of socket) answer += String(data);
  return answer;
}
