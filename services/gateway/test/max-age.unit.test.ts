import { Hono } from "hono";
import { expect, test } from "vitest";

import { maxAgeMs } from "../src/http/max-age.ts";

test.for([
  [undefined, 500],
  ["no-cache", 0],
  ["No-Store", 0],
  ["max-age=0", 0],
  ["max-age=3600", 500],
  ["only-if-cached, max-age=0", 0],
  ["what is this", 500],
] as const)("cache-control %s accepts an answer of %i ms ago", async ([header, ms]) => {
  const app = new Hono().get("/", (context) => context.json(maxAgeMs(context)));
  const answer = await app.request("/", header === undefined ? {} : { headers: { "cache-control": header } });
  expect(await answer.json()).toBe(ms);
});
