import { Hono } from "hono";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import { consolePages } from "../src/console/console-pages.ts";
import type { ConsoleFile, ConsoleFiles } from "../src/console/read-console.ts";

function file(type: string, text: string): ConsoleFile {
  const content = Buffer.from(text);
  return { type, content, gzipped: gzipSync(content), etag: `"${text.length}"` };
}

const files: ConsoleFiles = new Map([
  ["/index.html", file("text/html; charset=utf-8", "<!doctype html><title>console</title>")],
  ["/assets/index-Ab1.js", file("text/javascript; charset=utf-8", "start()")],
]);

const app = new Hono();
app.use(consolePages(files));
app.all("*", (context) => context.json({ api: context.req.path }));

const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const get = async (path: string, headers: Record<string, string> = {}, method = "GET") =>
  app.request(path, { method, headers });

describe("the console's pages", () => {
  test.each(["/", "/pipelines", "/runs/0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33", "/apiary"])(
    "%s returns a page to browsers and the API's answer to programs",
    async (path) => {
      expect(await (await get(path, browser)).text()).toContain("<title>console</title>");
      expect(await (await get(path, { accept: "application/json" })).json()).toEqual({ api: path });
      expect(await (await get(path)).json()).toEqual({ api: path });
      expect(await (await get(path, browser, "POST")).json()).toEqual({ api: path });
    },
  );

  test.each(["/api", "/api/v1/runs", "/docs", "/docs/x", "/health", "/openapi.json", "/.well-known/jwks.json"])(
    "%s is the API's for browsers too",
    async (path) => expect(await (await get(path, browser)).json()).toEqual({ api: path }),
  );

  test("a missing file does not return a page", async () => {
    expect(await (await get("/assets/index-Old.js", browser)).json()).toEqual({ api: "/assets/index-Old.js" });
  });

  test("pages are revalidated, their files never", async () => {
    const page = await get("/", browser);
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const again = await get("/", { ...browser, "if-none-match": page.headers.get("etag")! });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const script = await get("/assets/index-Ab1.js", { "accept-encoding": "gzip, br" });
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect(script.headers.get("content-encoding")).toBe("gzip");
    expect(script.headers.get("vary")).toBe("accept, accept-encoding");
  });

  test("no script, style or frame from elsewhere, and none written into a page", async () => {
    const policy = (await get("/", browser)).headers.get("content-security-policy")!;
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });
});
