import { setTimeout as delay } from "node:timers/promises";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";

import { Callers } from "../src/auth/caller.ts";
import type { AppEnv } from "../src/auth/identity.ts";
import { bodyLimitsOf, limitBodies } from "../src/http/body-limits.ts";
import { readJson, whyTooMuch } from "../src/http/read-json.ts";
import { limitWork, WorkBudget } from "../src/http/work-budget.ts";
import { respondWithProblem, toProblem } from "../src/problem.ts";

function openApp(budget = new WorkBudget()) {
  const app = new Hono<AppEnv>();
  app.use(limitWork(budget, new Callers(0)));
  app.use(limitBodies(new Callers(0)));
  app.use(readJson());
  for (const path of ["/api/v1/auth/login", "/api/v1/pipelines", "/api/v1/webhooks", "/api/v1/connections"]) {
    app.post(path, async (context) => context.text(JSON.stringify(await context.req.json()) ?? ""));
  }
  app.onError((error, context) => respondWithProblem(context, toProblem(error)));
  return app;
}

/** Answers with what it has read. */
function open(budget?: WorkBudget) {
  const app = openApp(budget);
  // The address that a server would know.
  const env = { incoming: { socket: { remoteAddress: "192.0.2.1" } } };
  return async (path: string, body: string | Uint8Array<ArrayBuffer>, type = "application/json") => {
    const init = { method: "POST", body, headers: { "content-type": type } };
    const response = await app.request(path, init, env);
    return [response.status, await response.text()] as const;
  };
}

const pipelines = "/api/v1/pipelines";

test.each([
  [String.raw`{"a":["b\u0000"]}`, /U\+0000/],
  [String.raw`{"a\u0000":1}`, /U\+0000/],
  [String.raw`"\ud800"`, /surrogate/],
  ["[".repeat(40) + "]".repeat(40), /32 levels/],
  ["[".repeat(50_000) + "]".repeat(50_000), /32 levels/],
  [`{"a":`.repeat(40) + "1" + "}".repeat(40), /32 levels/],
  [`["\\"${"[".repeat(3)}", ${"[".repeat(40)}`, /32 levels/],
  ["{no json", /valid JSON/],
  [`[${"1,".repeat(40_000)}1]`, /32000 values/],
  [`[${"[],".repeat(20_000)}[]]`, /32000 values/],
  [`{${'"a":1,'.repeat(1_000)}"a":1}`, /1000 fields/],
  [`[{${'"a":1,'.repeat(1_000)}"a":1}]`, /1000 fields/],
])("%.30s is refused", async (body, reason) => {
  expect(await open()(pipelines, body)).toEqual([400, expect.stringMatching(reason)]);
});

test("bytes that are not valid UTF-8 are refused, not replaced", async () => {
  const bytes = new Uint8Array([0x22, 0xff, 0x22]);
  expect(await open()(pipelines, bytes)).toEqual([400, expect.stringContaining("valid JSON")]);
});

test("brackets and commas in strings are not counted, and the value is unchanged", async () => {
  const body = JSON.stringify({ a: ["[".repeat(100), ",".repeat(50_000), '"', "\\", "🂡", null], b: { "\\u0000": 1 } });
  expect(await open()(pipelines, body)).toEqual([200, body]);
});

test("values are counted before anything is parsed", () => {
  // Invalid JSON, still refused for its size.
  const bytes = new TextEncoder().encode(`{{${",".repeat(200)}`);
  expect(whyTooMuch(bytes, 100)).toMatch(/100 values/);
  expect(whyTooMuch(bytes, 1_000)).toBeUndefined();
});

describe("unauthenticated clients may send little, users more, and pipelines most", () => {
  test.each([
    ["/api/v1/auth/login", 16 * 1_024],
    ["/api/v1/webhooks", 64 * 1_024],
    ["/api/v1/connections", 256 * 1_024],
    [pipelines, 2 * 2 ** 20],
  ])("%s accepts %i bytes", async (path, bytes) => {
    const ask = open();
    const body = (length: number) => `"${"x".repeat(length - 2)}"`;
    expect((await ask(path, body(bytes)))[0]).toBe(200);
    expect(await ask(path, body(bytes + 1))).toEqual([413, expect.stringContaining(`${bytes} bytes`)]);
  });

  test("an unknown route has the limit of unauthenticated clients", () => {
    expect(bodyLimitsOf(undefined)).toEqual(bodyLimitsOf("POST /api/v1/auth/login"));
  });
});

describe("bodies that are still on their way", () => {
  /** @returns the status; undefined while the rest of the body is awaited. */
  async function begin(app: ReturnType<typeof openApp>, address: string, bytes: number) {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) });
    const headers = { "content-type": "application/json", "content-length": String(bytes) };
    const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
    const ask = async () =>
      (await app.request(pipelines, init, { incoming: { socket: { remoteAddress: address } } })).status;
    return Promise.race([ask(), delay(50, undefined)]);
  }
  const large = 2 * 2 ** 20;

  test("are bounded for each caller", async () => {
    const app = openApp();
    for (let i = 0; i < 4; i++) expect(await begin(app, "192.0.2.1", large)).toBeUndefined();
    expect(await begin(app, "192.0.2.1", large)).toBe(429);
    expect(await begin(app, "192.0.2.2", large)).toBeUndefined();
  });

  test("are bounded in all", async () => {
    const app = openApp();
    for (let i = 0; i < 32; i++) expect(await begin(app, `192.0.2.${i >> 2}`, large)).toBeUndefined();
    expect(await begin(app, "192.0.2.99", large)).toBe(503);
  });

  test("count no more once they are answered", async () => {
    const ask = open();
    for (let i = 0; i < 10; i++) expect((await ask(pipelines, `"${"x".repeat(large - 2)}"`))[0]).toBe(200);
  });
});

describe("a caller's share", () => {
  test("is used up by valid and invalid bodies, and refills with time", async () => {
    let now = 0;
    const budget = new WorkBudget(() => now);
    budget.charge("address 192.0.2.1", 2_500);
    const ask = open(budget);
    expect(await ask(pipelines, "{}")).toEqual([429, expect.stringContaining("too_much_work")]);
    now = 3_000;
    expect((await ask(pipelines, "{}"))[0]).toBe(200);
  });

  test("counts those that came at once, too", async () => {
    const budget = new WorkBudget(() => 0);
    const charge = budget.charge.bind(budget);
    budget.charge = (caller) => charge(caller, 500);
    const ask = open(budget);
    const body = `"${"x".repeat(20_000)}"`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(pipelines, body)));
    expect(answers.filter(([status]) => status === 200).length).toBeLessThan(5);
    expect(answers.filter(([status]) => status === 429).length).toBeGreaterThan(15);
  });

  test("is its own", () => {
    const budget = new WorkBudget(() => 0);
    budget.charge("user a", 1e9);
    expect(() => budget.assertLeft("user a")).toThrow(/share/);
    expect(() => budget.assertLeft("user b")).not.toThrow();
  });

  test("is charged for the time of its bodies", async () => {
    const charged: number[] = [];
    const budget = new WorkBudget();
    budget.charge = (_caller, ms) => void charged.push(ms);
    const send = open(budget);
    const isCharged = () => charged.some((ms) => ms > 0);
    // Some kernels count a thread's time in ticks, which are longer than one body takes.
    for (let count = 0; count < 200 && !isCharged(); count++) await send(pipelines, `[${"1,".repeat(30_000)}1]`);
    expect(isCharged()).toBe(true);
  });
});
