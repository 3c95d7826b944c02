/** Attacks on the running product by clients without an account, and by holders of an API key. */
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openApi, type CallApi } from "../call-api.ts";
import { createPipeline, pipelineBody, startTestStack, type TestStack } from "../test-stack.ts";

let product: TestStack;
let call: CallApi;

beforeAll(async () => {
  product = await startTestStack();
  call = await openApi(product);
});
afterAll(() => product[Symbol.asyncDispose]());

const login = "/api/v1/auth/login";

describe("a stranger", () => {
  test.each([
    ["a million brackets", "[".repeat(1_000_000), 413],
    ["brackets as deep as there is room", "[".repeat(16_000), 400],
    ["more values than a login has", `{"email":[${"1,".repeat(5_000)}1]}`, 400],
    ["more than there is room for", `{"email":"${"a".repeat(20_000)}"}`, 413],
    ["a text that is none", Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400],
  ])("is refused before the body is parsed: %s", async (_, body, status) => {
    const response = await fetch(product.access.url + login, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining("request_invalid")]);
  });

  test("does not have a body read where a login is needed", async () => {
    const { hostname, port } = new URL(product.access.url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    // The request announces a megabyte and sends nothing; the response must not wait for it.
    socket.write("POST /api/v1/pipelines HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n");
    socket.write("Content-Length: 1048576\r\nConnection: close\r\n\r\n");
    const [head] = (await once(socket, "data")) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  test("that writes its headers by and by is cut off", async () => {
    const { hostname, port } = new URL(product.access.url);
    const socket = connect(Number(port), hostname);
    socket.write("GET /health HTTP/1.1\r\nHost: here\r\n");
    const dripping = setInterval(() => socket.write("X-Slow: 1\r\n"), 500);
    const answer = await text(socket).finally(() => clearInterval(dripping));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("keeps nobody out by guessing, in whatever spelling", async () => {
    const guess = (email: string) =>
      call("POST", login, { token: null, body: { email, password: "wrong wrong wrong" } });
    const { email } = product.access;
    const spellings = [email, email.toUpperCase(), email.replace("i", "\u0130"), email.replace("i", "\u0131")];
    const statuses: number[] = [];
    for (let i = 0; i < 40; i++) statuses.push((await guess(spellings[i % spellings.length]!)).status);
    // Ten at once for an account and an address, however it is written, and one more in half a minute.
    const known = statuses.filter((_, i) => i % spellings.length < 2);
    expect(known.filter((status) => status === 401).length).toBeLessThan(20);
    expect(statuses).toContain(429);
    // Sessions that there are go on.
    expect((await call("GET", "/api/v1/auth/me")).status).toBe(200);
  });
});

describe("the holder of an API key", () => {
  test.each(["viewer", "operator", "editor", "admin"])("of a %s makes no more of it", async (role) => {
    const { json } = await call("POST", "/api/v1/api-keys", { body: { name: `stolen from ${role}`, role } });
    const { secret: token } = json as { secret: string };
    const me = (await call("GET", "/api/v1/auth/me", { token })).json as { id: string };
    const password = "a password of the thief's";
    const attempts = await Promise.all([
      call("POST", "/api/v1/api-keys", { token, body: { name: "mine", role: "admin" } }),
      call("POST", "/api/v1/users", { token, body: { email: "thief@example.com", role: "admin", password } }),
      call("PATCH", `/api/v1/users/${me.id}`, { token, body: { password } }),
      call("PATCH", `/api/v1/users/${me.id}`, { token, body: { role: "admin" } }),
      call("POST", "/api/v1/users/me/password", {
        token,
        body: { old_password: product.access.password, new_password: password },
      }),
      call("POST", "/api/v1/auth/confirm", { token, body: { password: product.access.password } }),
      call("GET", "/api/v1/auth/sessions", { token }),
    ]);
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 403));
    expect(
      (await call("POST", login, { token: null, body: { email: product.access.email, password } })).status,
    ).not.toBe(200);
  });

  test("that may only write pipelines moves no rows, sees none and starts nothing", async () => {
    const source = { dataset: "flights", table: "airports" };
    const id = await createPipeline(product, { name: "quiet", source });
    const scopes = ["pipelines:read", "pipelines:write"];
    const { json } = await call("POST", "/api/v1/api-keys", { body: { name: "writer", role: "admin", scopes } });
    const { secret: token } = json as { secret: string };
    const scheduled = pipelineBody(product, { name: "loud", source, schedule: "* * * * *" });
    const redirected = pipelineBody(product, { name: "quiet", source, destination: { port: 1, password: "theirs" } });
    const browse = { project: "sandbox", api_endpoint: product.access.bigquery, ...source };
    const attempts = await Promise.all([
      call("POST", "/api/v1/pipelines", { token, body: scheduled }),
      call("PUT", `/api/v1/pipelines/${id}`, {
        token,
        body: { ...scheduled, name: "quiet" },
        headers: { "if-match": "*" },
      }),
      call("PUT", `/api/v1/pipelines/${id}`, { token, body: redirected, headers: { "if-match": "*" } }),
      call("PUT", "/api/v1/pipelines/by-name/quiet", { token, body: redirected }),
      call("POST", `/api/v1/pipelines/${id}/trigger`, { token }),
      call("POST", `/api/v1/pipelines/${id}/resume`, { token }),
      call("POST", "/api/v1/connections/browse-source", { token, body: browse }),
    ]);
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 403));
    const runs = await call("GET", `/api/v1/pipelines/${id}/runs`);
    expect(runs.text).toBe("[]");
  });
});
