import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { callAnonymously } from "./call-api.ts";
import { Resources } from "./resources.ts";

let product: Resources;

beforeAll(async () => {
  product = await Resources.open({ CORS_ORIGINS: "https://console.example.com, http://localhost:5173" });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

describe("every answer", () => {
  test("has the request's id, the client's own if it sent a valid one, and the log has it too", async () => {
    const anonymous = callAnonymously(product.api.url);
    const own = await anonymous("GET", "/health", { headers: { "x-request-id": "my-request-1" } });
    expect(own.headers.get("x-request-id")).toBe("my-request-1");
    await waitFor(() => product.api.services.gateway.output.includes('"request_id":"my-request-1"'), {
      what: "the log's line",
    });
    const forged = await anonymous("GET", "/health", { headers: { "x-request-id": "a b" } });
    expect(forged.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect((await anonymous("GET", "/api/v1/runs?q=secret")).headers.get("x-request-id")).not.toBeNull();
    expect(product.api.services.gateway.output).not.toContain("q=secret");
  });

  test("may be read by pages of the configured sites, and by no others", async () => {
    const preflight = (origin: string) =>
      callAnonymously(product.api.url)("OPTIONS", "/api/v1/pipelines", {
        headers: { origin, "access-control-request-method": "PUT", "access-control-request-headers": "if-match" },
      });
    const allowed = await preflight("http://localhost:5173");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
    for (const header of ["Authorization", "Cache-Control", "Idempotency-Key", "If-Match", "Last-Event-ID"]) {
      expect(allowed.headers.get("access-control-allow-headers")).toContain(header);
    }
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
    expect((await preflight("https://evil.example.com")).headers.get("access-control-allow-origin")).toBeNull();

    const origin = { origin: "https://console.example.com" };
    const listed = await product.call("GET", "/api/v1/pipelines", { headers: origin });
    expect(listed.headers.get("access-control-allow-origin")).toBe("https://console.example.com");
    expect(listed.headers.get("access-control-expose-headers")).toContain("ETag");
    const refused = await callAnonymously(product.api.url)("GET", "/api/v1/pipelines", { headers: origin });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, origin.origin]);
  });
});

describe("unknown input is refused", () => {
  test("parameters of the query", async () => {
    for (const [path, detail] of [
      ["runs?stauts=failed&limit=1", 'unknown query parameter "stauts"; allowed: limit, cursor, '],
      ["pipelines?archived=true", 'unknown query parameter "archived"; allowed: '],
      [`runs/${crypto.randomUUID()}?verbose=1`, 'unknown query parameter "verbose"; allowed: none'],
      ["events?last_event_id=1", 'unknown query parameter "last_event_id"; allowed: pipeline_id'],
    ] as const) {
      const { status, body } = await product.call("GET", `/api/v1/${path}`);
      expect([path, status, body]).toMatchObject([path, 400, { code: "request_invalid" }]);
      expect((body as { detail: string }).detail).toContain(detail);
    }
  });

  test("bodies where none is expected", async () => {
    const { id } = await product.create();
    const send = async (path: string, body: string, type = "application/json") => {
      const { authorization } = await product.authorization();
      const headers = { authorization, "content-type": type };
      return (await fetch(`${product.api.url}/api/v1/${path}`, { method: "POST", headers, body })).status;
    };
    for (const action of ["pause", "resume", "trigger"]) {
      const path = `pipelines/${id}/${action}`;
      for (const body of ['{"bogus":1}', '{"bogus":', "[]"])
        expect([path, await send(path, body)]).toEqual([path, 400]);
      expect([path, await send(path, "abc", "text/plain")]).toEqual([path, 400]);
      expect([200, 202]).toContain(await send(path, action === "pause" ? "" : "{}"));
    }
    expect(await send(`runs/${await product.trigger(id)}/retry`, "from=failure", "text/plain")).toBe(415);
  });
});

test("the audit log continues at the URL in Link", async () => {
  for (let i = 0; i < 3; i++) await product.create();
  const parts = (await product.follow("/api/v1/audit?limit=2")) as unknown as { sequence: number }[][];
  const sequences = parts.flat().map(({ sequence }) => sequence);
  expect(sequences).toEqual(Array.from({ length: sequences[0]! }, (_, i) => sequences[0]! - i));
  expect(parts.slice(0, -1).every((part) => part.length === 2)).toBe(true);
});

test("the reference page is public and strictly confined", async () => {
  const { status, headers } = await callAnonymously(product.api.url)("GET", "/docs");
  expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(headers.get("content-security-policy")).toContain("script-src 'self'");
  expect((await callAnonymously(product.api.url)("GET", "/docs/other.js")).status).toBe(401);
});
