import { Hono } from "hono";
import { expect, test } from "vitest";

import type { AppEnv } from "../src/auth/identity.ts";
import { measureRequests, RequestMetrics } from "../src/http/request-metrics.ts";

test("requests are counted and timed by route template and status, without ids", async () => {
  const metrics = new RequestMetrics();
  const app = new Hono<AppEnv>();
  app.use(measureRequests(metrics));
  app.get("/runs/:id", (context) => context.text("", context.req.param("id") === "none" ? 404 : 200));
  for (const path of ["/runs/secret-id", "/runs/another", "/runs/none", "/nowhere/secret-id"]) await app.request(path);
  const text = await metrics.registry.metrics();
  expect(text).not.toContain("secret-id");
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      'datamantri_http_requests_total{method="GET",route="/runs/{id}",status="200"} 2',
      'datamantri_http_requests_total{method="GET",route="/runs/{id}",status="404"} 1',
      'datamantri_http_requests_total{method="other",route="other",status="404"} 1',
      'datamantri_http_request_duration_seconds_bucket{le="+Inf",method="GET",route="/runs/{id}"} 3',
      'datamantri_http_request_duration_seconds_count{method="GET",route="/runs/{id}"} 3',
    ]),
  );
  // Every line is a comment or a sample; the format ignores empty ones.
  for (const line of text.split("\n").filter((each) => each !== ""))
    expect(line).toMatch(/^(# (HELP|TYPE) |[a-z_]+\{[^}]*\}.* [\d.e-]+$)/);
});

test("buckets are cumulative", async () => {
  const metrics = new RequestMetrics();
  for (const seconds of [0.001, 0.03, 60]) metrics.observe("GET /", 200, seconds);
  const bucket = (le: string) => `datamantri_http_request_duration_seconds_bucket{le="${le}",method="GET",route="/"}`;
  const lines = (await metrics.registry.metrics()).split("\n");
  for (const [le, count] of Object.entries({ 0.005: 1, 0.025: 1, 0.05: 2, 10: 2, "+Inf": 3 })) {
    expect(lines).toContain(`${bucket(le)} ${count}`);
  }
});
