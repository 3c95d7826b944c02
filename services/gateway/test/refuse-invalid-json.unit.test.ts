import { Hono } from "hono";
import { expect, test } from "vitest";

import { refuseInvalidJson } from "../src/http/refuse-invalid-json.ts";
import { respondWithProblem, toProblem } from "../src/problem.ts";

const app = new Hono();
app.use(refuseInvalidJson);
app.post("/", async (context) => context.text(await context.req.text()));
app.onError((error, context) => respondWithProblem(context, toProblem(error)));

const post = (body: string, type = "application/json") =>
  app.request("/", { method: "POST", body, headers: { "content-type": type } });

test.each([
  [String.raw`{"a":["b\u0000"]}`, /U\+0000/],
  [String.raw`{"a\u0000":1}`, /U\+0000/],
  [String.raw`"\ud800"`, /surrogate/],
  ["[".repeat(40) + "]".repeat(40), /32 levels/],
  ["[".repeat(50_000) + "]".repeat(50_000), /32 levels/],
])("%.30s is refused", async (body, reason) => {
  const response = await post(body);
  expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(reason)]);
});

test.each([
  ["application/json", String.raw`{"a":[1,null,"\ud83c\udca1",{"b":"\\u0000"}]}`],
  ["application/json", "{no json"],
  ["text/plain", "\0"],
])("%s %s is left to the routes, unread", async (type, body) => {
  const response = await post(body, type);
  expect([response.status, await response.text()]).toEqual([200, body]);
});
